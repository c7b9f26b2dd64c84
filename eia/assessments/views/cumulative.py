"""What live decisions do together: the grid, narrowed by its address, and the list behind each of its cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request

from eia.assessments.afterwards.learning import MOST as MOST_REVIEWS
from eia.assessments.afterwards.learning import SHOWN, learnt, newest_reviews
from eia.assessments.afterwards.looking_back import HAPPENED
from eia.assessments.cumulative.grid import MOST, PAGE, behind, grid, organisations, people_of, places, years
from eia.assessments.cumulative.live import Narrowed
from eia.assessments.models.living import OUTCOMES
from eia.assessments.register.wanted import WAYS
from eia.assessments.views.blueprint import blueprint, me
from eia.db import db
from eia.errors import NotFound


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, each a choice that there is, and all the choices."""

    narrowed: Narrowed
    organisation: str
    organisations: Mapping[str, str]
    years: list[int]
    areas: Mapping[str, tuple[str, ...]]
    area: str
    direction: str

    @property
    def values(self) -> dict[str, object]:
        """As it stands in the address."""
        given = {"organisation": self.organisation, "year": self.narrowed.year, "area": self.area}
        return {name: value for name, value in (given | {"direction": self.direction}).items() if value}


@blueprint.get("/cumulative")
def cumulative() -> str:
    asked = _asked()
    return render_template(
        "assessments/cumulative.html",
        asked=asked,
        grid=grid(db.session(), me(), asked.narrowed),
        ways={way: words for way, words in WAYS.items() if asked.direction in ("", way)},
        all_ways=WAYS,
        most=MOST,
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
    after = request.args.get("after", "")
    below = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    rows = behind(session, by, asked.narrowed, (about, population, asked.direction), below=below)
    return render_template(
        "assessments/cumulative_decisions.html",
        asked=asked,
        title=people[0],
        who=people[1],
        values=asked.values | {"about": about, "population": population},
        rows=rows[:PAGE],
        more=rows[PAGE - 1].row.id if len(rows) > PAGE else 0,
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
    there, areas = years(session, by, organisation_id), places(session, by, organisation_id)
    year, area = given.get("year", ""), given.get("area", "")
    narrowed = Narrowed(organisation_id, int(year) if year in map(str, there) else 0, areas.get(area, ()), most=MOST)
    direction = given.get("direction", "")
    names = {one: name for one, (_, name) in known.items()}
    return Asked(
        narrowed, code, names, there, areas, area if area in areas else "", direction if direction in WAYS else ""
    )
