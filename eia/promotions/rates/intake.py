"""A file of events and populations, read in memory. What comes out are keys and numbers; nothing is kept here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eia.promotions.figures.disproportion import Events
from eia.promotions.groups.shape import GroupList
from eia.promotions.rates.given import Given
from eia.promotions.uploaded import NOT_KEPT, Columns, folded, uploaded, whole_number

COUNTED = Columns(places=("Group",), counts=("Events", "Population"), rates=("Published rate",))
MOST = 100_000_000
NOT_RECORDED = "No group recorded"
ONLY_COUNTS = (
    "Only counts are ever kept here: how many events there were of each group, and how many people. Make a table of "
    "counts first, as in the template, and send that."
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says; or why it was refused as a whole, or what is wrong, with the number of the line."""

    given: Given | None = None
    refused: str = ""
    faults: Sequence[tuple[int, str]] = ()


def read_events(content: bytes, groups: GroupList) -> Read:
    table = uploaded(content, COUNTED, ONLY_COUNTS)
    if isinstance(table, str):
        return Read(refused=table)
    if len(table.lines) > len(groups.groups) + 1:
        return Read(refused=f"This file has more lines than there are groups. {NOT_KEPT} {ONLY_COUNTS}")
    rows, unknown, faults = [], [], []
    seen: set[str] = set()
    for number, row in enumerate(table.lines, start=2):
        cells = table.cells(row)
        found = ["It has more cells than there are columns."] if len(row) > len(cells) else []
        key = _group(cells[0], groups, found) if any(cells) else None
        one = Events(
            group=key or "",
            events=whole_number(cells[1], "Events", found, most=MOST, of="events"),
            population=whole_number(cells[2], "Population", found, most=MOST),
            printed=_rate(cells[3], found),
        )
        if key is not None and key in seen and key != NOT_RECORDED:
            found.append("It is about a group that another line is about too. Keep one of them.")
        seen.add(key or "")
        faults += [(number, sentence) for sentence in found]
        if key == NOT_RECORDED:
            unknown += [one.events] if one.events is not None else []
        elif one != Events(group=one.group):
            rows.append(one)
    if faults:
        return Read(faults=faults)
    if not rows:
        return Read(refused=f"There is no figure in this file. Fill in the template, then send it. {NOT_KEPT}")
    return Read(Given(rows, sum(unknown) if unknown else None))


def template_rows(groups: GroupList) -> Iterator[list[str]]:
    for group in groups.counted:
        if group.is_stated:
            yield [group.title, "", "", ""]
    yield [NOT_RECORDED, "", "", ""]


def _group(cell: str, groups: GroupList, faults: list[str]) -> str | None:
    """Its key; groups that are no answer count as not recorded."""
    if folded(cell) == folded(NOT_RECORDED):
        return NOT_RECORDED
    found = groups.named(cell)
    if found is None:
        faults.append(f"The group is not one of “{groups.title}”.")
        return None
    return found.key if found.is_stated else NOT_RECORDED


def _rate(cell: str, faults: list[str]) -> str | None:
    digits = re.sub(r"[,\s]", "", cell)
    if not digits:
        return None
    if not re.fullmatch(r"\d{1,6}(\.\d{1,4})?", digits):
        faults.append("“Published rate” must be a number, such as 256 or 25.6, or empty.")
        return None
    return digits
