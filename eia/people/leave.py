"""Who is away, on which days: asked by the ladder of reminders, which pauses for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.people.models import Leave

LONGEST_LEAVE = timedelta(days=366)
Days = tuple[date, date]
"""The first and the last day of one leave."""


@dataclass(frozen=True, slots=True)
class Away:
    """Person -> their leaves, as far as they reach into the days that were asked for."""

    leaves: Mapping[int, Sequence[Days]]

    def on(self, day: date) -> set[int]:
        return {person for person, leaves in self.leaves.items() if any(first <= day <= last for first, last in leaves)}

    def everybody(self, people: Collection[int], day: date) -> bool:
        """Whether there is somebody to ask, and all of them are away."""
        return bool(people) and all(self._is_away(person, day) for person in people)

    def working_days_lost(self, people: Collection[int], start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`, on which all of them were away."""
        if not people or any(person not in self.leaves for person in people):
            return 0
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(clock.is_working_day(day) and self.everybody(people, day) for day in days)

    @property
    def longest(self) -> timedelta:
        spans = (last - first for leaves in self.leaves.values() for first, last in leaves)
        return max((span + timedelta(days=1) for span in spans), default=timedelta())

    def _is_away(self, person: int, day: date) -> bool:
        return any(first <= day <= last for first, last in self.leaves.get(person, ()))


def away_between(session: Session, first: date, last: date) -> Away:
    """Everybody's leave in these days; one that was ended early reaches to the day before it was."""
    query = select(Leave).where(Leave.until_day >= first, Leave.from_day <= last)
    found: dict[int, list[Days]] = defaultdict(list)
    for leave in session.scalars(query.order_by(Leave.id)):
        if leave.last_day >= leave.from_day:
            found[leave.person_id].append((leave.from_day, leave.last_day))
    return Away(found)


def leaves_to_come(session: Session, person_id: int) -> Sequence[Leave]:
    """The leave a person is on or will be on, the earliest first."""
    query = select(Leave).where(
        Leave.person_id == person_id, Leave.until_day >= clock.today(), Leave.ended_at.is_(None)
    )
    return session.scalars(query.order_by(Leave.from_day, Leave.id)).all()
