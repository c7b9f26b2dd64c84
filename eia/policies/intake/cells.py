"""One cell at a time: what people write for a date, a state, a list of organisations."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from eia.forms.dates import FIRST_YEAR, LAST_YEAR, MONTHS
from eia.people.names import folded_address, sort_name_of
from eia.policies.catalogue.lists import classes
from eia.policies.models import STATE_NAMES
from eia.policies.workflow import POLICY_TABLE

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("Number", "Policy number", "Reference", "Ref", "No"),
    "title": ("Title", "Policy", "Policy title", "Name of policy"),
    "owner": ("Owner", "Policy owner", "Owner e-mail", "Owner email"),
    "unit": ("Unit", "Department", "Business area"),
    "class": ("Class", "Type", "Category"),
    "organisations": ("Shared with", "Organisations that share it", "Organisations"),
    "state": ("Status", "State", "Policy stands"),
    "adopted_on": ("Date of adoption", "Adopted", "Adopted on", "In force from"),
    "review_on": ("Date of review", "Review by", "Review date", "Next review"),
    "links": ("Links", "Link", "Address"),
}
"""Key -> the titles it is known by, the one of the template first."""
EXCEL_BEGINS = date(1899, 12, 30)
NO_DATE = "“{}” is not a date this service can read. Write it as 3 December 2026 or 2026-12-03."
_STATES = {POLICY_TABLE.states[name].title.casefold(): name for name in STATE_NAMES} | {
    "live": "in_force", "current": "in_force", "active": "in_force", "published": "in_force", "adopted": "in_force",
    "withdrawn": "retired", "obsolete": "retired", "archived": "retired", "in review": "under_review",
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2}|[A-Za-z]{3,9})\.?,?[./\- ](\d{2}|\d{4})")


def folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(":*").strip()


def date_of(cell: str) -> date | None:
    """None for an empty cell; the day comes before the month. Raises ValueError with the sentence."""
    if not cell:
        return None
    if re.fullmatch(r"\d{5}", cell) and 15_000 <= int(cell) <= 99_999:
        return EXCEL_BEGINS + timedelta(days=int(cell))
    if found := _ISO.fullmatch(cell):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(cell):
        day, month, year = found.groups()
    else:
        raise ValueError(NO_DATE.format(cell[:40]))
    if month[:3].lower() in MONTHS:
        month = str(MONTHS.index(month[:3].lower()) + 1)
    year = f"20{year}" if len(year) == 2 else year
    try:
        said = date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(NO_DATE.format(cell[:40])) from error
    if not FIRST_YEAR <= said.year <= LAST_YEAR:
        raise ValueError(f"The year of “{cell[:40]}” must be between {FIRST_YEAR} and {LAST_YEAR}.")
    return said


def state_of(cell: str) -> str:
    """ "" for an empty cell."""
    if cell and folded(cell) not in _STATES:
        titles = ", ".join(f"“{POLICY_TABLE.states[name].title}”" for name in STATE_NAMES)
        raise ValueError(f"“{cell[:40]}” is not how a policy can stand. Write one of {titles}.")
    return _STATES.get(folded(cell), "")


def class_of(cell: str) -> str:
    known = {folded(word): one.key for one in classes().values() for word in (one.key, one.title)}
    if cell and folded(cell) not in known:
        titles = ", ".join(f"“{one.title}”" for one in classes().values())
        raise ValueError(f"“{cell[:60]}” is not a class. Write one of {titles}, or leave it empty.")
    return known.get(folded(cell), "")


def owner_of(cell: str, owners: Mapping[str, Sequence[int]]) -> int | None:
    """`owners` are ids by folded address and by folded name."""
    found = owners.get(folded_address(cell)) or owners.get(sort_name_of(cell)) or ()
    if cell and not found:
        raise ValueError(f"Nobody called “{cell[:60]}” works here. Write the name or e-mail address of an account.")
    if len(found) > 1:
        raise ValueError(f"Several people are called “{cell[:60]}”. Write the e-mail address.")
    return found[0] if found else None


def one_of(cell: str, known: Mapping[str, int], what: str) -> int | None:
    if cell and folded(cell) not in known:
        raise ValueError(what.format(cell[:60]))
    return known.get(folded(cell))


def without_mark(cell: str) -> str:
    """A list taken away from here marks what looks like a formula as text; the mark is no part of it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
