"""D2: the dress code of the NHS in Wales."""

from dataclasses import replace
from datetime import date

from tests.browser.typed.facts import NINE, STAFF, Facts, Given, everywhere_else, plus
from tests.support.published import D2_FACTS
from tests.support.published import completed as demo

_ADAPTATION = D2_FACTS.screening["disability", STAFF]["reason"]
_LOCAL = D2_FACTS.screening["religion_belief", STAFF]["reason"]
_WHAT = {about: str(row["what"]) for about, row in D2_FACTS.mitigations.items()}
_BASE = D2_FACTS.evidence[0]["title"]
D2_PUBLISHED = Facts(
    title="All Wales NHS Dress Code",
    author="Policy owner, NHS Wales",
    adviser="Equality adviser, NHS Wales",
    approver="Approver, NHS Wales",
    proposal=D2_FACTS.proposal,
    screening=D2_FACTS.screening,
    evidence=D2_FACTS.evidence,
    impacts={
        "disability": {STAFF: {"reason": _ADAPTATION, "eliminate": "negative"}},
        "religion_belief": {STAFF: {"reason": _LOCAL}},
    },
    extra=D2_FACTS.extra,
    measures=(("Disability (staff)", {"what": _WHAT["disability"], "kind": "action"}),),
    lacks=(
        "What changes and who decides: Say why it changes. (3 more in this section)",
        "Screening: Answer the screening for age (staff), age (the public), disability (staff) and 12 more.",
        "Consultation: Add who was asked, or say why nobody was. (1 more in this section)",
        "Options: Add at least two options; doing nothing is one of them.",
        "Impacts: Confirm the finding “none” that screening made for Gender reassignment and "
        "Sex. (4 more in this section)",
        "Mitigation and justifications: “Individual adaptation.” needs an owner, a date, its "
        "type and how you will know it worked.",
        "Conclusion and outcome: Choose the outcome. (2 more in this section)",
        "Review date: Set the date of the review.",
    ),
)
_D2_GAP = demo("whether people of some ethnic groups are affected; the source does not state the issue.")
_D2_HARM: Given = {
    "advance": "none",
    "foster": "none",
    "how_many": "not_known",
    "how_bad": "moderate",
    "how_likely": "possible",
    "evidence": [_BASE],
}
_D2_DUE = date(2027, 6, 1)
D2 = replace(
    D2_PUBLISHED,
    proposal=plus(
        D2_PUBLISHED.proposal,
        why=demo("one code for every health body, for hand hygiene, infection control and safety."),
        occasion="new",
        affected=demo("everybody who wears a uniform in the NHS in Wales."),
        open_options=demo("which parts of the code are left to each health body."),
        decider=demo("Chief Executive of NHS Wales"),
        planned_day=date(2027, 4, 1),
    ),
    shared_reason=demo("the code is about what staff wear; nothing was found that touches these people."),
    screening=everywhere_else(
        {
            **D2_PUBLISHED.screening,
            ("disability", STAFF): plus(
                D2_PUBLISHED.screening["disability", STAFF], direction="negative", level="moderate"
            ),
            ("religion_belief", STAFF): plus(
                D2_PUBLISHED.screening["religion_belief", STAFF], direction="negative", level="moderate"
            ),
            ("race", STAFF): {"answer": "unknown", "reason": demo("the source does not state the issue.")},
        }
    ),
    gaps=({"missing": _D2_GAP, "characteristic": "race"},),
    nobody_because=demo("the published summary names nobody who was asked."),
    not_asked={
        "not_asked_disability": demo("each disabled person is asked when their uniform is adapted."),
        "not_asked_religion_belief": demo("each health body asks its own staff of a faith."),
    },
    options=(
        {"title": "One dress code for the NHS in Wales", "chosen": "chosen", "because": demo("it is clear to all.")},
        {"title": demo("leave each health body its own code"), "does_nothing": True, "chosen": "rejected"},
    ),
    confirmed=NINE,
    impacts={
        "disability": {STAFF: plus(_D2_HARM, reason=_ADAPTATION, eliminate="negative", who=demo("disabled staff"))},
        "race": {
            STAFF: {
                "reason": demo("the source does not state the issue."),
                "eliminate": "unknown",
                "advance": "unknown",
                "foster": "unknown",
            },
        },
        "religion_belief": {
            STAFF: {**_D2_HARM, "reason": _LOCAL, "eliminate": "negative", "who": demo("staff who cover their arms")}
        },
    },
    measures=(
        (
            "Disability (staff)",
            {
                "what": _WHAT["disability"],
                "kind": "action",
                "type": "reduce",
                "owner_id": "Policy owner, NHS Wales",
                "due": _D2_DUE,
                "measure": demo("every request is answered within four weeks."),
                "residual": "minor",
            },
        ),
        (
            "Religion or belief (staff)",
            {
                "what": _WHAT["religion_belief"],
                "kind": "action",
                "type": "reduce",
                "owner_id": "Policy owner, NHS Wales",
                "due": _D2_DUE,
                "measure": demo("each health body has published its own rules."),
                "residual": "minor",
            },
        ),
        (
            _D2_GAP,
            {
                "what": demo("ask the staff networks about hair and head coverings."),
                "kind": "action",
                "type": "get_evidence",
                "owner_id": "Policy owner, NHS Wales",
                "due": _D2_DUE,
                "measure": demo("their answers are on file."),
            },
        ),
    ),
    conclusion={
        "outcome": "adjust",
        "rests_on": ["Disability (staff)", "Religion or belief (staff)"],
        "conclusion": demo("disabled staff and staff of a faith can have the uniform adapted."),
    },
    review={"review_day": date(2028, 4, 1), "watch": demo("requests for adaptation, and how many were refused.")},
    opinion={"opinion": "agrees_with_concerns", "remark": demo("the numbers are not known.")},
    decision={
        "outcome": "adopt",
        "decider": demo("Chief Executive of NHS Wales"),
        "had_it": "yes",
        "regard": demo("I weighed what the code asks of disabled staff and of staff of a faith."),
    },
    lacks=(),
)
