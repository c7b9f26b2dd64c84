"""One line of a list on the first page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

MOST = 21
"""How many of each kind are read: one more than the page shows, to know that there are more."""


@dataclass(frozen=True, slots=True)
class Line:
    """What it is, what is said about it, and the one page to go to."""

    what: str
    says: str
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    reference: str = ""
    since: datetime | None = None
    day: date | None = None
    """By when, or the day it is due."""
    overdue: bool = False
    revision: int = 0
    """What a button beside it was pressed on; 0 where there is none."""
    reminded: datetime | None = None
