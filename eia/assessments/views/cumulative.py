"""What live decisions do together: the grid, narrowed by its address, and the list behind each of its cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request

from eia.assessments.afterwards.learning import MOST as MOST_REVIEWS
from eia.assessments.afterwards.learning import SHOWN, learnt, newest_reviews
from eia.assessments.afterwards.looking_back import HAPPENED
from eia.assessments.cumulative.counted import Narrowed, areas, years
from eia.assessments.cumulative.grid import grid, organisations
from eia.assessments.cumulative.listing import PAGE, Place, behind
from eia.assessments.cumulative.people import people_of
from eia.assessments.cumulative.touching import area_of
from eia.assessments.models.living import OUTCOMES
from eia.assessments.register.wanted import WAYS
from eia.assessments.views.blueprint import blueprint, me
from eia.db import db
from eia.errors import NotFound

LINES = 12
"""So many lines of the grid are on a page: a law has nine characteristics, so all are on the first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, each a choice that there is, and all the choices."""

    narrowed: Narrowed
    organisation: str
    organisations: Mapping[str, str]
    years: list[int]
    areas: Mapping[str, str]
    """As it stands in the address -> as it is written."""
    direction: str

    @property
    def values(self) -> dict[str, object]:
        """As it stands in the address."""
        given = {"organisation": self.organisation, "year": self.narrowed.year, "area": self.narrowed.area}
        return {name: value for name, value in (given | {"direction": self.direction}).items() if value}


@blueprint.get("/cumulative")
def cumulative() -> str:
    asked = _asked()
    found = grid(db.session(), me(), asked.narrowed)
    first = _line(request.args.get("line", ""), len(found.touched))
    return render_template(
        "assessments/cumulative.html",
        asked=asked,
        grid=found,
        lines=found.touched[first : first + LINES],
        first=first,
        next=first + LINES if len(found.touched) > first + LINES else 0,
        ways={way: words for way, words in WAYS.items() if asked.direction in ("", way)},
        all_ways=WAYS,
        full_width=True,
    )


@blueprint.get("/cumulative/decisions")
def cumulative_decisions() -> str:
    """The live decisions that touch these people in this way."""
    asked, session, by = _asked(), db.session(), me()
    about, population = request.args.get("about", ""), request.args.get("population", "")
    people = people_of(session, about, population)
    if people is None:
        raise NotFound("There are no such people in any law that was used here.")
    below = _place(request.args.get("after", ""))
    rows = behind(session, by, asked.narrowed, (about, population, asked.direction), below=below)
    return render_template(
        "assessments/cumulative_decisions.html",
        asked=asked,
        title=people[0],
        who=people[1],
        values=asked.values | {"about": about, "population": population},
        rows=rows[:PAGE],
        more=f"{rows[PAGE - 1].year}~{rows[PAGE - 1].row.id}" if len(rows) > PAGE else "",
        turned=bool(below),
        ways=WAYS,
        outcomes=OUTCOMES,
    )


@blueprint.get("/foreseen")
def foreseen() -> str:
    """What was foreseen against what happened, by kind of subject."""
    session, by = db.session(), me()
    return render_template(
        "assessments/foreseen.html", lines=learnt(session, by), reviews=newest_reviews(session, by), words=HAPPENED,
        most=MOST_REVIEWS, shown=SHOWN,
    )  # fmt: skip


def _asked() -> Asked:
    session, by, given = db.session(), me(), request.args
    known = organisations(session, by)
    code = given.get("organisation", "")
    code = code if code in known else next(iter(known))
    organisation_id = known[code][0]
    there, places = years(session, by, organisation_id), areas(session, by, organisation_id)
    year, area = given.get("year", ""), area_of(given.get("area", ""))
    narrowed = Narrowed(organisation_id, int(year) if year in map(str, there) else 0, area if area in places else "")
    direction = given.get("direction", "")
    names = {one: name for one, (_, name) in known.items()}
    return Asked(narrowed, code, names, there, places, direction if direction in WAYS else "")


def _line(given: str, count: int) -> int:
    """The first line of a page of the grid, where there is such a page."""
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0
    return number - number % LINES if number < count else 0


def _place(after: str) -> Place | None:
    """Behind which decision a page begins: its year and number."""
    year, _, number = after.partition("~")
    plain = after.isascii() and year.isdigit() and number.isdigit() and len(year) < 5 and len(number) < 10
    return (int(year), int(number)) if plain else None
