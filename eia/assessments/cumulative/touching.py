"""Whom a live decision touches, and how: what is kept of a version for each organisation that signed it.

Live is what an organisation signed or screened out for itself and what nobody has withdrawn or superseded since, unless
the last decision recorded for it turned the proposal down. One that was not recorded yet counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from eia.assessments.models.cumulative import LEADS, LEFT, SHARES
from eia.assessments.register.sources import Source
from eia.frameworks.shape import Framework
from eia.people.names import sort_name_of

IN_FORCE = ("signed_off", "screened_out")
TURNED_DOWN = "reject"
AREA = 80
"""So many letters of a place are kept."""
Touch = tuple[str, str, str]
"""(about, population, way)"""
NOBODY: Touch = ("", "", "")
Row = tuple[Any, ...]


def area_of(place: str) -> str:
    """“York” and “york ” are one area."""
    return sort_name_of(place)[:AREA]


def live_effects(said: Source, framework: Framework) -> set[Row]:
    """In the order of the columns of `LiveEffect`; none when it is live for nobody."""
    if said.state not in IN_FORCE:
        return set()
    touches, areas = {NOBODY, *_in_lines(touched(said, framework))}, _areas(said.places)
    return {
        (organisation, _bound(said, organisation), area, *touch, year, said.version_id, place * (touch == NOBODY))
        for organisation, year in _live_for(said)
        for area, place in areas.items()
        for touch in touches
    }


def _live_for(said: Source) -> Iterator[tuple[int, int]]:
    """Organisation and year. An instant in UTC will do: London keeps the same time on the first day of a year."""
    last: Mapping[int, Sequence[Any]] = {organisation: rest for _, organisation, *rest in sorted(said.decisions)}
    for (organisation,) in said.signed:
        outcome, day = last.get(organisation, ("", None))
        if outcome != TURNED_DOWN:
            yield organisation, int(day[:4]) if day else said.state_since.year


def _bound(said: Source, organisation: int) -> str:
    if organisation == said.lead_id:
        return LEADS
    return SHARES if [organisation] in said.bound else LEFT


def _areas(places: Iterable[list[str]]) -> dict[str, str]:
    """Area -> as it is written; everywhere first."""
    return {"": ""} | {area: place for (place,) in sorted(places, reverse=True) if (area := area_of(place))}


def touched(said: Source, framework: Framework) -> set[Touch]:
    """What its impacts say, and its screening where it ended there."""
    found = {
        (about, population, way)
        for about, population, _, direction in said.impacts
        for way in ways_of(framework, direction)
    }
    for question, characteristic, population, answer, direction, _ in (
        said.cells if said.state == "screened_out" else ()
    ):
        found |= {(characteristic, population, way) for way in ways_of(framework, direction)}
        option = framework.screening.question(question).option(answer)
        if (option.level or option.asks_level) and not option.asks_direction:
            found.add((characteristic, population, "harms"))
    return found


def ways_of(framework: Framework, direction: str) -> list[str]:
    """harms, helps, unknown; what is both harms and helps."""
    if not direction:
        return []
    said = framework.direction(direction)
    ways = {"harms": said.negative, "helps": said.positive, "unknown": said.unknown}
    return [way for way, holds in ways.items() if holds]


def _in_lines(touches: Iterable[Touch]) -> Iterator[Touch]:
    """What touches several together counts for each of them too."""
    for about, population, way in touches:
        yield from ((line, population, way) for line in {about, *about.split("+")})
