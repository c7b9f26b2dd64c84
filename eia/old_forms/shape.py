"""What is read from an old form: blocks as the file nests them, then lines with what each stands under."""

from dataclasses import dataclass, field

TEXT, LABEL, BOX, NOTE, COMMENT, EDGE, DELETED = (
    "text", "label", "text box", "footnote", "comment", "header or footer", "deleted",
)  # fmt: skip
"""What a line is. A label is a heading, or a question of the form."""
HEADING, ROW, COLUMN, COLUMNS = "heading", "row", "column", "columns"
"""What stands above a line; several columns above a merged cell."""


@dataclass(slots=True)
class Paragraph:
    """`level` is that of a heading: 0 for a title; None for what is no heading by its style."""

    kind: str = TEXT
    text: str = ""
    deleted: str = ""
    """What a tracked change takes out."""
    style: str = ""
    level: int | None = None
    bold: bool = False
    """All of it."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(kind, id) of the notes and comments it refers to."""


@dataclass(slots=True)
class Cell:
    blocks: "list[Paragraph | Table]" = field(default_factory=list)
    span: int = 1
    goes_on: bool = False
    """Merged with the cell above."""


@dataclass(slots=True)
class Table:
    rows: list[list[Cell]] = field(default_factory=list)
    heads: bool = False
    """Its first row is marked as its heading."""


Block = Paragraph | Table


@dataclass(slots=True)
class Document:
    body: list[Block] = field(default_factory=list)
    notes: dict[tuple[str, str], list[Block]] = field(default_factory=dict)
    edges: list[Block] = field(default_factory=list)
    """Headers and footers."""


@dataclass(frozen=True, slots=True)
class Above:
    """Something a line stands under or beside."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the form, with what it stands under, the nearest first."""

    kind: str
    text: str
    under: tuple[Above, ...] = ()

    @property
    def where(self) -> str:
        """ "Part 2 › Disability › Staff"."""
        return " › ".join(one.text for one in reversed(self.under))
