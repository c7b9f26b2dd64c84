"""Entries of a library for the tests, through the real commands."""

from datetime import date
from typing import Any

from eia.db import transaction
from eia.files.keeping import kept
from eia.library.commands import add_entry, change_entry, retire_entry
from tests.support.databases import FILES
from tests.support.files import LIMIT, PDF, Sent
from tests.support.staff import Staff, acting

FACTS = {
    "title": "Staff survey 2025",
    "says": "One in five uses the front desk.",
    "source": "Intranet",
    "dated": date(2025, 5, 1),
    "area": "Cambridge",
    "strength": "strong",
    "licence": "Internal",
    "review_by": None,
    "because": "",
}


def keep_entry(staff: Staff, *, by: str = "adviser", file: bytes | None = None, **other: Any) -> int:
    """A new entry; answers with its id."""
    values = {**FACTS, "keeper_id": staff[by], **other}
    if file is None:
        with transaction() as session:
            return add_entry(session, values, None, by=acting(session, staff[by])).id
    with kept(Sent("survey.pdf", file), FILES, LIMIT) as received, transaction() as session:
        return add_entry(session, values, received, by=acting(session, staff[by])).id


def change(
    staff: Staff, entry_id: int, *, seen: int, by: str = "adviser", keeping: tuple[int, ...] = (), **other: Any
) -> None:
    values = {**FACTS, "keeper_id": staff[by], **other}
    with transaction() as session:
        change_entry(session, entry_id, values, None, keeping=keeping, seen=seen, by=acting(session, staff[by]))


def retire(staff: Staff, entry_id: int, *, by: str = "adviser") -> None:
    with transaction() as session:
        retire_entry(session, entry_id, "Replaced", by=acting(session, staff[by]))


__all__ = ["FACTS", "PDF", "change", "keep_entry", "retire"]
