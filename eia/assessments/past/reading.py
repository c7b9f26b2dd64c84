"""Lines of a table as past assessments: what each says, in the words and ids of this service, or what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.past.columns import characteristics, columns, direction_of
from eia.people.models import Organisation, Unit
from eia.spreadsheets.cells import HEAD_WITHIN, cell_at, date_of, folded, head_of, one_of, words_of
from eia.spreadsheets.reading import Unreadable, lines_of, read_table

MOST_LINES = 2_000
"""One file is taken in while somebody waits for the answer."""
MOST_FAULTS = 200
LONGEST = {"reference": 60, "title": 200, "policy_number": 60, "signed_by": 200, "outcome": 500, "link": 2_000}
NEEDED = ("reference", "title")
NO_UNIT = "There is no unit “{}”. An administrator adds units; or leave the cell empty."
NO_ORGANISATION = "There is no organisation “{}”. Write its code or its name, with ; between several."
Line = dict[str, Any]
"""`line`, its number in the file, and what it says; a key that no column has is missing. In JSON values."""


@dataclass(slots=True)
class Read:
    """What a file says: its lines, or why it was refused as a whole, or what is wrong, line by line."""

    lines: list[Line] = field(default_factory=list)
    refused: str = ""
    faults: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a line can name, folded."""

    lead_id: int
    units: Mapping[str, int]
    organisations: Mapping[str, int]

    @classmethod
    def of(cls, session: Session, lead_id: int) -> "Known":
        units = session.execute(select(Unit.name, Unit.id).where(Unit.organisation_id == lead_id))
        every = session.execute(select(Organisation.code, Organisation.name, Organisation.id)).all()
        named = {folded(word): number for code, name, number in every for word in (code, name)}
        return cls(lead_id, {folded(name): number for name, number in units}, named)


def read_past(content: bytes, known: Known) -> Read:
    try:
        table = read_table(content, most_rows=MOST_LINES + HEAD_WITHIN)
    except Unreadable as why:
        return Read(refused=str(why))
    head = head_of(table, columns(), NEEDED)
    if head is None:
        wanted = ", ".join(f"“{titles[0]}”" for titles in columns().values())
        return Read(refused=f"No line names the columns. It needs “Reference” and “Title”, and may have {wanted}.")
    at, places = head
    found, seen = Read(), dict[str, int]()
    for number, row in lines_of(table):
        if number <= at + 1:
            continue
        cells = {key: cell_at(row, place) for key, place in places.items()}
        found.lines.append(_line(number, cells, known, found.faults, seen))
        if len(found.faults) >= MOST_FAULTS:
            break
    return found if found.lines else Read(refused="There is no assessment below the line with the titles.")


def _line(
    number: int, cells: Mapping[str, str], known: Known, faults: list[tuple[int, str]], seen: dict[str, int]
) -> Line:
    line: Line = {"line": number}

    def put(key: str, read: Callable[[str], object]) -> None:
        if key in cells:
            try:
                line[key] = read(cells[key])
            except ValueError as fault:
                name = characteristics().get(key, "")
                faults.append((number, f"{name}: {fault}" if name else str(fault)))

    for key, longest in LONGEST.items():
        put(key, lambda cell, key=key, longest=longest: _words(cell, key, longest))  # type: ignore[misc]
    put("organisations", lambda cell: _organisations(cell, known))
    put("unit", lambda cell: one_of(cell, known.units, NO_UNIT))
    for key in ("signed_on", "review_on"):
        put(key, lambda cell: said.isoformat() if (said := date_of(cell)) else "")
    for key in characteristics():
        put(key, direction_of)
    faults += [(number, words) for words in _at_odds(line)]
    key = folded(str(line.get("reference", "")))
    if key and key in seen:
        faults.append((number, f"It has the same reference as line {seen[key]}. Keep one of them."))
    seen.setdefault(key, number)
    return line


def _at_odds(line: Line) -> Sequence[str]:
    signed, review = line.get("signed_on"), line.get("review_on")
    found = []
    if signed and signed > clock.today().isoformat():
        found.append("It cannot have been signed on a day that is still to come.")
    if signed and review and review <= signed:
        found.append("The date of review must be after the day it was signed.")
    return found


def _words(cell: str, key: str, longest: int) -> str:
    if not cell and key not in NEEDED:
        return ""
    return words_of(cell, key.replace("_", " "), longest)


def _organisations(cell: str, known: Known) -> list[int]:
    """Those it was made for besides the one that imports it."""
    names = [name.strip() for name in cell.replace("\n", ";").split(";") if name.strip()]
    found = [one_of(name, known.organisations, NO_ORGANISATION) for name in names]
    return sorted({one for one in found if one is not None} - {known.lead_id})
