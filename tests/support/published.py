"""Two real assessments as Python data: what was published (demo.md), and the same completed.

A name is a field's name, a value what a person gives it: a text, a list of ticks, or a `date`. What the engine requires
and a source lacks begins with `NOT_IN_SOURCE`; a choice a source does not state is only in the completed one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

NOT_IN_SOURCE = "Demonstration text, not in the source: "
Given = Mapping[str, Any]
Pair = tuple[str, str]
STAFF, PUBLIC = "staff", "public"
NINE = (
    "age", "disability", "gender_reassignment", "marriage_civil_partnership", "pregnancy_maternity", "race",
    "religion_belief", "sex", "sexual_orientation",
)  # fmt: skip
PAIRS: tuple[Pair, ...] = tuple(
    (c, p) for c in NINE for p in (STAFF, PUBLIC) if (c, p) != ("marriage_civil_partnership", PUBLIC)
)
SHARED: Given = {"answer": "no", "shares": True}
"""A "no" for the reason that is written once for several."""


@dataclass(frozen=True)
class Facts:
    """One assessment as it is typed. `people` are the accounts of the demonstration, by office."""

    organisation: str
    number: str
    title: str
    author: str
    adviser: str
    approver: str
    proposal: Given
    scope: tuple[Given, ...] = ()
    shared_reason: str = ""
    screening: Mapping[Pair, Given] = field(default_factory=dict)
    evidence: tuple[Given, ...] = ()
    gaps: tuple[Given, ...] = ()
    nobody_because: str = ""
    options: tuple[Given, ...] = ()
    confirmed: tuple[str, ...] = ()
    """Characteristics whose finding "none" is confirmed."""
    impacts: Mapping[str, Mapping[str, Given]] = field(default_factory=dict)
    """Characteristic -> population -> answers; the aims by their keys; `evidence` holds titles."""
    extra: Given = field(default_factory=dict)
    measures: tuple[tuple[str, Given], ...] = ()
    """What is met, in the words of its heading, and what is done about it; `owner_id` holds a name."""
    conclusion: Given = field(default_factory=dict)
    review: Given = field(default_factory=dict)
    opinion: Given = field(default_factory=dict)
    decision: Given = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    """What stands against sending the published facts to the adviser, the beginnings of the sentences, in order."""


def demo(text: str) -> str:
    return NOT_IN_SOURCE + text


def _with(given: Given, **more: Any) -> Given:
    return {**given, **more}


def _everywhere_else(answered: Mapping[Pair, Given]) -> Mapping[Pair, Given]:
    return {pair: answered.get(pair, SHARED) for pair in PAIRS}


# -- D1: the move of a police base, Cheshire Constabulary ------------------------------------------

D1_PUBLISHED = Facts(
    organisation="CHES",
    number="D1",
    title="Move of the Mickle Trafford police base",
    author="Policy owner, Cheshire",
    adviser="Equality adviser, Cheshire",
    approver="Approver, Cheshire",
    proposal={
        "changes": "Replace the Mickle Trafford police base by a shared office in the village hall very near by."
        " Level access, parking, and the police part on the ground floor.",
        "why": "Capital and revenue savings.",
        "occasion": "change",
    },
    scope=({"kind": "place", "label": "New place", "value": "The village hall, Mickle Trafford"},),
    screening={
        ("disability", PUBLIC): {
            "answer": "yes",
            "direction": "positive",
            "reason": "Level access and parking; the police part is on the ground floor.",
        },
    },
    lacks=(
        "What changes and who decides: Say who is affected: staff, the public or both. (3 more in this section)",
        "Screening: Answer the screening for",
        "Evidence and gaps: Add what you know, or say what is not known as a gap.",
        "Consultation: Add who was asked, or say why nobody was.",
        "Options: Add at least two options; doing nothing is one of them.",
        "Impacts:",
        "Conclusion and outcome: Choose the outcome.",
        "Review date: Set the date of the review.",
    ),
)
_D1_HELPS: Given = {
    "reason": "Level access and parking; the police part is on the ground floor.",
    "eliminate": "none",
    "advance": "positive",
    "foster": "none",
    "evidence": ["Level access, parking and ground floor of the village hall"],
}
D1 = replace(
    D1_PUBLISHED,
    proposal=_with(
        D1_PUBLISHED.proposal,
        affects=[STAFF, PUBLIC],
        affected=demo("the officers of the base and the people of the villages it serves."),
        open_options=demo("keep the base, share the village hall, or visit without any base."),
        decider=demo("Head of Estates"),
        planned_day=date(2027, 4, 1),
    ),
    shared_reason=demo("the new office is very near the old one and gives everybody the same service."),
    screening=_everywhere_else(
        {
            ("disability", PUBLIC): _with(D1_PUBLISHED.screening["disability", PUBLIC], level="moderate"),
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
            "Age (public)",
            {
                "what": "A sign with the PCSOs’ surgery days and times.",
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


# -- D2: the dress code of the NHS in Wales --------------------------------------------------------

_ADAPTATION = "May need an individually assessed adaptation of the uniform."
_LOCAL = "Local adaptation is allowed where hand hygiene, infection control and safety are not compromised."
_NOT_STATED: Given = {"answer": "no", "reason": "None stated."}
_BASE = "Evidence base on uniforms and laundering, Department of Health, September 2007"
D2_PUBLISHED = Facts(
    organisation="NHSWALES",
    number="D2",
    title="All Wales NHS Dress Code",
    author="Policy owner, NHS Wales",
    adviser="Equality adviser, NHS Wales",
    approver="Approver, NHS Wales",
    proposal={"changes": "An all Wales dress code for staff of the NHS.", "affects": [STAFF]},
    screening={
        ("disability", STAFF): {"answer": "yes", "reason": _ADAPTATION},
        ("religion_belief", STAFF): {"answer": "yes", "reason": _LOCAL},
        ("sex", STAFF): {
            "answer": "no",
            "reason": "The workforce is mostly female, so more women are affected but not differently.",
        },
        ("age", STAFF): _NOT_STATED,
        ("sexual_orientation", STAFF): _NOT_STATED,
    },
    evidence=(
        {
            "title": _BASE,
            "says": "Two literature reviews and further empirical research, used across the UK.",
            "supplied_by": "Department of Health",
        },
    ),
    impacts={
        "disability": {STAFF: {"reason": _ADAPTATION, "eliminate": "negative"}},
        "religion_belief": {STAFF: {"reason": _LOCAL}},
    },
    extra={"human_rights": "Articles 9 and 10."},
    measures=(("Disability (staff)", {"what": "Individual adaptation.", "kind": "action"}),),
    lacks=(
        "What changes and who decides: Say why it changes.",
        "Screening: Answer the screening for",
        "Consultation: Add who was asked, or say why nobody was.",
        "Options: Add at least two options; doing nothing is one of them.",
        "Impacts:",
        "Mitigation and justifications: “Individual adaptation.” needs",
        "Conclusion and outcome: Choose the outcome.",
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
    proposal=_with(
        D2_PUBLISHED.proposal,
        why=demo("one code for every health body, for hand hygiene, infection control and safety."),
        occasion="new",
        affected=demo("everybody who wears a uniform in the NHS in Wales."),
        open_options=demo("which parts of the code are left to each health body."),
        decider=demo("Chief Executive of NHS Wales"),
        planned_day=date(2027, 4, 1),
    ),
    shared_reason=demo("the code is about what staff wear; nothing was found that touches these people."),
    screening=_everywhere_else(
        {
            **D2_PUBLISHED.screening,
            ("disability", STAFF): _with(
                D2_PUBLISHED.screening["disability", STAFF], direction="negative", level="moderate"
            ),
            ("religion_belief", STAFF): _with(
                D2_PUBLISHED.screening["religion_belief", STAFF], direction="negative", level="moderate"
            ),
            ("race", STAFF): {"answer": "unknown", "reason": demo("the source does not state the issue.")},
        }
    ),
    gaps=({"missing": _D2_GAP, "characteristic": "race"},),
    nobody_because=demo("the published summary names nobody who was asked."),
    options=(
        {"title": "One dress code for the NHS in Wales", "chosen": "chosen", "because": demo("it is clear to all.")},
        {"title": demo("leave each health body its own code"), "does_nothing": True, "chosen": "rejected"},
    ),
    confirmed=NINE,
    impacts={
        "disability": {STAFF: _with(_D2_HARM, reason=_ADAPTATION, eliminate="negative", who=demo("disabled staff"))},
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
                "what": "Individual adaptation.",
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
                "what": "Local adaptation.",
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
