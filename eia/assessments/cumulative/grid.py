"""The grid of live decisions: how many of them push the same way, for each group of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.cumulative.counted import Narrowed, counts
from eia.assessments.cumulative.people import frameworks_in_use, words_of
from eia.assessments.cumulative.touching import NOBODY
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standings


@dataclass(frozen=True, slots=True)
class Line:
    """One characteristic, or several together, with the number of live decisions in each cell."""

    about: str
    title: str
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Grid:
    lines: Sequence[Line]
    """First each characteristic, then those together that occur, those that most decisions touch first."""
    populations: Mapping[str, str]
    """Key -> title."""
    decisions: int
    """How many live decisions there are."""

    @property
    def touched(self) -> list[Line]:
        """Those that any decision touches."""
        return [line for line in self.lines if line.counts]

    @property
    def heaviest(self) -> list[tuple[Line, str, int]]:
        """Where more than one decision harms the same people, the most first: line, population, how many."""
        harmed = [
            (line, population, count)
            for line in self.lines
            for (population, way), count in line.counts.items()
            if way == "harms" and count > 1
        ]
        return sorted(harmed, key=lambda one: -one[2])[:3]


def organisations(session: Session, by: Standings) -> Mapping[str, tuple[int, str]]:
    """Code -> (id, name) of those this person works or acts for, their own first."""
    ids = {by.organisation_id, *(organisation for office in Office for organisation in by.organisations_of(office))}
    query = select(Organisation.code, Organisation.id, Organisation.name).where(Organisation.id.in_(sorted(ids)))
    found = session.execute(query.order_by(Organisation.id != by.organisation_id, Organisation.name))
    return {code: (number, name) for code, number, name in found}


def grid(session: Session, by: Standings, narrowed: Narrowed) -> Grid:
    """In two statements, however many decisions there are."""
    frameworks = frameworks_in_use(session)
    found = counts(session, by, narrowed)
    decisions = found.pop(NOBODY, 0)
    titles = {c.key: c.title for framework in frameworks for c in framework.characteristics}
    titles |= {about: words_of(about, frameworks) for about, _, _ in sorted(found) if about not in titles}
    lines: dict[str, dict[tuple[str, str], int]] = {key: {} for key in titles}
    for (about, population, way), number in found.items():
        lines[about][population, way] = number
    every = [Line(key, titles[key], cells) for key, cells in lines.items()]
    return Grid(
        sorted(every, key=lambda one: -sum(one.counts.values()) if "+" in one.about else -inf),
        {p.key: p.title for framework in frameworks for p in framework.populations},
        decisions,
    )
