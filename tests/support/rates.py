"""Disproportionality tables for the tests, made by the real commands."""

from collections.abc import Mapping
from typing import Any

from eia.db import db, transaction
from eia.promotions.commands.rates import add_table, save_edition
from eia.promotions.figures.disproportion import Events
from eia.promotions.models import RateTable
from eia.promotions.rates.given import Given
from eia.promotions.rates.together import UNANSWERED, Together
from tests.support.staff import Staff, acting

ETHNICITY = "ethnicity_5.v1"
FACTS: Mapping[str, Any] = {
    "title": "Searches", "year": "year ending March 2021", "area": "The county", "numerator": "searches",
    "denominator": "residents", "benchmark": "Census 2011", "definition": "as the person said", "source": "Our records",
    "is_published": False, "per": 1_000, "compared_with": "white",
}  # fmt: skip
COUNTED = Given(
    (
        Events(group="white", events=800, population=80_000),
        Events(group="black", events=150, population=5_000),
        Events(group="asian", events=50, population=15_000),
    ),
    250,
)
SMALL = Given((COUNTED.rows[0], Events(group="black", events=7, population=5_000)), 250)
PUBLISHED = Given(
    tuple(Events(group=key, printed=rate) for key, rate in {"white": "256", "black": "1920", "mixed": "524"}.items())
)
"""As domain facts D1 print them, per 100,000."""
AS_PUBLISHED: Mapping[str, Any] = {"is_published": True, "per": 100_000, "source": "Home Office"}


def make_rates(
    staff: Staff, given: Given | None = COUNTED, part: str = "hr_lead", kind: str = "stop_and_search", **facts: Any
) -> int:
    """A table by ethnicity; with one edition unless `given` is None."""
    with transaction() as session:
        by = acting(session, staff[part])
        table_id = add_table(session, "Searches", kind, ETHNICITY, by=by).id
    if given is not None:
        save(staff, table_id, given, part, **facts)
    return table_id


def save(
    staff: Staff, table_id: int, given: Given, part: str = "hr_lead", seen: int | None = None,
    together: Together = UNANSWERED, **facts: Any,
) -> None:  # fmt: skip
    with transaction() as session:
        now = session.get_one(RateTable, table_id).number
        by = acting(session, staff[part])
        seen = now if seen is None else seen
        save_edition(session, table_id, {**FACTS, **facts}, given, seen=seen, by=by, together=together)


def number_of(table_id: int) -> int:
    return db.session().get_one(RateTable, table_id, populate_existing=True).number
