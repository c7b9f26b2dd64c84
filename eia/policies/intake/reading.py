"""Lines of a table as policies: what each says, in the words and ids of this service, or what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.people.models import Organisation
from eia.policies.facts import LinkFault, links_from
from eia.policies.intake.cells import COLUMNS, class_of, owner_of, state_of
from eia.policies.models import RETIRED
from eia.policies.queries import possible_owners, units_of
from eia.spreadsheets.cells import HEAD_WITHIN, cell_at, date_of, folded, head_of, one_of, words_of
from eia.spreadsheets.reading import Unreadable, lines_of, read_table

MOST_LINES = 20_000
MOST_FAULTS = 200
LONGEST = {"number": 60, "title": 200}
NO_UNIT = "There is no unit “{}”. An administrator adds units; or leave the cell empty."
NO_ORGANISATION = "There is no organisation “{}”. Write its code or its name, with ; between several."
T = TypeVar("T")
Line = dict[str, Any]
"""`line`, its number in the file, and what it says; a key that no column has is missing. In JSON values."""


@dataclass(slots=True)
class Read:
    """What a file says: its lines, or why it was refused as a whole, or what is wrong, line by line."""

    lines: list[Line] = field(default_factory=list)
    refused: str = ""
    faults: list[tuple[int, str]] = field(default_factory=list)
    not_read: Sequence[str] = ()
    """Titles of columns that mean nothing here."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a line can name, folded."""

    lead: Organisation
    owners: Mapping[str, Sequence[int]]
    units: Mapping[str, int]
    organisations: Mapping[str, int]

    @classmethod
    def of(cls, session: Session, lead: Organisation) -> "Known":
        owners: dict[str, list[int]] = {}
        for person in possible_owners(session, lead.id):
            owners.setdefault(person.email, []).append(person.id)
            owners.setdefault(person.sort_name, []).append(person.id)
        units = {folded(unit.name): unit.id for unit in units_of(session, [lead.id])}
        every = session.scalars(select(Organisation)).all()
        return cls(lead, owners, units, {folded(word): one.id for one in every for word in (one.code, one.name)})


def read_policies(content: bytes, known: Known) -> Read:
    try:
        table = read_table(content, most_rows=MOST_LINES + HEAD_WITHIN)
    except Unreadable as why:
        return Read(refused=str(why))
    head = head_of(table, COLUMNS, ("number", "title"))
    if head is None:
        wanted = ", ".join(f"“{titles[0]}”" for titles in COLUMNS.values())
        return Read(refused=f"No line names the columns. It needs “Number” and “Title”, and may have {wanted}.")
    at, places = head
    found = Read(not_read=[one for index, one in enumerate(table[at]) if one and index not in places.values()])
    seen: dict[str, int] = {}
    for number, row in lines_of(table):
        if number <= at + 1:
            continue
        line = _line(number, {key: cell_at(row, place) for key, place in places.items()}, known, found.faults, seen)
        found.lines.append(line)
        if len(found.faults) >= MOST_FAULTS:
            break
    if not found.lines:
        return Read(refused="There is no policy below the line with the titles.")
    return found


def _line(
    number: int, cells: Mapping[str, str], known: Known, faults: list[tuple[int, str]], seen: dict[str, int]
) -> Line:
    line: Line = {"line": number}

    def say(words: str) -> None:
        faults.append((number, words))

    def put(key: str, read: Callable[[str], object]) -> None:
        if key in cells:
            try:
                line[key] = read(cells[key])
            except (LinkFault, ValueError) as fault:
                say(str(fault))

    for key, longest in LONGEST.items():
        put(key, lambda cell, key=key, longest=longest: words_of(cell, key, longest))  # type: ignore[misc]
    put("owner", lambda cell: owner_of(cell, known.owners))
    put("unit", lambda cell: one_of(cell, known.units, NO_UNIT))
    put("class", class_of)
    put("organisations", lambda cell: _organisations(cell, known))
    put("state", state_of)
    for key in ("adopted_on", "review_on"):
        put(key, lambda cell: said.isoformat() if (said := date_of(cell)) else "")
    put("links", lambda cell: [list(one) for one in links_from(cell)])
    if (adopted := line.get("adopted_on")) and (review := line.get("review_on")) and review <= adopted:
        say("The date of review must be after the date of adoption.")
    key = folded(str(line.get("number", "")))
    if key and key in seen:
        say(f"It has the same number as line {seen[key]}. Keep one of them.")
    seen.setdefault(key, number)
    return line


def _organisations(cell: str, known: Known) -> list[int]:
    """Those that share it, the lead not among them."""
    names = [name.strip() for name in cell.replace("\n", ";").split(";") if name.strip()]
    found = [one_of(name, known.organisations, NO_ORGANISATION) for name in names]
    return sorted({one for one in found if one is not None} - {known.lead.id})


def is_retired(line: Line) -> bool:
    return line.get("state") == RETIRED
