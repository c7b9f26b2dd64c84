"""What changed: since this person last opened it, and between any two rounds and versions they may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request
from sqlalchemy import select

from eia.assessments.case import Case, load_case
from eia.assessments.changes.compare import SectionChange, changes_between
from eia.assessments.changes.said import all_said
from eia.assessments.checking.openings import is_kept, last_seen, openings, reads_to_decide, sent_texts
from eia.assessments.commands.opening import remember_opening
from eia.assessments.content import shared_part
from eia.assessments.models import Assessment, ReturnPoint, Submission, Version
from eia.assessments.queries import latest_number
from eia.assessments.readers import Part, reads
from eia.assessments.views.blueprint import blueprint, me, shown_to
from eia.assessments.workflow import CHECKING, WRITING
from eia.db import db, transaction
from eia.errors import Busy, NotAllowed, NotFound
from eia.frameworks.shape import Framework
from eia.frameworks.store import stored
from eia.pages import day, moment
from eia.people.queries import Standings

LETTERS = 20_000
"""So many letters of changes stand on one page; what comes after has a page of its own."""


@dataclass(frozen=True)
class Since:
    """What changed, since when in words, and the names of what there was no room for."""

    words: str
    shown: Sequence[SectionChange]
    more: Sequence[SectionChange]
    compare: dict[str, str]
    points: Sequence[ReturnPoint]
    """What was returned since, with its replies."""
    is_new: bool
    """Not opened by this person in this round before."""


def since_last_seen(case: Case, by: Standings) -> Since | None:
    """What changed since they last opened it; for others, and at the first time, since it was last sent."""
    if case.state not in CHECKING:
        return None
    seen = openings(db.session(), case, by) if reads_to_decide(case, by) else []
    before = last_seen(case, seen)
    here = any((one.version_id, one.round) == (case.version.id, case.version.round) for one in seen)
    if before is not None:
        words = f"since you last opened it, on {day(before.opened_at)}"
        return _since(case, before.submission_id, f"v{before.number}r{before.round}", words, is_new=not here)
    earlier = [one for one in case.version.submissions if one.round < case.version.round]
    if not earlier:
        return None
    name = f"v{case.version.number}r{earlier[-1].round}"
    return _since(case, earlier[-1].id, name, "since it was last sent", is_new=not here)


def _since(case: Case, submission_id: int, name: str, words: str, *, is_new: bool) -> Since:
    current = case.version.submissions[-1].id
    texts = sent_texts(db.session(), [submission_id, current])
    before, after = texts[submission_id], texts[current]
    found = changes_between(
        all_said(before, _law(before, case), but=after), all_said(after, case.framework, but=before)
    )
    compare = {"from": name, "to": f"v{case.version.number}r{case.version.round}"}
    shown, more = _fitting(found)
    between = [one for one in case.version.submissions if submission_id <= one.id < current]
    return Since(words, shown, more, compare, [point for one in between for point in one.points], is_new)


def _law(part: dict[str, Any], case: Case) -> Framework:
    """The framework a text was written under, which may be an earlier one than that of the version."""
    key = part["framework"]["key"]
    return case.framework if key == case.version.framework else stored(db.session(), key)


def _fitting(found: Sequence[SectionChange]) -> tuple[list[SectionChange], list[SectionChange]]:
    shown: list[SectionChange] = []
    left = LETTERS
    for section in found:
        left -= section.letters
        if left < 0 and shown:
            return shown, list(found[len(shown) :])
        shown.append(section)
    return shown, []


def opened(page: str, case: Case, by: Standings) -> str:
    """The page, and the receipt of who opened it: written last, so that the page still says what was new.

    A page does not fail because its receipt could not be written.
    """
    if request.method != "GET" or case.state not in CHECKING or not reads_to_decide(case, by):
        return page
    if is_kept(db.session(), case, by):
        return page
    receipt = {"version_id": case.version.id, "revision": case.revision, "round": case.version.round}
    try:
        with transaction(read_on=False) as session:
            remember_opening(session, person_id=by.person_id, **receipt)
    except Busy:
        current_app.logger.info("an opening of version %s was not kept: busy", receipt["version_id"])
    return page


@dataclass(frozen=True, slots=True)
class State:
    """One state of an assessment that can be compared: a round, or the text as it is now."""

    name: str
    words: str
    version_id: int
    submission_id: int | None


@blueprint.get("/<reference>/compare")
def compare(reference: str) -> str:
    case = shown_to(reference, latest_number(db.session(), reference, me()))
    states = _states(case, me())
    if not states:
        raise NotAllowed("You may see that this assessment exists, but not what it says yet.")
    earlier = _chosen(states, request.args.get("from", ""), -2)
    later = _chosen(states, request.args.get("to", ""), -1)
    differs: Sequence[SectionChange] = []
    if earlier and later:
        (before, law), (after, later_law) = _text_of(earlier), _text_of(later)
        differs = changes_between(all_said(before, law, but=after), all_said(after, later_law, but=before))
    wanted = [section for section in differs if section.key == request.args.get("section", "")]
    shown, more = (wanted, []) if wanted else _fitting(differs)
    return render_template(
        "assessments/compare.html", case=case, states=states, earlier=earlier, later=later, shown=shown, more=more,
        only=wanted[0] if wanted else None,
    )  # fmt: skip


def _states(case: Case, by: Standings) -> list[State]:
    """Every round of the versions this person may read in full, the oldest first, and what is still being written."""
    versions = (
        select(Version.id, Version.number, Version.state)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Assessment.id == case.assessment.id, reads(by, Part.ALL))
        .order_by(Version.number)
    )
    known = db.session.execute(versions).all()
    ids = [row.id for row in known]
    rounds = select(Submission).where(Submission.version_id.in_(ids)).order_by(Submission.id)
    sent = db.session.scalars(rounds).all()
    states = []
    for version_id, number, state in known:
        mine = [one for one in sent if one.version_id == version_id]
        for one in mine:
            words = f"Version {number}, round {one.round}, sent {moment(one.submitted_at)}"
            states.append(State(f"v{number}r{one.round}", words, version_id, one.id))
        if state in WRITING or not mine:
            words = "as it is now" if state in WRITING else "as it was left"
            states.append(State(f"v{number}", f"Version {number}, {words}", version_id, None))
    return states


def _chosen(states: Sequence[State], name: str, otherwise: int) -> State | None:
    if name:
        found = next((state for state in states if state.name == name), None)
        if found is None:
            raise NotFound("There is no such round or version, or you may not read it.")
        return found
    return states[otherwise] if len(states) >= -otherwise else None


def _text_of(state: State) -> tuple[dict[str, Any], Framework]:
    session = db.session()
    if state.submission_id is not None:
        part = sent_texts(session, [state.submission_id])[state.submission_id]
        return part, stored(session, part["framework"]["key"])
    case = load_case(session, state.version_id)
    return shared_part(case, ""), case.framework
