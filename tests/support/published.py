"""Two published assessments as plain data: D1, the estate move, and D2, the dress code.

`FACTS` of each are what the source says and nothing else: what it leaves out stays unanswered here too. What the
engine asks for besides stands in `COMPLETIONS`, every text of which begins with `COMPLETED`, so that nobody can take
it for the source's own words. Keys are those of equality_act_2010.v1 and of the forms.
"""

from dataclasses import dataclass, field, replace
from typing import Any

COMPLETED = "Demonstration text, not in the source"
"""How every text begins that the source does not say."""


def completed(text: str) -> str:
    return f"{COMPLETED}: {text}"


@dataclass(frozen=True)
class Published:
    """One published assessment. `screening`, `impacts`: (characteristic, population) -> answers."""

    organisation: str
    title: str
    proposal: dict[str, Any]
    screening: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    evidence: tuple[dict[str, Any], ...] = ()
    gaps: tuple[dict[str, Any], ...] = ()
    consultations: tuple[dict[str, Any], ...] = ()
    options: tuple[dict[str, Any], ...] = ()
    impacts: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    mitigations: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What meets the harm to this characteristic; "gap" what meets every gap."""
    conclusion: dict[str, Any] = field(default_factory=dict)
    watch: str = ""


STAFF, PUBLIC = "staff", "public"

D1_FACTS = Published(
    organisation="Cheshire Constabulary",
    title="Move of the Mickle Trafford police base",
    proposal={
        "changes": "Replace the Mickle Trafford police base by a shared office in the village hall very near by. "
        "Level access, parking, the police part on the ground floor.",
        "why": "Capital and revenue savings.",
        "occasion": "change",
    },
    screening={
        ("disability", PUBLIC): {
            "answer": "yes",
            "direction": "positive",
            "reason": "Level access and parking (likely positive).",
        }
    },
    mitigations={"": {"what": "A sign with the PCSOs’ surgery days and times."}},
)
"""Other characteristics, and what the sign is for, are not stated; the score of the form's Part 2 is not published."""

D2_FACTS = Published(
    organisation="NHS Wales",
    title="All Wales NHS Dress Code",
    proposal={"changes": "An all Wales NHS dress code.", "affects": [STAFF]},
    screening={
        ("disability", STAFF): {
            "answer": "yes",
            "reason": "May need an individually assessed adaptation of the uniform.",
        },
        ("sex", STAFF): {
            "answer": "no",
            "reason": "The workforce is mostly female, so more women are affected but not differently.",
        },
        ("gender_reassignment", STAFF): {
            "answer": "no",
            "reason": "Sex including transgender staff: more women are affected but not differently.",
        },
        ("religion_belief", STAFF): {
            "answer": "yes",
            "reason": "Local adaptation allowed where hand hygiene, infection control and safety are not compromised.",
        },
    },
    evidence=(
        {
            "title": "Department of Health evidence base on uniforms and laundering, September 2007",
            "says": "Two literature reviews and further empirical research, used across the UK.",
            "source": "Department of Health",
        },
    ),
    extra={"human_rights": "Articles 9 and 10."},
    mitigations={
        "disability": {"what": "Individual adaptation."},
        "religion_belief": {"what": "Local adaptation."},
    },
)
"""Race, age and sexual orientation: nothing is stated. Nor are levels, nor owner and date of the mitigation."""

_NOBODY = {"answer": "no", "reason": completed("nobody is affected differently by this.")}
_HARM = {"answer": "yes", "direction": "negative", "level": "moderate"}
_SIZE = {
    "who": completed("the people who asked for a change."),
    "how_many": "few",
    "how_bad": "minor",
    "how_likely": "possible",
}

D1_COMPLETIONS = Published(
    organisation=D1_FACTS.organisation,
    title=D1_FACTS.title,
    proposal={
        "affects": [STAFF, PUBLIC],
        "open_options": completed("whether to move, and when."),
        "decider": completed("the Head of Estates"),
        "planned_day": "2027-04-01",
    },
    screening={
        ("disability", PUBLIC): {"level": "moderate"},
        ("age", PUBLIC): _HARM | {"reason": completed("older people may not learn of the new days and times.")},
    },
    evidence=({"title": completed("a visit to both buildings."), "says": completed("the hall has level access.")},),
    gaps=({"missing": completed("how many people visit the base."), "characteristic": ""},),
    consultations=(
        {
            "who": completed("the parish council."),
            "about": "age",
            "said": completed("people need to know when somebody is there."),
            "done": completed("the sign gives days and times."),
        },
    ),
    options=(
        {"title": completed("share the village hall."), "chosen": "chosen", "does_nothing": False},
        {"title": completed("keep the base."), "chosen": "rejected", "does_nothing": True},
    ),
    impacts={
        ("disability", PUBLIC): {"direction": "positive", "reason": completed("level access and parking.")},
        ("age", PUBLIC): _SIZE | {"direction": "negative", "reason": completed("they look at the old place first.")},
    },
    extra={"human_rights": completed("none.")},
    mitigations={
        "age": D1_FACTS.mitigations[""]
        | {
            "kind": "action",
            "type": "reduce",
            "measure": completed("people who ask know the times."),
            "due": "2027-05-01",
        },
        "gap": {
            "kind": "action",
            "what": completed("count visitors for a month."),
            "type": "get_evidence",
            "measure": completed("a count is there."),
            "due": "2027-05-01",
        },
    },
    conclusion={"outcome": "adjust", "conclusion": completed("disabled people gain level access.")},
    watch=completed("complaints about access."),
)

D2_COMPLETIONS = Published(
    organisation=D2_FACTS.organisation,
    title=D2_FACTS.title,
    proposal={
        "why": completed("one standard for hygiene and safety."),
        "occasion": "review",
        "open_options": completed("which local adaptations are allowed."),
        "decider": completed("the Workforce Director"),
    },
    screening={
        ("disability", STAFF): _HARM,
        ("religion_belief", STAFF): _HARM,
        ("race", STAFF): {"answer": "no", "reason": completed("no issue was found.")},
    },
    consultations=(
        {
            "who": completed("trade unions."),
            "about": "disability+religion_belief",
            "said": completed("adaptations must be easy to get."),
            "done": completed("managers decide within a week."),
        },
    ),
    options=(
        {"title": completed("one code with adaptations."), "chosen": "chosen", "does_nothing": False},
        {"title": completed("keep local codes."), "chosen": "rejected", "does_nothing": True},
    ),
    impacts={
        ("disability", STAFF): _SIZE | {"direction": "negative", "reason": completed("a standard cut may not fit.")},
        ("religion_belief", STAFF): _SIZE | {"direction": "negative", "reason": completed("sleeves and head cover.")},
    },
    mitigations={
        "disability": {
            "kind": "action",
            "type": "reduce",
            "measure": completed("each request is answered in a week."),
            "due": "2027-05-01",
        },
        "religion_belief": {
            "kind": "action",
            "type": "reduce",
            "measure": completed("each request is answered in a week."),
            "due": "2027-05-01",
        },
    },
    conclusion={"outcome": "adjust", "conclusion": completed("adaptations meet the harm that was found.")},
    watch=completed("requests for adaptation, and refusals."),
)

NOBODY_ELSE = _NOBODY
"""The answer for everybody of whom neither says anything."""


def _together(facts: Published, completions: Published) -> Published:
    """The facts with what completes them; a fact always stands before its completion."""
    merged: dict[str, Any] = {
        name: {key: facts_of.get(key, {}) | rest_of.get(key, {}) for key in facts_of | rest_of}
        for name in ("screening", "impacts", "mitigations")
        for facts_of, rest_of in [(getattr(facts, name), getattr(completions, name))]
    }
    merged["mitigations"].pop("", None)
    return replace(
        completions,
        proposal=facts.proposal | completions.proposal,
        evidence=facts.evidence + completions.evidence,
        extra=facts.extra | completions.extra,
        **merged,
    )


D1, D2 = _together(D1_FACTS, D1_COMPLETIONS), _together(D2_FACTS, D2_COMPLETIONS)
"""Whole assessments: enough to be sent, checked and signed."""
