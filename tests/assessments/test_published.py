"""The published facts alone are refused with what they lack; completed, the same assessments are signed."""

import pytest
from sqlalchemy.orm import Session

from eia.errors import Refused
from tests.support.assessments import Made, start, take
from tests.support.entering import enter
from tests.support.published import COMPLETED, D1, D1_COMPLETIONS, D1_FACTS, D2, D2_COMPLETIONS, D2_FACTS, Published
from tests.support.staff import make_staff
from tests.support.writing import read

REFUSED = {
    "D1": [
        "What changes and who decides: Say who is affected: staff, the public or both. (3 more in this section)",
        "Screening: Answer the screening for age (staff), age (the public), disability (staff) and 14 more.",
        "Evidence and gaps: Add what you know, or say what is not known as a gap.",
        "Consultation: Add who was asked, or say why nobody was.",
        "Options: Add at least two options; doing nothing is one of them.",
        "Impacts: Say what happens to disability (the public) under each aim.",
        "Conclusion and outcome: Choose the outcome. (2 more in this section)",
        "Review date: Set the date of the review.",
    ],
    "D2": [
        "What changes and who decides: Say why it changes. (3 more in this section)",
        "Screening: Answer the screening for age (staff), age (the public), disability (staff) and 12 more.",
        "Consultation: Add who was asked, or say why nobody was.",
        "Options: Add at least two options; doing nothing is one of them.",
        "Impacts: Confirm the finding “none” that screening made for Gender reassignment and Sex. "
        "(2 more in this section)",
        "Conclusion and outcome: Choose the outcome. (2 more in this section)",
        "Review date: Set the date of the review.",
    ],
}


def sent(published: Published, *, complete: bool) -> Made:
    made = start((make_staff(published.organisation),), title=published.title)
    enter(made.version_id, published, complete=complete)
    take(made, "send_to_adviser", made.lead["owner"])
    return made


@pytest.mark.parametrize(("name", "facts"), [("D1", D1_FACTS), ("D2", D2_FACTS)])
def test_the_untouched_facts_are_refused_with_everything_they_lack(
    database: Session, name: str, facts: Published
) -> None:
    with pytest.raises(Refused) as refused:
        sent(facts, complete=False)
    assert [reason.text for reason in refused.value.reasons] == REFUSED[name]
    assert all(reason.endpoint for reason in refused.value.reasons)


@pytest.mark.parametrize("whole", [D1, D2], ids=["D1", "D2"])
def test_the_completed_facts_go_from_draft_to_signed(database: Session, whole: Published) -> None:
    made = sent(whole, complete=True)
    take(made, "claim", made.lead["adviser"])
    take(made, "give_opinion", made.lead["adviser"], opinion="agrees")
    take(made, "sign", made.lead["approver"])
    assert read(made.version_id).state == "signed_off"


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("completions", [D1_COMPLETIONS, D2_COMPLETIONS], ids=["D1", "D2"])
def test_every_completion_says_that_it_is_one(completions: Published) -> None:
    """Whatever is more than a key, a date or the source's own words begins with COMPLETED."""
    own = _texts([vars(D1_FACTS), vars(D2_FACTS)])
    texts = [text for text in _texts(vars(completions)) if " " in text and text not in own]
    assert [text for text in texts if not text.startswith(COMPLETED)] == []
