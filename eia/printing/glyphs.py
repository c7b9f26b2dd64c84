"""Which characters the fonts of the pack have, and a note in words for each that none has.

Typst refuses to write an accessible PDF with a character no font can draw: one emoji in a report would stop a pack.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
TEXT, BOLD = ("SourceSans3_400Regular.ttf", "DejaVuSans.ttf"), ("SourceSans3_700Bold.ttf", "DejaVuSans-Bold.ttf")
SPACES = frozenset("\n\t\u00a0\u2009\u202f ")


def printable(text: str) -> str:
    """The text with "[thumbs up sign]" for what cannot be drawn; what nobody sees is left out."""
    if text.isascii() and text.isprintable():
        return text
    known = drawn()
    kept: list[str] = []
    missing: list[str] = []
    for each in unicodedata.normalize("NFC", text):
        if _is_unseen(each):
            continue
        if ord(each) in known or each in SPACES:
            kept += [_note(missing), each]
            missing = []
        else:
            missing.append(each)
    return "".join([*kept, _note(missing)])


def _is_unseen(each: str) -> bool:
    """Control and format characters, and marks that only pick how the character before them looks."""
    if each in SPACES:
        return False
    picks = "\ufe00" <= each <= "\ufe0f" or "\U0001f3fb" <= each <= "\U0001f3ff"
    return picks or unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _note(missing: list[str]) -> str:
    """A run of them is named once: "[3 characters that cannot be printed]"."""
    if not missing:
        return ""
    names = [unicodedata.name(each, "").lower() for each in missing]
    if len(missing) == 1 and names[0] and "ideograph" not in names[0]:
        return f"[{names[0]}]"
    return (
        "[a character that cannot be printed]"
        if len(missing) == 1
        else f"[{len(missing)} characters that cannot be printed]"
    )


@cache
def drawn() -> frozenset[int]:
    """The characters that can be drawn both in plain and in bold letters."""
    plain, bold = (frozenset().union(*(_characters(FONTS / name) for name in names)) for names in (TEXT, BOLD))
    return plain & bold


def _characters(font: Path) -> frozenset[int]:
    """The characters in the table "cmap" of a TrueType font (OpenType, cmap formats 4 and 12)."""
    content = font.read_bytes()
    count = struct.unpack_from(">H", content, 4)[0]
    places = {
        content[at : at + 4]: struct.unpack_from(">I", content, at + 8)[0] for at in range(12, 12 + 16 * count, 16)
    }
    cmap = places[b"cmap"]
    tables = struct.unpack_from(">H", content, cmap + 2)[0]
    found: set[int] = set()
    for number in range(tables):
        at = cmap + struct.unpack_from(">I", content, cmap + 8 + 8 * number)[0]
        kind = struct.unpack_from(">H", content, at)[0]
        if kind == 12:
            found.update(_groups(content, at))
        elif kind == 4:
            found.update(_segments(content, at))
    return frozenset(found)


def _groups(content: bytes, at: int) -> Iterator[int]:
    for number in range(struct.unpack_from(">I", content, at + 12)[0]):
        first, last, _ = struct.unpack_from(">III", content, at + 16 + 12 * number)
        yield from range(first, last + 1)


def _segments(content: bytes, at: int) -> Iterator[int]:
    """Format 4: ranges that end, begin, are shifted, or point into a list of glyphs, in which 0 is no glyph."""
    many = struct.unpack_from(">H", content, at + 6)[0] // 2
    ends = struct.unpack_from(f">{many}H", content, at + 14)
    starts = struct.unpack_from(f">{many}H", content, at + 16 + 2 * many)
    deltas = struct.unpack_from(f">{many}H", content, at + 16 + 4 * many)
    offsets_at = at + 16 + 6 * many
    offsets = struct.unpack_from(f">{many}H", content, offsets_at)
    for number in range(many):
        for character in range(starts[number], min(ends[number], 0xFFFE) + 1):
            if offsets[number]:
                place = offsets_at + 2 * number + offsets[number] + 2 * (character - starts[number])
                glyph = struct.unpack_from(">H", content, place)[0]
            else:
                glyph = (character + deltas[number]) & 0xFFFF
            if glyph:
                yield character
