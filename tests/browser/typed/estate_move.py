"""D1: the move of a police base, Cheshire Constabulary."""

from dataclasses import replace
from datetime import date

from tests.browser.typed.facts import NINE, PUBLIC, STAFF, Facts, Given, everywhere_else, plus
from tests.support.published import D1_FACTS
from tests.support.published import completed as demo

D1_PUBLISHED = Facts(
    title="Estate move: from the Mickle Trafford police base to a shared office in the village hall",
    author="Policy owner, Cheshire",
    adviser="Equality adviser, Cheshire",
    approver="Approver, Cheshire",
    proposal=D1_FACTS.proposal,
    screening=D1_FACTS.screening,
    lacks=(
        "What changes and who decides: Say who is affected: staff, the public or both. (3 more in this section)",
        "Screening: Answer the screening for age (staff), age (the public), disability (staff) and 14 more.",
        "Evidence and gaps: Add what you know, or say what is not known as a gap.",
        "Consultation: Add who was asked, or say why nobody was.",
        "Options: Add at least two options; doing nothing is one of them.",
        "Impacts: Say what happens to disability (the public) under each aim.",
        "Conclusion and outcome: Choose the outcome. (2 more in this section)",
        "Review date: Set the date of the review.",
    ),
)
_D1_HELPS: Given = {
    "reason": D1_FACTS.screening["disability", PUBLIC]["reason"],
    "eliminate": "none",
    "advance": "positive",
    "foster": "none",
    "evidence": ["Level access, parking and ground floor of the village hall"],
}
D1 = replace(
    D1_PUBLISHED,
    proposal=plus(
        D1_PUBLISHED.proposal,
        affects=[STAFF, PUBLIC],
        affected=demo("the officers of the base and the people of the villages it serves."),
        open_options=demo("keep the base, share the village hall, or visit without any base."),
        decider=demo("Head of Estates"),
        planned_day=date(2027, 4, 1),
    ),
    shared_reason=demo("the new office is very near the old one and gives everybody the same service."),
    screening=everywhere_else(
        {
            ("disability", PUBLIC): plus(D1_PUBLISHED.screening["disability", PUBLIC], level="moderate"),
            ("age", PUBLIC): {
                "answer": "yes",
                "direction": "negative",
                "level": "minor",
                "reason": demo("older people who know the old base may come when nobody is there."),
            },
        }
    ),
    evidence=(
        {
            "title": "Level access, parking and ground floor of the village hall",
            "says": "The police part is on the ground floor, with level access and parking.",
        },
    ),
    nobody_because=demo("the published form names nobody who was asked."),
    not_asked={"not_asked_age": demo("the sign was planned before anybody could be asked.")},
    options=(
        {"title": "Share an office in the village hall", "chosen": "chosen", "because": "Capital and revenue savings."},
        {"title": demo("keep the base as it is"), "does_nothing": True, "chosen": "rejected"},
    ),
    confirmed=NINE,
    impacts={
        "age": {
            PUBLIC: {
                "reason": demo("older people who know the old base may come when nobody is there."),
                "eliminate": "negative",
                "advance": "none",
                "foster": "none",
                "who": demo("older residents without a car"),
                "how_many": "few",
                "how_bad": "minor",
                "how_likely": "possible",
                "evidence": ["Level access, parking and ground floor of the village hall"],
            },
        },
        "disability": {PUBLIC: _D1_HELPS},
    },
    extra={"human_rights": demo("none that we know of.")},
    measures=(
        (
            "Age (the public)",
            {
                "what": D1_FACTS.mitigations[""]["what"],
                "kind": "action",
                "type": "reduce",
                "owner_id": "Policy owner, Cheshire",
                "due": date(2027, 5, 1),
                "measure": demo("the sign hangs at both doors."),
                "residual": "none",
            },
        ),
    ),
    conclusion={
        "outcome": "adjust",
        "rests_on": ["Age (the public)", "Disability (the public)"],
        "conclusion": demo("level access helps disabled people; the sign tells older people when somebody is there."),
    },
    review={"review_day": date(2028, 4, 1), "watch": demo("how many people come to the surgeries.")},
    opinion={"opinion": "agrees"},
    decision={
        "outcome": "adopt",
        "decider": demo("Head of Estates"),
        "had_it": "yes",
        "regard": demo("I weighed the help to disabled people and what the sign does for older people."),
    },
    lacks=(),
)
