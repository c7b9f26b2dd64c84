"""Where a pressed button leads: on to the next page a person can write on, to the next stage, or to sending it."""

from dataclasses import dataclass, replace

from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.acting import act
from eia.assessments.commands.writing import may_write
from eia.assessments.guards.missing import missing
from eia.assessments.sections import PUBLIC_SUMMARY, sections_of
from eia.assessments.views.blueprint import me, to
from eia.assessments.views.offers import Where, offer_of, points_to_more, where_it_is
from eia.assessments.writing.unsaved import unsaved_before
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered

STAGES = {"draft": "go_to_screening", "full_assessment": "go_to_mitigation"}
"""State -> the step that leads on from its last section; it asks nothing."""
SENDING = {"screening": "send_screening", "mitigation": "send_to_adviser"}
"""State -> the step that sends it for checking; its page says what is still to do."""
WORDS = {
    "go_to_screening": "Save and go to screening",
    "go_to_mitigation": "Save and go to the conclusion",
    "send_screening": "Save and go to sending it",
    "send_to_adviser": "Save and go to sending it",
}


@dataclass(frozen=True, slots=True)
class Following:
    """What comes after a section: another section, or a step; `button` is what the button says."""

    button: str
    section: str = ""
    step: str = ""


def can_write(case: Case, key: str) -> bool:
    try:
        may_write(case, key, me())
    except (NotAllowed, NotOffered):
        return False
    return True


def following(case: Case, key: str) -> Following | None:
    """What comes after this section now; None when it cannot be written."""
    if not can_write(case, key):
        return None
    if section := next_section(case, key):
        return Following("Save and go to next", section=section)
    if me().person_id != case.version.author_id:
        return Following("Save and hand it back", step="hand_back_sections")
    step = STAGES.get(case.state) or SENDING[case.state]
    return Following(WORDS[step], step=step)


def where_on(case: Case, key: str) -> Where:
    """Where it stands, for the page of a section: what its own button leads to is not named a second time."""
    where, after = where_it_is(case, me()), following(case, key)
    if after and where.next and not where.next.reasons and where.next.step.action == after.step:
        return replace(where, next=None)
    return where


def next_section(case: Case, key: str) -> str:
    """The next section that can be written now; "" when this is the last."""
    keys = [s.key for s in sections_of(case)]
    later = keys[keys.index(key) + 1 :]
    skipped = {"mitigation"} if case.state == "screening" and not missing(case, "mitigation") else set()
    if case.state == "full_assessment" or points_to_more(case):
        skipped.add(PUBLIC_SUMMARY.key)  # it can be written, and says what is concluded later
    return next((each for each in later if each not in skipped and can_write(case, each)), "")


def go_on(case: Case, key: str) -> Response:
    """To what follows the section; the author moves on to the next stage without another page to press through."""
    after = following(case, key)
    if after is None:
        return to("version", case)
    if after.section:
        return to("section", case, key=after.section)
    if after.step in STAGES.values():
        return to_stage(case, after.step, key)
    return to(after.step, case)


def to_stage(case: Case, step: str, key: str) -> Response:
    """Take a step between the stages of writing, and open the section that comes next there."""
    with transaction() as session:
        case = act(session, case.version.id, step, by=me(), seen=case.revision, answers={})
    return to("section", case, key=next_section(case, key))


def send(case: Case, step: str) -> Response:
    """Send it when nothing stands against it; else to the page that says what does, or what is not saved yet."""
    offer = offer_of(case, step, me())
    if offer is None or offer.reasons or unsaved_before(db.session(), case, offer.step, me()):
        return to(step, case)
    with transaction() as session:
        case = act(session, case.version.id, step, by=me(), seen=case.revision, answers={})
    return to("version", case)


def next_to_meet(case: Case) -> str:
    """The first harm or gap nothing is done about yet, as "impact-3", "gap-1" or "cell-7"; "" when each is met."""
    unmet = (reason.anchor for reason in missing(case, "mitigation"))
    return next((anchor for anchor in unmet if anchor.partition("-")[0] in ("impact", "gap", "cell")), "")
