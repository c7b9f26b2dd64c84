"""Who may read a meeting: one table, relation by stage, and the SQL expression made from it.

Lists, pages, packs and every other address use `part_of`, so what is listed and what is read cannot drift apart.

What somebody has to do with is looked up once for a statement (`among`), not once for each meeting it looks at.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, or_, select

from eia import clock
from eia.meetings.models import AgendaItem, Body, BodyMember, ItemDecision, Meeting, body_organisation
from eia.meetings.models.bodies import DECIDING
from eia.people.offices import Office
from eia.people.queries import KEPT, Standings
from eia.plans import among

RUNNING = ("chair", "deputy_chair", "secretary")
"""The roles whose holders run the meetings of a body."""
STAGES = {
    "before its agenda is out": Meeting.circulated_at.is_(None),
    "once its agenda is out": Meeting.circulated_at.is_not(None),
}
"""One that is cancelled in draft was never out, and is read as it was."""


class Part(IntEnum):
    """How much of a meeting somebody may read; each includes those before."""

    NONE = 0
    TITLE = 1
    """That it takes place: body, day, time and place."""
    OPEN = 2
    """The agenda; restricted items as "restricted"."""
    RESTRICTED = 3
    """The restricted items too."""
    LEGAL = 4
    """Legal advice too."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a person stands to a meeting, in SQL over Meeting and Body, and what they may read when."""

    words: str
    holds: Callable[[Standings, date], ColumnElement[bool]]
    reads: tuple[Part, Part]
    """While it is drafted, once its agenda is out."""
    between: Part
    """How much of an item between meetings, until it is decided; afterwards as once an agenda is out."""


def in_role(by: Standings, day: date, roles: tuple[str, ...]) -> ColumnElement[bool]:
    """SQL over Body: whether this person sits in it in one of these roles on that day."""
    sits = select(BodyMember.body_id).where(
        BodyMember.person_id == by.person_id,
        BodyMember.role.in_(roles),
        BodyMember.from_day <= day,
        or_(BodyMember.until_day.is_(None), BodyMember.until_day >= day),
    )
    return among(Body.id, sits)


def _runs(by: Standings, day: date) -> ColumnElement[bool]:
    keeps = sorted(by.organisations_of(Office.SECRETARY))
    return or_(in_role(by, day, RUNNING), Body.organisation_id.in_(keeps) if keeps else false())


def _decides(by: Standings, day: date) -> ColumnElement[bool]:
    return or_(in_role(by, day, DECIDING), Body.decider_id == by.person_id)


def _attends(by: Standings, day: date) -> ColumnElement[bool]:
    return in_role(by, day, ("in_attendance",))


def _checks(by: Standings, day: date) -> ColumnElement[bool]:
    offices = (Office.ADVISER, Office.APPROVER, Office.AUDITOR)
    return _for({organisation for office in offices for organisation in by.organisations_of(office)})


def _reports(by: Standings, day: date) -> ColumnElement[bool]:
    mine = select(AgendaItem.meeting_id).where(
        AgendaItem.meeting_id.is_not(None), AgendaItem.author_id == by.person_id, AgendaItem.removed_at.is_(None)
    )
    return among(Meeting.id, mine)


def _staff(by: Standings, day: date) -> ColumnElement[bool]:
    return _for({by.organisation_id})


def _for(organisations: set[int]) -> ColumnElement[bool]:
    """SQL over Body: whether it decides for one of these organisations."""
    binds = select(body_organisation.c.body_id).where(body_organisation.c.organisation_id.in_(sorted(organisations)))
    return among(Body.id, binds) if organisations else false()


NONE, TITLE, OPEN, RESTRICTED, LEGAL = Part
Way = tuple[Part, ColumnElement[bool]]
When = tuple[ColumnElement[bool], Part]
RELATIONS = (
    Relation("whoever runs it: chair, deputy chair or secretary", _runs, (LEGAL, LEGAL), LEGAL),
    Relation("a member who decides", _decides, (TITLE, LEGAL), LEGAL),
    Relation("somebody in attendance", _attends, (TITLE, OPEN), NONE),
    Relation(
        "an adviser, approver or auditor of an organisation it decides for", _checks, (TITLE, RESTRICTED), RESTRICTED
    ),
    Relation("the author of a report to it", _reports, (OPEN, OPEN), OPEN),
    Relation("anyone in an organisation it decides for", _staff, (NONE, OPEN), NONE),
)


def part_of(by: Standings) -> ColumnElement[int]:
    """SQL over Meeting and Body for how much of a meeting this person may read."""
    return _part_of(by, clock.today())


def reads(by: Standings, part: Part) -> ColumnElement[bool]:
    """SQL over Meeting and Body for whether this person may read at least that much."""
    return _reads(by, part, clock.today())


def part_of_meeting(by: Standings) -> Select[int]:
    """The statement that asks it of the meeting `meeting_id`."""
    return _part_of_meeting(by, clock.today())


def item_part_of(by: Standings) -> ColumnElement[int]:
    """SQL over AgendaItem, Body and, where there is one, Meeting, for how much of an item this person may read."""
    return _item_part_of(by, clock.today())


def knows_body(by: Standings) -> ColumnElement[bool]:
    """SQL over Body: whoever sits in it, runs it, or works for an organisation it decides for."""
    day = clock.today()
    return or_(_runs(by, day), _decides(by, day), _attends(by, day), _checks(by, day), _staff(by, day))


@lru_cache(KEPT)
def _part_of(by: Standings, day: date) -> ColumnElement[int]:
    ways: list[Way] = []
    for one in RELATIONS:
        ways += _ways(one.holds(by, day), [*zip(STAGES.values(), one.reads, strict=True)])
    return _most(ways)


@lru_cache(KEPT)
def _part_of_meeting(by: Standings, day: date) -> Select[int]:
    asked = select(_part_of(by, day)).select_from(Meeting).join(Meeting.body)
    return asked.where(Meeting.id == bindparam("meeting_id"))


@lru_cache(KEPT)
def _item_part_of(by: Standings, day: date) -> ColumnElement[int]:
    """As its meeting is read; without one by what it is between meetings. Its author always reads it."""
    decided = select(ItemDecision.id).where(ItemDecision.item_id == AgendaItem.id).correlate(AgendaItem).exists()
    between = AgendaItem.meeting_id.is_(None)
    ways: list[Way] = [(Part.OPEN, AgendaItem.author_id == by.person_id)]
    for one in RELATIONS:
        stages: list[When] = [*zip(STAGES.values(), one.reads, strict=True)]
        stages += [(between, one.between), (and_(between, decided), one.reads[1])]
        ways += [way for way in _ways(one.holds(by, day), stages) if way[0] >= Part.OPEN]
    return _most(ways)


def _ways(holds: ColumnElement[bool], stages: Sequence[When]) -> Iterator[Way]:
    """How much somebody reads who stands so, and when; each amount once, so that it is asked as seldom as can be."""
    for part in {part for _, part in stages}:
        then = [stage for stage, may in stages if may == part]
        yield part, holds if len(then) == len(stages) else and_(or_(*then), holds)


def _most(ways: Sequence[Way]) -> ColumnElement[int]:
    """The first that holds decides, so whatever opens most is asked first."""
    ordered = sorted((way for way in ways if way[0] > Part.NONE), key=itemgetter(0), reverse=True)
    return case(*((holds, int(part)) for part, holds in ordered), else_=int(Part.NONE))


@lru_cache(KEPT)
def _reads(by: Standings, part: Part, day: date) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    for relation in RELATIONS:
        then = [stage for stage, may in zip(STAGES.values(), relation.reads, strict=True) if may >= part]
        if then:
            holds = relation.holds(by, day)
            ways.append(holds if len(then) == len(STAGES) else and_(or_(*then), holds))
    return or_(*ways) if ways else false()
