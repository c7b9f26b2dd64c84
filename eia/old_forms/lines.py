"""A form as lines in reading order, each with what it stands under: headings, the row's label, the column's heading.

Nothing is left out: a heading or a question is a line too, of its own kind.
"""

from collections.abc import Callable, Iterator, Sequence

from eia.old_forms.shape import (
    COLUMN,
    COLUMNS,
    DELETED,
    HEADING,
    LABEL,
    ROW,
    TEXT,
    Above,
    Block,
    Cell,
    Document,
    Line,
    Paragraph,
    Table,
)  # fmt: skip

Known = Callable[[str], bool]
"""Whether a short cell names what its row is about, such as a characteristic or "staff"."""
SHORT, LONGEST_LABEL = 60, 250
BOLD, QUESTION = 20, 21
"""Levels of what is no heading by its style: all bold and short, and a short question."""
TICKS = ("☒", "☐", "☑", "✓", "✔", "✗", "✘")
Under = tuple[Above, ...]


def lines_of(document: Document, known: Known) -> list[Line]:
    """Every line of the form; a note or comment comes after the paragraph that refers to it."""
    flow = _Flow(document, known)
    found = [*flow.lines(document.body, (), [])]
    for key, blocks in document.notes.items():
        if key not in flow.noted:
            found += flow.lines(blocks, (), [])
    seen = set[str]()
    for line in flow.lines(document.edges, (), []):
        if line.text not in seen:
            seen.add(line.text)
            found.append(Line("header or footer", line.text))
    return found


class _Flow:
    def __init__(self, document: Document, known: Known) -> None:
        self._document, self._known = document, known
        self.noted = set[tuple[str, str]]()

    def lines(self, blocks: Sequence[Block], outer: Under, headings: list[tuple[int, str]]) -> Iterator[Line]:
        """`headings` are those open here, the outermost first; the list is kept up to date."""
        for block in blocks:
            if isinstance(block, Table):
                yield from self._table(block, outer, headings)
                continue
            level = _level(block)
            if level is not None:
                while headings and headings[-1][0] >= level:
                    headings.pop()
            under = (*(Above(HEADING, text) for _, text in reversed(headings)), *outer)
            if block.text:
                yield Line(LABEL if level is not None else block.kind, block.text, under)
            if block.deleted:
                yield Line(DELETED, block.deleted, under)
            yield from self._notes(block, under)
            if level is not None:
                headings.append((level, block.text))

    def _notes(self, block: Paragraph, under: Under) -> Iterator[Line]:
        for key in block.notes:
            if key in self._document.notes and key not in self.noted:
                self.noted.add(key)
                yield from self.lines(self._document.notes[key], under, [])

    def _table(self, table: Table, outer: Under, headings: list[tuple[int, str]]) -> Iterator[Line]:
        under = (*(Above(HEADING, text) for _, text in reversed(headings)), *outer)
        columns: dict[int, str] = {}
        first_label, rows = "", table.rows
        own: list[tuple[int, str]] = []
        if self._heads(table):
            for at, cell in _placed(rows[0]):
                for line in self.lines(cell.blocks, under, []):
                    yield Line(LABEL if line.kind == TEXT else line.kind, line.text, line.under)
                words = _said(cell)
                columns |= dict.fromkeys(range(at, at + cell.span), words) if words else {}
            rows = rows[1:]
        for row in rows:
            here = (*(Above(HEADING, text) for _, text in reversed(own)), *under)
            filled = [cell for cell in row if cell.blocks]
            if len(filled) == 1 and (filled[0].span > 1 or len(row) == 1) and not columns:
                yield from self.lines(filled[0].blocks, under, own)
                continue
            labels: list[str] = [first_label] if row and row[0].goes_on and first_label else []
            for at, cell in _placed(row):
                beside = tuple(Above(ROW, text) for text in reversed(labels))
                over = _over(columns, at, cell)
                if self._is_label(row, cell, at):
                    labels.append(_said(cell))
                    first_label = labels[-1] if not at else first_label
                    for line in self.lines(cell.blocks, (*beside[:-1], *here), []):
                        yield Line(LABEL if line.kind == TEXT else line.kind, line.text, line.under)
                else:
                    yield from self.lines(cell.blocks, (*over, *beside, *here), [])

    def _heads(self, table: Table) -> bool:
        """Whether the first row says what each column holds."""
        if len(table.rows) < 2 or len(table.rows[0]) < 2:
            return False
        filled = [cell for cell in table.rows[0] if cell.blocks]
        if not all(_is_short(cell) for cell in filled) or len(filled) < 2:
            return False
        if table.heads or all(_is_bold(cell) for cell in filled):
            return not self._known(_said(table.rows[0][0])) or table.heads
        return len(filled) >= 3 and not self._known(_said(table.rows[0][0]))

    def _is_label(self, row: list[Cell], cell: Cell, at: int) -> bool:
        words = _said(cell)
        if not words or len(words) > LONGEST_LABEL or any(tick in words for tick in TICKS):
            return False
        if not any(other.blocks for other in row[row.index(cell) + 1 :]):
            return False
        return at == 0 or (len(words) <= SHORT and self._known(words))


def _placed(row: list[Cell]) -> Iterator[tuple[int, Cell]]:
    """Each cell with the number of the column it begins in."""
    at = 0
    for cell in row:
        yield at, cell
        at += cell.span


def _over(columns: dict[int, str], at: int, cell: Cell) -> Under:
    """What stands above a cell: of one that is merged with others, all of it."""
    words = dict.fromkeys(columns[each] for each in range(at, at + cell.span) if each and each in columns)
    return (Above(COLUMN if len(words) == 1 else COLUMNS, ", ".join(words)),) if words else ()


def _level(block: Paragraph) -> int | None:
    if block.kind != TEXT or not block.text or any(tick in block.text for tick in TICKS):
        return None
    if block.level is not None:
        return block.level
    if len(block.text) > LONGEST_LABEL or "\n" in block.text:
        return None
    if block.text.endswith("?"):
        return QUESTION
    return BOLD if block.bold and len(block.text) <= 2 * SHORT else None


def _said(cell: Cell) -> str:
    """The words of a cell that holds one paragraph; "" for every other."""
    only = cell.blocks[0] if len(cell.blocks) == 1 else None
    return " ".join(only.text.split()) if isinstance(only, Paragraph) else ""


def _is_short(cell: Cell) -> bool:
    return 0 < len(_said(cell)) <= SHORT and not any(tick in _said(cell) for tick in TICKS)


def _is_bold(cell: Cell) -> bool:
    return all(isinstance(block, Paragraph) and block.bold for block in cell.blocks)
