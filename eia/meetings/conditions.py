"""Conditions that bodies track themselves, for the lists of the floors around: the register of actions, home,
reminders and the ladder, and what somebody leaves behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from eia import clock
from eia.assessments.afterwards.action_case import UNDER_WAY
from eia.assessments.afterwards.action_register import Line
from eia.assessments.afterwards.action_statements import Filter
from eia.assessments.reminding.waiting import Waits
from eia.meetings.models import (
    AgendaItem,
    Body,
    BodyMember,
    ConditionNote,
    ConditionStanding,
    DecisionCondition,
    ItemDecision,
    Meeting,
)
from eia.meetings.readers import RUNNING, Part, item_part_of
from eia.people.models import Organisation, Person
from eia.people.queries import FEW, Standings

IN_ORDER = (ConditionStanding.due, ConditionStanding.condition_id)
Owing = Select[ConditionStanding, str, AgendaItem, ConditionNote]
PERSON, MOST = bindparam("person", type_=Integer), bindparam("most", type_=Integer)
TO_AGREE = ("done", "drop_proposed")


@dataclass(frozen=True, slots=True)
class Owed:
    """A condition with what is said of it beside its row."""

    standing: ConditionStanding
    what: str
    item: AgendaItem
    last: ConditionNote | None

    @property
    def since(self) -> datetime | None:
        """Since when it waits for somebody else."""
        return self.last.noted_at if self.last else None

    @property
    def page(self) -> dict[str, object]:
        return {"endpoint": "meetings.condition", "values": {"condition_id": self.standing.condition_id}}


class _InRegister:
    """What stands in the register of actions beside those of assessments (`eia/assessments/contracts.py`)."""

    def read(
        self, session: Session, by: Standings, wanted: Filter, after: tuple[date, int] | None, most: int
    ) -> list[Line]:
        """Those this person may read, in the order of the register, after that day and id."""
        return _read(session, by, wanted, after, most)

    def count(self, session: Session, by: Standings, wanted: Filter, most: int) -> int:
        return session.scalar(_counted(by, wanted, clock.today()), {"most": most}) or 0

    def organisations(self, by: Standings) -> Select[int]:
        """The ids of those with a condition that this person may read."""
        return _readable(by, Filter(listed="all"), clock.today()).with_only_columns(ConditionStanding.organisation_id)


IN_REGISTER = _InRegister()


def _read(session: Session, by: Standings, wanted: Filter, after: tuple[date, int] | None, most: int) -> list[Line]:
    given = {"most": most} | (dict(zip(("day", "last"), after, strict=True)) if after else {})
    return [_line(row, by) for row in session.execute(_page(by, wanted, clock.today(), bool(after)), given)]


@lru_cache(FEW)
def _counted(by: Standings, wanted: Filter, today: date) -> Select[int]:
    return select(func.count()).select_from(_readable(by, wanted, today).limit(MOST).subquery())


@lru_cache(FEW)
def _page(by: Standings, wanted: Filter, today: date, goes_on: bool) -> Select[*tuple[Any, ...]]:
    owner, whose, keeps = aliased(Person), aliased(Organisation), aliased(Organisation)
    query = (
        _readable(by, wanted, today)
        .add_columns(
            DecisionCondition.what, AgendaItem.title, item_part_of(by), AgendaItem.restricted,
            AgendaItem.author_id, Body.name, keeps.name, owner.name, whose.name, ConditionNote.words,
            ConditionNote.noted_at, ConditionNote.proof, ConditionStanding.due, ConditionStanding.status,
            ConditionStanding.is_open,
        )
        .join(owner, owner.id == ConditionStanding.owner_id)
        .join(whose, whose.id == ConditionStanding.organisation_id)
        .join(keeps, keeps.id == Body.organisation_id)
        .outerjoin(ConditionNote, ConditionNote.id == ConditionStanding.last_note_id)
        .order_by(*IN_ORDER)
        .limit(MOST)
    )  # fmt: skip
    if goes_on:
        day = bindparam("day", type_=Date)
        later = and_(ConditionStanding.due == day, ConditionStanding.condition_id > bindparam("last"))
        query = query.where(or_(ConditionStanding.due > day, later))
    return query


def _line(row: Sequence[Any], by: Standings) -> Line:
    number, what, title, part, restricted, author, body, keeper, owner, theirs, *rest = row
    words, at, proof, due, status, is_open = rest
    shows = author == by.person_id or part >= (Part.RESTRICTED if restricted else Part.OPEN)
    return Line(
        number, what, "", body, 0, title if shows else "A restricted item", keeper, owner, theirs,
        due, status, is_open, words or "", at, proof or "", "", "", "", "", "",
        endpoint="meetings.condition",
    )  # fmt: skip


def _readable(by: Standings, wanted: Filter, today: date) -> Select[int]:
    """Whoever owns it, and whoever reads the item whole; nothing where a characteristic is asked for: it has none."""
    part = item_part_of(by)
    whole = or_(part >= Part.RESTRICTED, and_(part >= Part.OPEN, AgendaItem.restricted.is_(False)))
    mine = ConditionStanding.owner_id == by.person_id
    query = (
        select(ConditionStanding.condition_id)
        .join(DecisionCondition, DecisionCondition.id == ConditionStanding.condition_id)
        .join(ItemDecision, ItemDecision.id == DecisionCondition.decision_id)
        .join(AgendaItem, AgendaItem.id == ItemDecision.item_id)
        .join(Body, Body.id == AgendaItem.body_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(mine if wanted.mine else or_(mine, whole), *_listed(wanted.listed, today))
    )
    if wanted.characteristic:
        return query.where(ConditionStanding.condition_id < 0)
    if wanted.organisation:
        of = select(Organisation.id).where(Organisation.code == wanted.organisation).scalar_subquery()
        query = query.where(ConditionStanding.organisation_id == of)
    return query


def _listed(name: str, today: date) -> tuple[ColumnElement[bool], ...]:
    if name == "all":
        return ()
    if name == "overdue":
        late = ConditionStanding.due < today
        return ConditionStanding.is_open.is_(True), ConditionStanding.status.in_(UNDER_WAY), late
    if name == "to_agree":
        return ConditionStanding.is_open.is_(True), ConditionStanding.status.in_(TO_AGREE)
    if name == "open":
        return (ConditionStanding.is_open.is_(True),)
    return (ConditionStanding.status == name,)


def conditions_not_met(
    session: Session, first: date, last: date, *, owner_id: int = 0, most: int = 10**9
) -> list[Owed]:
    """Those due in these days that somebody still has to do, the earliest first."""
    given = {"first": first, "until": last, "person": owner_id, "most": most}
    return _found(session, not_met(bool(owner_id)), given)


@cache
def not_met(of_one: bool) -> Owing:
    first, last = bindparam("first", type_=Date), bindparam("until", type_=Date)
    query = _owed().where(ConditionStanding.due.between(first, last), ConditionStanding.status.in_(UNDER_WAY))
    return (query.where(ConditionStanding.owner_id == PERSON) if of_one else query).limit(MOST)


def conditions_owned(session: Session, person_id: int) -> list[Owed]:
    return _found(session, _owed().where(ConditionStanding.owner_id == person_id))


def conditions_to_agree(session: Session, person_id: int, most: int) -> list[Owed]:
    """Those reported that wait for this person: they run the body or decided it, and are neither owner nor reporter."""
    return _found(session, to_agree(), {"person": person_id, "today": clock.today(), "most": most})


@cache
def to_agree() -> Owing:
    today = bindparam("today", type_=Date)
    seat = select(BodyMember.body_id).where(
        BodyMember.person_id == PERSON, BodyMember.role.in_(RUNNING), BodyMember.from_day <= today,
        or_(BodyMember.until_day.is_(None), BodyMember.until_day >= today),
    )  # fmt: skip
    query = _owed().where(
        ConditionStanding.status.in_(TO_AGREE), ConditionStanding.owner_id != PERSON,
        ConditionNote.noted_by != PERSON,
        or_(AgendaItem.body_id.in_(seat), Body.decider_id == PERSON, ItemDecision.decider_id == PERSON),
    )  # fmt: skip
    return query.limit(MOST)


def conditions_that_wait(session: Session, first: date, today: date) -> Iterator[Waits]:
    """For the ladder: those overdue, and those nobody has answered. A mail names no condition of a restricted item."""
    found = _found(session, _owed().where(or_(ConditionStanding.due >= first, ConditionStanding.status.in_(TO_AGREE))))
    bodies = {one.item.body_id for one in found}
    runs: dict[int, set[int]] = {body: set() for body in bodies}
    query = select(BodyMember).where(BodyMember.body_id.in_(sorted(bodies)), BodyMember.role.in_(RUNNING))
    for member in session.scalars(query.options(joinedload(BodyMember.person))) if bodies else ():
        if member.sits_on(today):
            runs[member.body_id].add(member.person_id)
    for one in found:
        waits, answering = one.standing.status in TO_AGREE, frozenset({*runs[one.item.body_id], one.item.author_id})
        since = clock.london(one.last.noted_at).date() if waits and one.last else one.standing.due
        if since < first or (not waits and since >= today):
            continue
        says = told_of(one) | {"day": since, "owner": one.standing.owner.name}
        owner, author, lead = one.standing.owner_id, one.item.author_id, one.item.body.organisation_id
        number = one.standing.condition_id
        if waits:
            never = frozenset({owner, one.last.noted_by if one.last else 0})
            yield Waits("agree_condition", number, since, answering, author, lead, says, never)
        else:
            yield Waits("condition", number, since, frozenset({owner}), author, lead, says, answering=answering)


def told_of(one: Owed) -> dict[str, object]:
    """What a reminder says of it."""
    title = "a restricted item" if one.item.restricted else one.item.title
    return {
        "body": one.item.body.name, "title": title, "what": "" if one.item.restricted else one.what,
        "day": one.standing.due, "page": one.page,
    }  # fmt: skip


def _owed() -> Owing:
    return (
        select(ConditionStanding, DecisionCondition.what, AgendaItem, ConditionNote)
        .join(DecisionCondition, DecisionCondition.id == ConditionStanding.condition_id)
        .join(ItemDecision, ItemDecision.id == DecisionCondition.decision_id)
        .join(AgendaItem, AgendaItem.id == ItemDecision.item_id)
        .join(AgendaItem.body)
        .outerjoin(ConditionNote, ConditionNote.id == ConditionStanding.last_note_id)
        .where(ConditionStanding.is_open.is_(True))
        .options(joinedload(ConditionStanding.owner), contains_eager(AgendaItem.body))
        .order_by(*IN_ORDER)
    )


def _found(session: Session, query: Owing, given: Mapping[str, object] | None = None) -> list[Owed]:
    return [Owed(*row) for row in session.execute(query, given)]
