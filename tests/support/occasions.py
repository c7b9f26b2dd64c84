"""Something happened: recorded by the adviser of an organisation, as the page records it."""

from datetime import date
from typing import Any

from eia.assessments.commands.occasions import record_occasion
from eia.db import transaction
from tests.support.staff import Staff, acting

JUDGMENT: dict[str, Any] = dict.fromkeys(("framework", "characteristic", "evidence", "area", "words"), "") | {
    "kind": "law", "title": "Judgment on access", "happened_on": date(2026, 3, 1), "source": "[2026] UKSC 1",
    "changed": "A ramp is not enough.",
}  # fmt: skip
"""Its rule asks for nothing: whatever is in force may be affected."""


def record_an_occasion(staff: Staff, **said: Any) -> int:
    with transaction() as session:
        return record_occasion(session, JUDGMENT | said, by=acting(session, staff["adviser"])).id
