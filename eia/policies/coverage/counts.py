"""How many policies stand how, added up as they change: per organisation, unit and class, however many there are."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, case, cast, func, literal, select, union_all

from eia.counting import Key
from eia.policies.coverage.sources import Kept
from eia.policies.coverage.words import NOT_FOLLOWED, Covered
from eia.policies.models import PolicyCoverage
from eia.policies.queries import NO_CLASS

NO_UNIT = "none"
WHOLE, UNIT, CLASS = "", "unit", "class"


def counted_in(row: Kept) -> Iterator[Key]:
    """Each key among which that policy counts once."""
    stuck_at = row.place if row.covered == Covered.STUCK else ""
    yield row.organisation_id, WHOLE, "", row.covered, stuck_at
    if row.covered not in NOT_FOLLOWED:
        yield row.organisation_id, UNIT, str(row.unit_id or NO_UNIT), row.covered, ""
        yield row.organisation_id, CLASS, row.policy_class or NO_CLASS, row.covered, ""


def truth() -> Select[*tuple[Any, ...]]:
    """How many there are of each key, from the rows that are counted."""
    return select(union_all(*_each_policy()).subquery())


def _each_policy() -> Iterator[Select[*tuple[Any, ...]]]:
    """`counted_in` for all rows."""
    row, one = PolicyCoverage, literal(1, Integer)
    stuck_at = case((row.covered == Covered.STUCK.value, row.place), else_="")
    yield select(row.organisation_id, literal(WHOLE), literal(""), row.covered, stuck_at, one)
    unit: ColumnElement[str] = func.coalesce(cast(row.unit_id, String), NO_UNIT)
    policy_class = case((row.policy_class == "", NO_CLASS), else_=row.policy_class)
    for part, key in ((UNIT, unit), (CLASS, policy_class)):
        yield select(row.organisation_id, literal(part), key, row.covered, literal(""), one).where(
            row.covered.not_in(NOT_FOLLOWED)
        )
