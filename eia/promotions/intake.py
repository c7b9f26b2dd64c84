"""A file of counts, read in memory: every cell is a word this service knows or a number, or the file is refused.

What comes out are keys and numbers. No word of the file is ever repeated, stored or logged: it may be somebody's name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eia.promotions.counted import Place
from eia.promotions.figures.counts import MOST, Tally
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import PromotionProcess
from eia.promotions.models.counting import TOTAL
from eia.promotions.uploaded import MOST_FAULTS, NOT_KEPT, Columns, Uploaded, folded, uploaded, whole_number

COUNTED = Columns(
    places=("Stage", "Counted by", "Organisation", "Group"),
    counts=("Entered", "Passed", "Withdrew"),
    rates=("Published rate, per cent",),
)
COLUMNS = COUNTED.all
TOTAL_TITLE, EVERYONE = "Total of the stage", "Everyone"
MOST_LINES = 50_000
ONLY_COUNTS = (
    "Only counts are ever kept here: how many people of each group entered a stage, passed it and withdrew. "
    "Make a table of counts first, as in the template, and send that."
)
Line = tuple[str, str, str, str, int | None, int | None, int | None, str | None]
"""Stage, breakdown, organisation and group as keys; entered, passed, withdrew, printed rate."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its lines, or why it was refused as a whole, or what is wrong line by line."""

    lines: Sequence[Line] = ()
    refused: str = ""
    faults: Sequence[tuple[int, str]] = ()
    """The number of a line of the file, and the sentence."""


def read_counts(content: bytes, process: PromotionProcess, codes: set[str]) -> Read:
    """`codes` are the organisations whose counts this person may enter."""
    table = uploaded(content, COUNTED, ONLY_COUNTS)
    if isinstance(table, str):
        return Read(refused=table)
    if len(table.lines) > MOST_LINES:
        return Read(refused=f"One file holds at most {MOST_LINES:,} lines. Send several. {NOT_KEPT}")
    return _checked(table, _Known.of(process, codes))


def merged(lines: Sequence[Line], standing: Mapping[Place, Mapping[str, Tally]]) -> dict[Place, dict[str, Tally]]:
    """The sheets with these lines in them: groups a file does not name stay as they are."""
    sheets: dict[Place, dict[str, Tally]] = {}
    for stage, breakdown, code, group, entered, passed, withdrew, printed in lines:
        place = Place(stage, breakdown, code)
        cells = sheets.setdefault(place, dict(standing.get(place, {})))
        cells[group] = Tally(entered=entered, passed=passed, withdrew=withdrew, printed=printed)
    return sheets


@dataclass(frozen=True, slots=True)
class _Known:
    """The words a file may hold, folded, and the keys they stand for."""

    stages: Mapping[str, str]
    lists: Mapping[str, str]
    codes: Mapping[str, str]
    theirs: frozenset[str]
    groups: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, process: PromotionProcess, codes: set[str]) -> "_Known":
        lists = [group_lists()[one.group_list] for one in process.breakdowns]
        taking_part = {folded(word): one.code for one in process.organisations for word in (one.code, one.name)}
        return cls(
            stages={folded(word): one.key for one in process.stages for word in (one.key, one.title)},
            lists={folded(TOTAL_TITLE): TOTAL} | {folded(w): one.id for one in lists for w in (one.id, one.title)},
            codes={word: code for word, code in taking_part.items() if code in codes},
            theirs=frozenset(word for word, code in taking_part.items() if code not in codes),
            groups={TOTAL: {folded(EVERYONE): TOTAL}}
            | {one.id: {folded(w): g.key for g in one.groups for w in (g.key, g.title, *g.also)} for one in lists},
        )


def _checked(table: Uploaded, known: _Known) -> Read:
    lines: list[Line] = []
    faults: list[tuple[int, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(table.lines, start=2):
        cells = table.cells(row)
        if not any(cells[4:]) and (not any(cells) or _is_known(cells, known)):
            continue
        line, found = _line(cells, known, len(row) > len(COLUMNS))
        if line is not None:
            place = line[:4]
            if place in seen:
                found.append(f"It is about the same group as line {seen[place]}. Keep one of them.")
            seen.setdefault(place, number)
            lines.append(line)
        faults += [(number, one) for one in found]
        if len(faults) >= MOST_FAULTS:
            break
    if not lines and not faults:
        return Read(refused=f"There is no figure in this file. Fill in the template, then send it. {NOT_KEPT}")
    return Read(lines=() if faults else lines, faults=faults[:MOST_FAULTS])


def _is_known(cells: Sequence[str], known: _Known) -> bool:
    """A line of the template that nobody filled in."""
    list_id = known.lists.get(folded(cells[1]))
    return list_id is not None and folded(cells[0]) in known.stages and folded(cells[3]) in known.groups[list_id]


def _line(cells: Sequence[str], known: _Known, too_long: bool) -> tuple[Line | None, list[str]]:
    faults = ["It has more cells than there are columns."] if too_long else []
    stage, list_id = known.stages.get(folded(cells[0])), known.lists.get(folded(cells[1]))
    code = known.codes.get(folded(cells[2]))
    group = known.groups[list_id].get(folded(cells[3])) if list_id is not None else None
    if stage is None:
        faults.append("The stage is not one of this process.")
    if list_id is None:
        faults.append("“Counted by” is not one of the lists of groups of this process.")
    elif group is None:
        title = group_lists()[list_id].title if list_id else TOTAL_TITLE
        faults.append(f"The group is not one of “{title}”.")
    if code is None:
        theirs = folded(cells[2]) in known.theirs
        faults.append("You cannot enter counts of this organisation." if theirs else "The organisation takes no part.")
    numbers = [whole_number(cells[place], COLUMNS[place], faults, most=MOST) for place in (4, 5, 6)]
    printed = _rate(cells[7], faults)
    if faults or stage is None or list_id is None or code is None or group is None:
        return None, faults
    return (stage, list_id, code, group, numbers[0], numbers[1], numbers[2], printed), faults


def _rate(cell: str, faults: list[str]) -> str | None:
    digits = cell.removesuffix("%").strip()
    if not digits:
        return None
    if not (re.fullmatch(r"\d{1,3}(\.\d{1,4})?", digits) and float(digits) <= 100):
        faults.append(f"“{COLUMNS[7]}” must be a percentage from 0 to 100, such as 84.9, or empty.")
        return None
    return digits


def template_rows(process: PromotionProcess, codes: set[str]) -> Iterator[list[str]]:
    """A line for every figure that can be given, without the figures."""
    for stage in process.stages:
        for organisation in (one for one in process.organisations if one.code in codes):
            yield [stage.title, TOTAL_TITLE, organisation.code, EVERYONE, "", "", "", ""]
            for row in process.breakdowns:
                one = group_lists()[row.group_list]
                for group in one.groups:
                    yield [stage.title, one.title, organisation.code, group.title, "", "", "", ""]
