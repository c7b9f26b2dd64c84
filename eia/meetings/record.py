"""The due-regard record of one decision: what was in front of those who decided, and what is on record of it.

It states what is recorded and where, and what is not; it draws no legal conclusion. The ten principles are those of
Brown and Bracking (R (Bracking) v Secretary of State for Work and Pensions [2013] EWCA Civ 1345, paragraph 26).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia.assessments.case import Case, load_case
from eia.assessments.guards.late import came_late
from eia.assessments.models import ActionStanding
from eia.meetings.decided import decisions_of
from eia.meetings.models import AgendaItem, EqualityStatement, GateOverride, ItemDecision, PaperOpening, QuickScreen
from eia.meetings.queries import assessment_of
from eia.meetings.regard import Basis, Decider, deciders_of, openings_of
from eia.pages import counted

FOUND, NONE, BY_HAND = "record found", "no record", "by hand"


@dataclass(frozen=True, slots=True)
class Principle:
    """`kind` is one of three: found, none, by hand. `where` says where it is, or what to look at."""

    number: int
    words: str
    kind: str
    where: str
    anchor: str = ""


@dataclass(frozen=True)
class RegardRecord:
    item: AgendaItem
    row: ItemDecision
    """The decision that stands; `earlier` are those it corrects."""
    earlier: Sequence[ItemDecision]
    basis: Basis
    case: Case | None
    deciders: Sequence[Decider]
    openings: Sequence[PaperOpening]
    actions: Sequence[ActionStanding]
    followed_up_by: str
    """The reference of the assessment that follows a quick screen up; "" before it is started."""

    @property
    def late(self) -> bool:
        """Whether it came before any recorded regard: a signature, or a quick screen completed before it."""
        screen, statement = self.basis.screen, self.basis.statement
        if screen is not None and self.came_before_it(screen.completed_at):
            return False
        if self.case is None:
            return statement is None or not self.came_before_it(statement.signed_at)
        return any(came_late(self.case, one) for one in self.row.written)

    def came_before_it(self, at: datetime) -> bool:
        return at.replace(second=0, microsecond=0) <= self.row.decided_at  # its time is known to the minute

    @property
    def available(self) -> list[tuple[str, datetime]]:
        """What came when, in words and instants, in the order in which it came."""
        meeting, statement = self.item.meeting, self.basis.statement
        found: list[tuple[str, datetime]] = []
        if statement is not None:
            found.append(("Equality statement signed", statement.signed_at))
        if meeting is not None and meeting.circulated_at is not None:
            found.append(("Agenda circulated", meeting.circulated_at))
        if self.basis.screen is not None:
            found.append(("Quick screen completed", self.basis.screen.completed_at))
        found.sort(key=itemgetter(1))
        before = [one for one in found if self.came_before_it(one[1])]
        return [*before, ("Decided", self.row.decided_at), *found[len(before) :]]

    @property
    def principles(self) -> list[Principle]:
        return list(_principles(self))


def record_of(session: Session, item: AgendaItem) -> RegardRecord | None:
    """None while nothing was decided."""
    rows = decisions_of(session, item.id)
    if not rows:
        return None
    row = rows[-1]
    basis = Basis(
        session.get(EqualityStatement, row.statement_id) if row.statement_id else None,
        session.get(QuickScreen, row.quick_screen_id) if row.quick_screen_id else None,
        session.get(GateOverride, row.override_id) if row.override_id else None,
    )
    case = load_case(session, row.version_id) if row.version_id else None
    actions = select(ActionStanding).where(ActionStanding.version_id == row.version_id)
    actions = actions.options(joinedload(ActionStanding.mitigation), joinedload(ActionStanding.owner))
    return RegardRecord(
        item, row, rows[:-1], basis, case, deciders_of(session, item, basis), openings_of(session, item),
        session.scalars(actions.order_by(ActionStanding.due, ActionStanding.mitigation_id)).all() if case else [],
        _followed_up_by(session, item) if basis.screen else "",
    )  # fmt: skip


def _followed_up_by(session: Session, item: AgendaItem) -> str:
    found = assessment_of(session, item.subject_id) if item.subject_id else None
    return found.reference if found else ""


def _principles(kept: RegardRecord) -> Iterator[Principle]:
    case, row = kept.case, kept.row
    sat = [one for one in kept.deciders if not one.away and one.interest is None]
    silent = [one.person.name for one in sat if one.declared is None and not one.openings]
    yield Principle(
        1, "Those who decide know the duty", *_either(
            bool(sat) and not silent, "Each of them declared regard, or opened what was put before them",
            f"Nothing is recorded of {', '.join(silent)}" if silent else "Nobody who decides is on record"), "deciders",
    )  # fmt: skip
    yield Principle(
        2, "Regard comes before and at the time of the decision",
        *_either(not kept.late, _regard_before(kept), "No regard is recorded before the decision"), "when",
    )  # fmt: skip
    yield _of_assessment(3, "With substance, rigour and an open mind", case, "options",
                         len(case.version.options) if case else 0, "option")  # fmt: skip
    yield Principle(
        4, "It is not delegated", *_either(
            bool(row.regard), "The statement of regard of those who decided", "No statement of regard"), "regard",
    )  # fmt: skip
    review = case.answer("review", "review_day") if case else ""
    yield Principle(
        5, "It goes on", *_either(
            bool(review or kept.actions or row.conditions or kept.basis.screen),
            "A review is planned, actions are followed up, or a full assessment follows",
            "No review and no action"), "since",
    )  # fmt: skip
    yield Principle(6, "It is on record", FOUND, "This record, and the trail of the meeting", "decision")
    yield _of_assessment(7, "They have enough information", case, "basis",
                         len(case.version.evidence) + len(case.version.gaps) if case else 0,
                         "source or gap of the evidence", "sources and gaps of the evidence")  # fmt: skip
    yield _of_assessment(8, "Impacts are understood; then their weight is for those who decide", case, "basis",
                         len(case.version.impacts) + len(case.version.mitigations) if case else 0,
                         "finding or measure", "findings and measures")  # fmt: skip
    yield _of_assessment(9, "What people said reaches them, honestly", case, "consultation",
                         len(case.version.consultations) if case else 0, "consultation")  # fmt: skip
    yield Principle(10, "It is applied, not only recited", BY_HAND,
                    "Read the statement of regard: does it name what the assessment found?", "regard")  # fmt: skip


def _regard_before(kept: RegardRecord) -> str:
    if kept.basis.screen is not None and kept.came_before_it(kept.basis.screen.completed_at):
        return "A quick screen was completed before it was decided"
    return "Signed before it was decided"


def _either(found: bool, where: str, missing: str) -> tuple[str, str]:
    return (FOUND, where) if found else (NONE, missing)


def _of_assessment(
    number: int, words: str, case: Case | None, anchor: str, count: int, one: str, many: str = ""
) -> Principle:
    """What only an assessment can show; without one a person reads the reason or the quick screen."""
    if case is None:
        return Principle(number, words, BY_HAND, "No assessment is attached: read what stands in its place", "basis")
    if count:
        return Principle(number, words, FOUND, counted(count, one, many), anchor)
    if case.state == "screened_out":
        return Principle(number, words, BY_HAND, "Screened out: read the reasons given in the screening", "basis")
    return Principle(number, words, NONE, f"No {one}", anchor)
