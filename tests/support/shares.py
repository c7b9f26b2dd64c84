"""Printed shares for the tests, entered by the real command: domain facts D10."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from eia.db import transaction
from eia.promotions.commands.shares import add_shares, change_shares
from eia.promotions.models import ShareTable
from eia.promotions.shares.given import Share
from tests.support.staff import Staff, acting

SAID: Mapping[str, Any] = {
    "title": "BME officers and the local population", "group": "Black and minority ethnic people",
    "definition": "Visible minorities only", "source": "Equality objectives and key achievements",
    "dated": date(2021, 3, 1),
}  # fmt: skip
D10 = (
    Share("officers who joined in the last 12 months", "6.86"),
    Share("police officers", "4.6", "31 March 2020"),
    Share("the local population", "9.7", "Census 2011"),
)


def make_shares(staff: Staff, shares: Sequence[Share] = D10, part: str = "hr_lead", **said: Any) -> int:
    with transaction() as session:
        return add_shares(session, {**SAID, **said}, shares, by=acting(session, staff[part])).id


def change(staff: Staff, shares_id: int, shares: Sequence[Share], part: str = "hr_lead", **said: Any) -> None:
    """`seen` may be named among `said`."""
    with transaction() as session:
        seen = said.pop("seen", session.get_one(ShareTable, shares_id).number)
        by = acting(session, staff[part])
        change_shares(session, shares_id, {**SAID, **said}, shares, seen=seen, by=by)
