"""The ladder: who hears of what waits too long, after how many working days, one rung after another.

Days are working days, so weekends and bank holidays count for nothing, and nothing is told on them. The first person to
hear is always whoever has to do it; each rung is told once; everything a person hears of goes in one message a day.
Days on which all who hold something are away do not count, and whoever acts for them hears of it at once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.reminding.waiting import Waits, everything_that_waits
from eia.people.leave import LONGEST_LEAVE, Away, away_between
from eia.people.models import Deputy, Person
from eia.people.offices import Office
from eia.people.queries import deputy_in_force_on, heads_of, holders


@dataclass(frozen=True, slots=True)
class Rung:
    """After so many working days these people are told. `words` says who they are."""

    after: int
    whom: str
    words: str


NO_HEAD = "the approvers of the lead organisation when there is none"
LADDERS: Mapping[str, tuple[Rung, ...]] = {
    "action": (
        Rung(
            5,
            "around",
            "the owner’s deputies, the author and the owner of what is assessed; for a condition also whoever set it",
        ),
        Rung(10, "head", f"the head of the owner’s unit; {NO_HEAD}"),
    ),
    "review": (
        Rung(5, "deputies", "the author’s deputies; the owner of what is assessed when there is none"),
        Rung(10, "head", f"the head of the author’s unit; {NO_HEAD}"),
    ),
    "idle": (
        Rung(10, "holders", "the author"),
        Rung(20, "deputies", "the author’s deputies; the owner of what is assessed when there is none"),
        Rung(30, "head", f"the head of the author’s unit; {NO_HEAD}"),
    ),
    "check": (
        Rung(3, "holders", "the adviser who claimed it, else every adviser, and their deputies"),
        Rung(6, "second", "the author"),
        Rung(10, "approvers", "the approvers of the lead organisation"),
    ),
    "sign": (
        Rung(3, "holders", "the approvers who have not answered, on a route whoever’s turn it is, and their deputies"),
        Rung(6, "second", "the author"),
        Rung(10, "approvers", "the approvers of the lead organisation"),
    ),
    "confirm": (
        Rung(5, "holders", "the author and the adviser who checked it, but for the owner and the reporter"),
        Rung(10, "approvers", "the approvers of the lead organisation"),
    ),
    "condition": (
        Rung(5, "around", "the owner’s deputies, whoever runs the body that decided it and the report author"),
        Rung(
            10,
            "head",
            "the head of the owner’s unit; the approvers of the organisation that keeps the body when there is none",
        ),
    ),
    "agree_condition": (
        Rung(5, "holders", "whoever runs the body and the report author, but for the owner and the reporter"),
        Rung(10, "approvers", "the approvers of the organisation that keeps the body"),
    ),
}
"""What waits -> its rungs. The owner of an action, and author and owner of a review, hear of the day itself before."""
TITLES = {
    "action": "An action is overdue",
    "review": "A review is overdue",
    "idle": "Nobody has written in a draft",
    "check": "A check waits",
    "sign": "A signature waits",
    "confirm": "An action waits to be confirmed",
    "condition": "A condition that a body tracks itself is overdue",
    "agree_condition": "Such a condition waits to be confirmed",
}
LONGEST = timedelta(days=70)
"""Whoever waits longer than this is told no more: every rung has been reached."""


@dataclass(frozen=True, slots=True)
class Told:
    """One rung reached, for one person. `key` names thing, day and rung: told once."""

    person: Person
    key: str
    says: dict[str, Any]


def climbing(session: Session, today: date) -> Iterator[Told]:
    """Every rung that has been reached, on a working day."""
    if not clock.working_days_between(today - timedelta(days=1), today):
        return
    away = away_between(session, today - LONGEST - LONGEST_LEAVE, today)
    waits = list(everything_that_waits(session, today - LONGEST - away.longest, today))
    around = Around(session, today, waits, away)
    for one in waits:
        lost = away.working_days_lost(around.answering_themselves(one), one.since, today)
        days = clock.working_days_between(one.since, today) - lost
        yield from _in_their_place(around, one, days)
        for number, rung in enumerate(LADDERS[one.kind], start=1):
            if days >= rung.after:
                for person in around.reached(rung.whom, one):
                    says = {**one.says, "kind": f"late_{one.kind}", "days": days}
                    yield Told(person, f"{one.kind}:{one.id}:{one.since}:rung{number}", says)


def _in_their_place(around: "Around", one: Waits, days: int) -> Iterator[Told]:
    """While all who hold it are away, whoever acts for them hears of it at once; else the next on the ladder."""
    if around.away.everybody(around.answering_themselves(one), around.today):
        says = {**one.says, "kind": f"late_{one.kind}", "days": days, "away": True}
        for person in around.reached("deputies", one) or around.reached("approvers", one):
            yield Told(person, f"{one.kind}:{one.id}:{one.since}:away", says)


@dataclass
class Around:
    """The people around what waits, looked up for all of it at once."""

    session: Session
    today: date
    waits: list[Waits]
    away: Away
    _approvers: dict[int, set[int]] = field(default_factory=dict)

    def reached(self, whom: str, one: Waits) -> list[Person]:
        """Nobody who is away: they are told once they are back, if it still waits then."""
        finds: dict[str, Callable[[Waits], set[int]]] = {
            "holders": lambda waits: set(waits.holders),
            "second": lambda waits: {waits.second},
            "deputies": self._deputies_or_second,
            "around": lambda waits: self._deputies_of(waits) | waits.answering,
            "approvers": self._of_the_lead,
            "head": self._head_or_approvers,
        }
        found = sorted(finds[whom](one) - one.never - self.away_today)
        return [self.people[person_id] for person_id in found if person_id in self.people]

    def answering_themselves(self, one: Waits) -> frozenset[int]:
        """The holders without those who only stand in for another of them."""
        return (one.holders - self._deputies_of(one)) or one.holders

    def _deputies_or_second(self, one: Waits) -> set[int]:
        return self._deputies_of(one) or {one.second}

    def _head_or_approvers(self, one: Waits) -> set[int]:
        """The head of the unit of whoever holds it, who neither is away nor may not be told."""
        heads = {self.heads[holder] for holder in one.holders if holder in self.heads}
        return (heads - one.holders - one.never - self.away_today) or self._of_the_lead(one)

    def _deputies_of(self, one: Waits) -> set[int]:
        return {deputy for holder in one.holders for deputy in self.deputies.get(holder, ())}

    def _of_the_lead(self, one: Waits) -> set[int]:
        if one.lead not in self._approvers:
            self._approvers[one.lead] = {p.id for p in holders(self.session, Office.APPROVER, [one.lead], self.today)}
        return self._approvers[one.lead]

    @cached_property
    def away_today(self) -> set[int]:
        return self.away.on(self.today)

    @cached_property
    def deputies(self) -> dict[int, set[int]]:
        """Person -> who acts for them today, in whichever office."""
        wanted = sorted({holder for one in self.waits for holder in one.holders})
        query = select(Deputy.principal_id, Deputy.deputy_id).where(
            Deputy.principal_id.in_(wanted), *deputy_in_force_on(self.today)
        )
        found: dict[int, set[int]] = {}
        for principal, deputy in self.session.execute(query):
            found.setdefault(principal, set()).add(deputy)
        return found

    @cached_property
    def heads(self) -> dict[int, int]:
        return heads_of(self.session, {holder for one in self.waits for holder in one.holders}, self.today)

    @cached_property
    def people(self) -> dict[int, Person]:
        """Everybody who may have to hear of something and has not left."""
        named = {p for one in self.waits for p in (*one.holders, one.second, *one.answering)}
        named |= {deputy for deputies in self.deputies.values() for deputy in deputies}
        named |= {p for one in self.waits for p in self._of_the_lead(one)} | set(self.heads.values())
        query = select(Person).where(Person.id.in_(sorted(named)), Person.closed_at.is_(None))
        return {person.id: person for person in self.session.scalars(query)}


def rungs_in_words() -> str:
    """The table of the ladder for docs/."""
    rows = ["| what waits | after | who is told |", "|---|---|---|"]
    rows += [
        f"| {TITLES[kind]} | {rung.after} working days | {rung.words} |"
        for kind, ladder in LADDERS.items()
        for rung in ladder
    ]
    return "\n".join(rows)
