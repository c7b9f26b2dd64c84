"""Everything that can be read in a PDF: the letters on its pages by their fonts, and every text beside them."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def text_of(pdf: pikepdf.Pdf) -> str:
    """Without spaces where letters are drawn one by one, so look for what has none in it."""
    return "\n".join([*(_letters(page) for page in pdf.pages), *_beside(pdf)])


def _letters(page: Any) -> str:
    fonts = {str(name): _codes(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    letters, codes = [], dict[int, str]()
    for drawn in pikepdf.parse_content_stream(page):
        operands, operator = list(drawn.operands), str(drawn.operator)
        if operator == "Tf":
            codes = fonts.get(str(operands[0]), {})
        if operator in ("Tj", "TJ"):
            parts = operands[0] if operator == "TJ" else [operands[0]]
            for part in (one for one in parts if isinstance(one, pikepdf.String)):
                raw = bytes(part)
                letters += [codes.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2)]
        if operator in ("ET", "Td", "Tm"):
            letters.append(" ")
    return "".join(letters)


def _codes(font: Any) -> dict[int, str]:
    """What each code of the font stands for."""
    if "/ToUnicode" not in font:
        return {}
    told, found = font.ToUnicode.read_bytes(), dict[int, str]()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", told, re.S):
        found |= {int(code, 16): _letter(text) for code, text in _PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", told, re.S):
        for first, last, text in _RANGE.findall(block):
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(int(text, 16) + code - int(first, 16))
    return found


def _letter(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")


def _beside(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Alternative texts, titles, metadata: every string of every object, and what is no picture of its streams."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/Metadata":
            yield one.read_bytes().decode("utf-8", "replace")
        if isinstance(one, pikepdf.Dictionary):
            yield from (str(value) for value in one.values() if isinstance(value, pikepdf.String))
