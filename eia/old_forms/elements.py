"""Follows the elements of a Word file and keeps what they say: what is open lies on stacks."""

from collections.abc import Mapping

from eia.errors import Refused
from eia.forms.text import without_refused
from eia.old_forms.package import TOO_MUCH, local
from eia.old_forms.shape import BOX, COMMENT, NOTE, TEXT, Block, Cell, Document, Paragraph, Table

MOST_CHARACTERS, MOST_PARAGRAPHS = 1_000_000, 4_000
ON, OFF = "☒", "☐"
SYMBOLS = {
    **dict.fromkeys(("F0FE", "F052", "F054", "F078", "F0FD", "F053", "F056"), ON),
    **dict.fromkeys(("F0A8", "F06F", "F0A3", "F071", "F072"), OFF),
    **dict.fromkeys(("F0FC", "F050"), "✓"), **dict.fromkeys(("F0FB", "F04F"), "✗"),
}  # fmt: skip
"""Boxes and ticks as Wingdings draws them."""
EMBEDDED = "[A part of the form in another format, which was not read: it stands in the file.]"
PICTURE = "[picture]"
FALSE = ("0", "false", "off")
NOTES = {"w:footnote": NOTE, "w:endnote": NOTE, "w:comment": COMMENT}
REFERENCES = {"w:footnoteReference": "w:footnote", "w:endnoteReference": "w:endnote", "w:commentReference": "w:comment"}


def number_in(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 9


class Reader:
    """One part after another: `into` begins it."""

    def __init__(self, levels: Mapping[str, int]) -> None:
        self._levels = levels
        self._characters = self._paragraphs = 0

    def into(self, blocks: list[Block], kind: str, notes: Document | None = None) -> None:
        """Begin a part: its blocks go there, or each note to its place in `notes`."""
        self._blocks: list[list[Block]] = [blocks]
        self._kinds, self._notes = [kind], notes
        self._open: list[OpenParagraph] = []
        self._tables: list[Table] = []
        self._alternatives: list[int] = []
        self._skipping = self._deleted = 0
        self._in_text = self._in_mark = False
        self._box: dict[str, str] = {}
        self._entries: list[str] = []

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        if tag in _STARTS:
            _STARTS[tag](self, given)
        elif tag in NOTES and self._notes is not None:
            into: list[Block] = []
            if local(given, "type") not in ("separator", "continuationSeparator"):
                self._notes.notes[tag, local(given, "id")] = into
            self._blocks.append(into)
            self._kinds.append(NOTES[tag])
        elif tag in REFERENCES and self._open:
            self._open[-1].paragraph.notes.append((REFERENCES[tag], local(given, "id")))

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif tag in _ENDS:
            _ENDS[tag](self)
        elif tag in NOTES and self._notes is not None:
            self._blocks.pop()
            self._kinds.pop()

    def text(self, said: str) -> None:
        if self._in_text and not self._skipping:
            self.add(said)

    def add(self, said: str) -> None:
        self._characters += len(said)
        if self._characters > MOST_CHARACTERS:
            raise Refused(TOO_MUCH)
        if self._open:
            self._open[-1].add(said, deleted=bool(self._deleted))

    def paragraph(self, _: Mapping[str, str]) -> None:
        self._open.append(OpenParagraph(Paragraph(self._kinds[-1])))

    def paragraph_ends(self) -> None:
        paragraph = self._open.pop().closed(self._levels)
        if paragraph.text or paragraph.deleted or paragraph.notes:
            self._paragraphs += 1
            if self._paragraphs > MOST_PARAGRAPHS:
                raise Refused(TOO_MUCH)
            self._blocks[-1].append(paragraph)

    def style(self, given: Mapping[str, str]) -> None:
        if self._open and not self._open[-1].in_run:
            self._open[-1].paragraph.style = local(given, "val")

    def level(self, given: Mapping[str, str]) -> None:
        level = number_in(local(given, "val"))
        if self._open and level < 9:
            self._open[-1].paragraph.level = level + 1

    def run(self, _: Mapping[str, str]) -> None:
        if self._open:
            self._open[-1].in_run, self._open[-1].bold = True, False

    def run_ends(self) -> None:
        if self._open:
            self._open[-1].in_run = False

    def bold(self, given: Mapping[str, str]) -> None:
        if self._open and self._open[-1].in_run:
            self._open[-1].bold = local(given, "val", "1") not in FALSE

    def collect(self, _: Mapping[str, str]) -> None:
        self._in_text = True

    def collected(self) -> None:
        self._in_text = False

    def space(self, _: Mapping[str, str]) -> None:
        if self._open and self._open[-1].in_run:
            self.add("\t")

    def line_break(self, _: Mapping[str, str]) -> None:
        self.add("\n")

    def hyphen(self, _: Mapping[str, str]) -> None:
        self.add("-")

    def symbol(self, given: Mapping[str, str]) -> None:
        code = local(given, "char").upper()
        self.add(SYMBOLS.get(code, f"[symbol {code}]" if code else ""))

    def picture(self, _: Mapping[str, str]) -> None:
        self.add(PICTURE)

    def embedded(self, _: Mapping[str, str]) -> None:
        self._blocks[-1].append(Paragraph(self._kinds[-1], EMBEDDED))

    def deletes(self, _: Mapping[str, str]) -> None:
        self._deleted += 1

    def deleted(self) -> None:
        self._deleted -= 1

    def mark(self, _: Mapping[str, str]) -> None:
        self._in_mark, self._box = True, {}

    def marked(self, given: Mapping[str, str]) -> None:
        if self._in_mark:
            self._box["on"] = "" if local(given, "val", "1") in FALSE else "1"

    def default(self, given: Mapping[str, str]) -> None:
        if self._in_mark:
            self._box.setdefault("on", "" if local(given, "val", "1") in FALSE else "1")

    def mark_ends(self) -> None:
        self._in_mark = False
        self.add(ON if self._box.get("on") else OFF)

    def choice(self, _: Mapping[str, str]) -> None:
        self._box, self._entries = {}, []

    def chosen(self, given: Mapping[str, str]) -> None:
        self._box["result"] = local(given, "val")

    def entry(self, given: Mapping[str, str]) -> None:
        self._entries.append(local(given, "val"))

    def choice_ends(self) -> None:
        at = number_in(self._box.get("result", "0"))
        self.add(self._entries[at] if at < len(self._entries) else "")

    def table(self, _: Mapping[str, str]) -> None:
        self._tables.append(Table())

    def table_ends(self) -> None:
        table = self._tables.pop()
        if any(cell.blocks for row in table.rows for cell in row):
            self._blocks[-1].append(table)

    def row(self, _: Mapping[str, str]) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def heads(self, given: Mapping[str, str]) -> None:
        if self._tables and len(self._tables[-1].rows) == 1:
            self._tables[-1].heads = local(given, "val", "1") not in FALSE

    def cell(self, _: Mapping[str, str]) -> None:
        cell = Cell()
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(cell)
            self._blocks.append(cell.blocks)
        else:
            self._blocks.append(self._blocks[-1])  # no table around it: what it says is not lost
        self._kinds.append(self._kinds[-1])

    def span(self, given: Mapping[str, str]) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].span = max(1, min(number_in(local(given, "val")), 63))

    def merged(self, given: Mapping[str, str]) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].goes_on = local(given, "val", "continue") == "continue"

    def box(self, _: Mapping[str, str]) -> None:
        """What is in a text box stands before the paragraph that holds it."""
        self._blocks.append([])
        self._kinds.append(BOX if self._kinds[-1] == TEXT else self._kinds[-1])

    def inner_ends(self) -> None:
        self._blocks.pop()
        self._kinds.pop()

    def box_ends(self) -> None:
        inner = self._blocks.pop()
        self._kinds.pop()
        self._blocks[-1].extend(inner)

    def alternative(self, _: Mapping[str, str]) -> None:
        """One drawing in two ways: the second is read only when the first holds no text."""
        self._alternatives.append(self._characters)

    def alternative_ends(self) -> None:
        self._alternatives.pop()

    def fallback(self, _: Mapping[str, str]) -> None:
        if self._alternatives and self._characters > self._alternatives[-1]:
            self._skipping = 1


class OpenParagraph:
    """A paragraph that has not ended yet."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.paragraph = paragraph
        self.in_run = self.bold = False
        self._said: list[str] = []
        self._deleted: list[str] = []
        self._plain = False

    def add(self, said: str, *, deleted: bool) -> None:
        (self._deleted if deleted else self._said).append(said)
        self._plain = self._plain or (not deleted and not self.bold and bool(said.strip()))

    def closed(self, levels: Mapping[str, int]) -> Paragraph:
        one = self.paragraph
        one.text, one.deleted = (without_refused("".join(said)).strip() for said in (self._said, self._deleted))
        one.level = levels.get(one.style, one.level) if one.level is None else one.level
        one.bold = bool(one.text) and not self._plain
        return one


_STARTS = {
    "w:p": Reader.paragraph, "w:pStyle": Reader.style, "w:outlineLvl": Reader.level, "w:r": Reader.run,
    "m:r": Reader.run, "w:b": Reader.bold, "w:t": Reader.collect, "w:delText": Reader.collect,
    "m:t": Reader.collect, "w:tab": Reader.space, "w:br": Reader.line_break, "w:cr": Reader.line_break,
    "w:noBreakHyphen": Reader.hyphen, "w:sym": Reader.symbol, "a:blip": Reader.picture,
    "v:imagedata": Reader.picture, "w:altChunk": Reader.embedded, "w:del": Reader.deletes,
    "w:moveFrom": Reader.deletes, "w:checkBox": Reader.mark, "w:checked": Reader.marked,
    "w:default": Reader.default, "w:ddList": Reader.choice, "w:result": Reader.chosen,
    "w:listEntry": Reader.entry, "w:tbl": Reader.table, "w:tr": Reader.row, "w:tblHeader": Reader.heads,
    "w:tc": Reader.cell, "w:gridSpan": Reader.span, "w:vMerge": Reader.merged,
    "w:txbxContent": Reader.box, "mc:AlternateContent": Reader.alternative, "mc:Fallback": Reader.fallback,
}  # fmt: skip
_ENDS = {
    "w:p": Reader.paragraph_ends, "w:r": Reader.run_ends, "m:r": Reader.run_ends, "w:t": Reader.collected,
    "w:delText": Reader.collected, "m:t": Reader.collected, "w:del": Reader.deleted, "w:moveFrom": Reader.deleted,
    "w:checkBox": Reader.mark_ends, "w:ddList": Reader.choice_ends, "w:tbl": Reader.table_ends,
    "w:tc": Reader.inner_ends, "w:txbxContent": Reader.box_ends, "mc:AlternateContent": Reader.alternative_ends,
}  # fmt: skip
