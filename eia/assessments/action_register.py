"""The register of actions across assessments: one read for the page, the table to download and the calendar.

Only actions of versions a person may read whole, and their own; ordered by the day they are due, then by id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, Subquery, and_, func, or_, select, union, union_all
from sqlalchemy.orm import Session, aliased

from eia import clock
from eia.assessments.action_case import NONE, UNDER_WAY
from eia.assessments.contracts import other_actions
from eia.assessments.models import (
    ActionAbout,
    ActionProgress,
    ActionStanding,
    Assessment,
    Impact,
    Mitigation,
    ScreeningCell,
    Version,
)
from eia.assessments.models.living import STATUSES
from eia.assessments.owing import one_by_one
from eia.assessments.readers import Part, found_elsewhere, reads, reads_what_they_lead
from eia.frameworks.loader import shipped
from eia.people.models import Organisation, Person
from eia.people.queries import Standings
from eia.subjects.models import Subject

PAGE = 50
ACTION, OTHER = "assessments.action", "c"
"""The page of an action of an assessment, and the letter before the number of any other in a key."""
BATCH = 500
LAST = 2**31 - 1
"""No number of an action comes after it."""
COUNTED = 1_000
"""Totals stop counting here: "1,000+"."""
IN_ORDER = (ActionStanding.due, ActionStanding.mitigation_id)
LISTS = {
    "open": "Still open",
    "overdue": "Overdue",
    "to_agree": "Waiting for a second person",
    **{status: title for status, title in STATUSES.items() if status not in ("done", "drop_proposed")},
    "all": "All",
}
"""What the register can be narrowed to, in words."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody asked to see. Words that mean nothing here are as good as none."""

    mine: bool = False
    listed: str = "open"
    organisation: str = ""
    characteristic: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One action, as the register, the table and the calendar say it."""

    id: int
    what: str
    measure: str
    reference: str
    number: int
    title: str
    lead: str
    owner: str
    organisation: str
    due: date
    status: str
    is_open: bool
    note: str
    noted_at: datetime | None
    proof: str
    result: str
    before: str
    after: str
    target: str
    framework: str
    endpoint: str = ACTION
    """Its page: of another floor where the action is no assessment's."""

    @property
    def address(self) -> dict[str, Any]:
        if self.endpoint != ACTION:
            return {"condition_id": self.id}
        return {"reference": self.reference, "number": self.number, "action_id": self.id}

    @property
    def where(self) -> str:
        """The version it belongs to, or the body that decided it."""
        return f"{self.reference}, version {self.number}" if self.number else self.reference

    @property
    def overdue(self) -> bool:
        return self.status in UNDER_WAY and self.is_open and self.due < clock.today()

    @property
    def harm(self) -> tuple[str, str, str]:
        """Before, as it is now reported, and the target, in words."""
        return self._in_words(self.before), self._in_words(self.after), self._in_words(self.target)

    def _in_words(self, level: str) -> str:
        known = shipped().get(self.framework)
        if level == NONE or not level or known is None:
            return "None" if level == NONE else level
        return known.level(level).title

    @property
    def key(self) -> str:
        """Where the next page goes on: of one day, actions of assessments come first."""
        return f"{self.due.isoformat()}~{'' if self.endpoint == ACTION else OTHER}{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    lines: Sequence[Line]
    after: str
    """The key of the last line when there are more; else ""."""
    total: int
    """At most `COUNTED` + 1."""


def page_of(session: Session, by: Standings, wanted: Filter, *, after: str = "") -> Page:
    """Fifty actions after that key. A constant number of queries, however many there are."""
    found = _read(session, by, wanted, after, PAGE + 1)
    lines = found[:PAGE]
    counted = select(func.count()).select_from(_first(by, wanted, COUNTED + 1).limit(COUNTED + 1).subquery())
    total, others = session.scalar(counted) or 0, other_actions()
    if others is not None:
        total = min(total + others.count(session, by, wanted, COUNTED + 1), COUNTED + 1)
    return Page(lines, lines[-1].key if len(found) > PAGE else "", total)


def every_line(session: Session, by: Standings, wanted: Filter) -> Iterator[Line]:
    """All of them, read in batches by the same read as the page."""
    after = ""
    while lines := _read(session, by, wanted, after, BATCH):
        yield from lines
        if len(lines) < BATCH:
            return
        after = lines[-1].key


def organisations_with_actions(session: Session, by: Standings) -> Sequence[Row[str, str]]:
    """(code, name) of those whose actions this person may see, by name."""
    theirs = ActionStanding.organisation_id == Organisation.id
    led = reads_what_they_lead(by, Part.ALL, "afterwards")
    of_led = select(ActionStanding.mitigation_id).where(theirs, ActionStanding.lead_id.in_(led)).exists()
    of_others = select(ActionStanding.organisation_id).where(ActionStanding.mitigation_id.in_(_elsewhere(by, led)))
    wanted, others = or_(one_by_one(of_led), Organisation.id.in_(of_others)), other_actions()
    if others is not None:
        wanted = or_(wanted, Organisation.id.in_(others.organisations(by)))
    query = select(Organisation.code, Organisation.name).where(wanted)
    return session.execute(query.order_by(Organisation.name)).all()


def characteristics() -> dict[str, str]:
    """Key -> title, of every framework that comes with the engine, in its order."""
    return {c.key: c.title for framework in shipped().values() for c in framework.characteristics}


def _read(session: Session, by: Standings, wanted: Filter, after: str, most: int) -> list[Line]:
    """The ids first, along the index of the list; then what those few say. Those of other floors stand among them."""
    own, other = _key(after)
    found = _first(by, wanted, most, own).subquery()
    query = _lines(found).order_by(*IN_ORDER).limit(most)
    lines, others = [Line(*row) for row in session.execute(query)], other_actions()
    if others is None:
        return lines
    lines += others.read(session, by, wanted, other, most)
    return sorted(lines, key=lambda line: (line.due, line.endpoint != ACTION, line.id))[:most]


def _key(after: str) -> tuple[tuple[date, int] | None, tuple[date, int] | None]:
    """Where the actions of assessments go on after a key, and where all others do; None for anything else."""
    day, _, number = after.partition("~")
    other, number = number.startswith(OTHER), number.removeprefix(OTHER)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None, None
    try:
        key = date.fromisoformat(day), int(number)
    except ValueError:
        return None, None
    return ((key[0], LAST), key) if other else (key, (key[0], 0))


def _first(by: Standings, wanted: Filter, most: int, after: tuple[date, int] | None = None) -> CompoundSelect[int]:
    """The ids of the first of each side: those of the whole list are among them."""
    sides = _sides(by, wanted)
    if after is not None:
        day, last = after
        later = and_(ActionStanding.due == day, ActionStanding.mitigation_id > last)
        sides = [side.where(or_(ActionStanding.due > day, later)) for side in sides]
    firsts = [side.order_by(*IN_ORDER).limit(most).subquery() for side in sides]
    return union_all(*(select(first.c.mitigation_id) for first in firsts))


def _sides(by: Standings, wanted: Filter) -> list[Select[int]]:
    """The actions of what each organisation leads that this person reads, and those of what they may read elsewhere.

    Each side is read along an index: what others do costs nobody anything.
    """
    actions = select(ActionStanding.mitigation_id).where(*_listed(wanted.listed))
    if wanted.mine:
        actions = actions.where(ActionStanding.owner_id == by.person_id)
    if wanted.organisation:
        whose = select(Organisation.id).where(Organisation.code == wanted.organisation)
        actions = actions.where(ActionStanding.organisation_id == whose.scalar_subquery())
    if wanted.characteristic:
        about = select(ActionAbout.mitigation_id).where(
            ActionAbout.characteristic == wanted.characteristic,
            ActionAbout.mitigation_id == ActionStanding.mitigation_id,
        )
        actions = actions.where(about.exists())
    led = reads_what_they_lead(by, Part.ALL, "afterwards")
    return [
        *(actions.where(ActionStanding.lead_id == one) for one in led),
        actions.where(ActionStanding.mitigation_id.in_(_elsewhere(by, led))),
    ]


def _elsewhere(by: Standings, led: list[int]) -> CompoundSelect[int]:
    """The actions they may read of what others lead, and their own there."""
    readable = (
        select(Version.id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Version.id.in_(found_elsewhere(by)), Assessment.organisation_id.not_in(led), reads(by, Part.ALL))
    )
    actions = select(ActionStanding.mitigation_id)
    return union(
        actions.where(ActionStanding.version_id.in_(readable)),
        actions.where(ActionStanding.owner_id == by.person_id, ActionStanding.lead_id.not_in(led)),
    )


def _listed(name: str) -> tuple[ColumnElement[bool], ...]:
    if name == "all":
        return ()
    if name == "overdue":
        late = ActionStanding.due < clock.today()
        return ActionStanding.is_open.is_(True), ActionStanding.status.in_(UNDER_WAY), late
    if name == "to_agree":
        return (ActionStanding.status.in_(("done", "drop_proposed")), ActionStanding.is_open.is_(True))
    if name in STATUSES:
        return (ActionStanding.status == name,)
    return (ActionStanding.is_open.is_(True),)


def _lines(found: Subquery) -> Select[*tuple[Any, ...]]:
    """Everything a line says: columns alone, so that thousands cost no more memory than fifty.

    The ids come first: of eleven tables PostgreSQL takes the last as they are written, and would read all of them.
    """
    lead, whose = aliased(Organisation), aliased(Organisation)
    query: Select[*tuple[Any, ...]] = (
        select(
            ActionStanding.mitigation_id, Mitigation.what, Mitigation.measure, Assessment.reference, Version.number,
            Subject.title, lead.name, Person.name, whose.name, ActionStanding.due, ActionStanding.status,
            ActionStanding.is_open, func.coalesce(ActionProgress.note, ""), ActionProgress.noted_at,
            func.coalesce(ActionProgress.proof, ""), func.coalesce(ActionProgress.result, ""),
            func.coalesce(Impact.how_bad, ScreeningCell.level, ""), func.coalesce(ActionProgress.residual, ""),
            Mitigation.residual, Version.framework,
        )
        .select_from(found)
        .join(ActionStanding, ActionStanding.mitigation_id == found.c.mitigation_id)
        .join(Version, Version.id == ActionStanding.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .join(Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .join(Person, Person.id == ActionStanding.owner_id)
        .join(whose, whose.id == ActionStanding.organisation_id)
        .join(lead, lead.id == Assessment.organisation_id)
        .outerjoin(ActionProgress, ActionProgress.id == ActionStanding.last_note_id)
        .outerjoin(Impact, Impact.id == Mitigation.impact_id)
        .outerjoin(ScreeningCell, ScreeningCell.id == Mitigation.cell_id)
    )  # fmt: skip
    return query
