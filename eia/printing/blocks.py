"""What a document says, block by block, for whoever draws it: a page, a PDF and Word show the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; the section's own stands above it."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What somebody wrote or what is on record; `number` is "" where nobody will need to point at it."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something nobody may overlook: `word` is the mark ("Not ready"), `text` says what it means here."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts, name by name."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row is its header."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the law, never without their section."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that says nothing the table before it does not say. `says` is read out instead of it; `svg` stands by
    itself, with its colours and letters."""

    title: str
    says: str
    svg: str


Block = Heading | Paragraph | Mark | Facts | Bullets | Table | Quotation | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """It begins a page of its own."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """A document by itself: what it is and of whom, how it stands, then section by section."""

    title: str
    kind: str
    by: str
    facts: Facts
    notes: tuple[Block, ...]
    sections: tuple[Section, ...]
