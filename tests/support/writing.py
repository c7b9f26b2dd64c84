"""How an author fills an assessment, through the real commands: enough for every need, under any framework.

The keys come from the framework that the version was started under, so nothing here knows the Equality Act.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.acting import act
from eia.assessments.commands.replying import reply_to_points
from eia.assessments.commands.writing import confirm_none, save_impact, save_row, save_screening, save_section
from eia.assessments.forms.grids import aims_of
from eia.assessments.models import Section, Version
from eia.assessments.writing.replies import points_to_answer, revision_of_replies
from eia.db import db, transaction
from eia.frameworks.shape import AnswerOption, Framework, ScreeningQuestion
from tests.support.staff import acting

Cells = dict[tuple[str, str, str], dict[str, Any]]

PROPOSAL = {
    "changes": "The front desk moves to the town hall.",
    "why": "The old building costs too much to heat.",
    "occasion": "change",
    "affects": ["staff", "public"],
    "open_options": "Whether, when and where it moves.",
    "decider": "The Head of Estates",
    "planned_day": "2027-04-01",
}


def author_of(session: Session, version_id: int) -> int:
    return session.scalars(select(Version.author_id).where(Version.id == version_id)).one()


def read(version_id: int) -> Case:
    """The version as it is in the database now."""
    db.session.rollback()
    return load_case(db.session(), version_id)


def revision_of(version_id: int) -> int:
    """As it is in the database now; `read` loads the whole version to say it."""
    db.session.rollback()
    return db.session.scalars(select(Version.revision).where(Version.id == version_id)).one()


def revision_of_section(version_id: int, key: str) -> int:
    """0 while nothing was saved."""
    db.session.rollback()
    of_section = Section.version_id == version_id, Section.key == key
    return db.session.scalars(select(Section.revision).where(*of_section)).one_or_none() or 0


def write_section(version_id: int, key: str, answers: dict[str, Any]) -> Case:
    seen = revision_of_section(version_id, key)
    with transaction() as session:
        by = acting(session, author_of(session, version_id))
        return save_section(session, version_id, key, answers, by=by, seen=seen, finished=True)


def write_row(version_id: int, kind: str, /, **values: Any) -> Case:
    seen = revision_of(version_id)
    with transaction() as session:
        by = acting(session, author_of(session, version_id))
        return save_row(session, version_id, kind, None, values, by=by, seen=seen)


def write_replies(version_id: int, text: str = "Done.") -> Case:
    """The author's reply, the same one, to every point that was returned last."""
    case = read(version_id)
    replies, seen = {point.id: text for point in points_to_answer(case)}, revision_of_replies(case)
    with transaction() as session:
        by = acting(session, author_of(session, version_id))
        return reply_to_points(session, version_id, replies, by=by, seen=seen)


def write_proposal(version_id: int, **other: Any) -> Case:
    return write_section(version_id, "proposal", PROPOSAL | other)


def write_screening(version_id: int, cells: Cells, shared_reason: str = "") -> Case:
    seen = revision_of_section(version_id, "screening")
    with transaction() as session:
        by = acting(session, author_of(session, version_id))
        return save_screening(session, version_id, cells, shared_reason, by=by, seen=seen, finished=True)


def write_impact(version_id: int, about: str, directions: dict[str, str], **other: Any) -> Case:
    """One finding for each population in `directions`, the same under every aim."""
    case = read(version_id)
    section = case.section("impacts")
    populations = {who: _finding(case, about, who, direction) | other for who, direction in directions.items()}
    with transaction() as session:
        by = acting(session, author_of(session, version_id))
        seen = section.revision if section else 0
        return save_impact(session, version_id, about, populations, by=by, seen=seen)


def confirm_the_rest(version_id: int) -> Case:
    """Carry every "no" of the screening forward as the finding "none"."""
    case = read(version_id)
    section = case.section("impacts")
    keys = [characteristic.key for characteristic in case.framework.characteristics]
    with transaction() as session:
        by = acting(session, author_of(session, version_id))
        return confirm_none(session, version_id, keys, by=by, seen=section.revision if section else 0)


def all_no(framework: Framework) -> Cells:
    """ "No", with a reason, to every question about everybody."""
    return {
        (question.key, characteristic.key, population.key): _cell(_no(question))
        for characteristic, population in framework.cells()
        for question in framework.questions_for(characteristic.key, population.key)
    }


def harm(framework: Framework, characteristic: str, population: str, *, level: str) -> Cells:
    """The one answer that says that these people are harmed so much."""
    question = framework.questions_for(characteristic, population)[0]
    for option in question.options:
        if option.asks_level:
            direction = next(d.key for d in framework.directions if d.in_screening and d.negative)
            return {(question.key, characteristic, population): _cell(option, direction=direction, level=level)}
        if option.level == level:
            return {(question.key, characteristic, population): _cell(option)}
    raise LookupError(f"{framework.id} has no answer for {level} harm")


def unknown(framework: Framework, characteristic: str, population: str) -> Cells:
    question = framework.questions_for(characteristic, population)[0]
    option = next(option for option in question.options if option.unknown)
    return {(question.key, characteristic, population): _cell(option)}


def harmed(framework: Framework) -> tuple[str, str]:
    """The people that the factories harm: disabled staff, in every framework."""
    return "disability", framework.populations[0].key


def write_everything(version_id: int, outcome: str) -> None:
    """Everything the full assessment needs, with one harm that is met as `outcome` demands, and one gap."""
    case = read(version_id)
    write_row(version_id, "evidence", title="Access audit", says="Two steps at the door.", source="Estates")
    write_row(version_id, "gap", missing="How many staff use a wheelchair", characteristic="disability")
    write_row(version_id, "consultation", **CONSULTATION)
    write_row(version_id, "option", title="Move", effect="Level floor", chosen="chosen", because="Cheaper")
    write_row(version_id, "option", title="Stay", does_nothing=True, effect="Steps stay", chosen="rejected")
    write_section(version_id, "evidence", {})
    write_section(version_id, "consultation", {"nobody_because": ""})
    write_section(version_id, "options", {})
    about, harmed_people = harmed(case.framework)
    negative = next(d.key for d in case.framework.directions if d.negative and not d.positive)
    write_impact(version_id, about, {harmed_people: negative})
    confirm_the_rest(version_id)
    if case.framework.extra_questions:
        write_section(version_id, "extra", {q.key: "Nothing more." for q in case.framework.extra_questions})
    step_on(version_id, "go_to_mitigation")
    meet_everything(version_id, outcome)
    write_conclusion(version_id, outcome)


def write_the_least(version_id: int) -> None:
    """From draft to mitigation with nobody harmed: as little as a full assessment may say, for those in a hurry."""
    write_proposal(version_id)
    step_on(version_id, "go_to_screening")
    write_screening(version_id, all_no(read(version_id).framework))
    step_on(version_id, "go_to_full_assessment")
    write_row(version_id, "evidence", title="Access audit")
    write_section(version_id, "consultation", {"nobody_because": "Nobody is affected."})
    write_row(version_id, "option", title="Move", chosen="chosen")
    write_row(version_id, "option", title="Stay", does_nothing=True)
    confirm_the_rest(version_id)
    step_on(version_id, "go_to_mitigation")
    write_conclusion(version_id, read(version_id).framework.outcomes[0].key)


def meet_everything(version_id: int, outcome: str) -> None:
    """An action (or a justification, when the outcome needs one) for each harm, an action for each gap."""
    case = read(version_id)
    justified = case.framework.outcome(outcome).needs_justification
    for impact in case.version.impacts:
        if case.is_negative(impact) and not case.meeting(impact=impact.id):
            what = JUSTIFICATION if justified else action(case)
            write_row(version_id, "mitigation", impact_id=impact.id, **what)
    for gap in case.version.gaps:
        if not case.meeting(gap=gap.id):
            write_row(version_id, "mitigation", gap_id=gap.id, **action(case))
    write_section(version_id, "mitigation", {})


def write_conclusion(version_id: int, outcome: str) -> None:
    case = read(version_id)
    rests_on = [str(case.version.impacts[0].id)]
    answers = {"outcome": outcome, "conclusion": "Disabled staff gain a ramp.", "rests_on": rests_on}
    write_section(version_id, "conclusion", answers)
    write_section(version_id, "review", {"review_day": (clock.today() + timedelta(days=365)).isoformat()})


CONSULTATION = {
    "who": "The disability network",
    "about": "disability",
    "from_day": date(2026, 1, 5),
    "until_day": date(2026, 4, 5),
    "said": "Mind the door.",
    "done": "A ramp is built.",
}
"""Long enough for every framework."""
JUSTIFICATION = {
    "kind": "justification",
    "what": "The steps stay until the lease ends",
    "aim": "Open on time",
    "necessity": "There is no other door",
    "alternatives": "A lift does not fit",
}


def action(case: Case) -> dict[str, Any]:
    return {
        "kind": "action",
        "what": "Build a ramp",
        "type": case.framework.mitigation_types[0].key,
        "owner_id": case.version.author_id,
        "due": clock.today() + timedelta(days=60),
        "measure": "No step is left",
        "residual": "none",
    }


def step_on(version_id: int, action: str) -> Case:
    """The author takes a step that asks nothing."""
    seen = revision_of(version_id)
    with transaction() as session:
        by = acting(session, author_of(session, version_id))
        return act(session, version_id, action, by=by, seen=seen, answers={})


def _finding(case: Case, about: str, population: str, direction: str) -> dict[str, Any]:
    scales = {scale.key: scale for scale in case.framework.scales}
    return {
        "reason": "Two steps at the door.",
        "who": "Staff who use a wheelchair",
        "how_many": scales["how_many"].options[0].key,
        "how_bad": case.framework.levels[0].key,
        "how_likely": scales["how_likely"].options[0].key,
        "aims": dict.fromkeys(aims_of(case, about, population), direction),
        "evidence": [row.id for row in case.version.evidence],
    }


def _no(question: ScreeningQuestion) -> AnswerOption:
    """The answer that finds nothing: the last one that opens nothing, for some questions begin with "yes"."""
    harmless = [o for o in question.options if not (o.asks_direction or o.level or o.unknown or o.blocks_screen_out)]
    return harmless[-1]


def _cell(option: AnswerOption, *, direction: str = "", level: str = "") -> dict[str, Any]:
    return {
        "answer": option.key,
        "direction": direction,
        "level": level,
        "reason": "We asked the network and looked at the figures.",
        "shares_reason": False,
    }
