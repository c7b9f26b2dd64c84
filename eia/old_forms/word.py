"""What a Word file says, in the order it is read: paragraphs, tables, notes, comments, headers.

One pass over the elements of each part (`elements.py`); nothing but the text and what tells a heading is kept.
"""

from collections.abc import Mapping
from typing import IO

from eia.old_forms.elements import Reader, number_in
from eia.old_forms.package import Package, local
from eia.old_forms.shape import EDGE, NOTE, TEXT, Document


def read_word(stream: IO[bytes]) -> Document:
    """The whole file, or Refused with the sentence that says why not."""
    package = Package(stream)
    main = package.main()
    folder, _, file = main.rpartition("/")
    targets = package.targets(f"{folder}/_rels/{file}.rels")
    levels = _levels(package, _inside(package, folder, targets.get("styles", [])))
    reader = Reader(levels)
    document = Document()
    reader.into(document.body, TEXT)
    package.parse(main, reader.start, reader.end, reader.text)
    for kind in ("footnotes", "endnotes", "comments"):
        for part in _inside(package, folder, targets.get(kind, [])):
            reader.into([], NOTE, document)
            package.parse(part, reader.start, reader.end, reader.text)
    for part in _inside(package, folder, [*targets.get("header", []), *targets.get("footer", [])]):
        reader.into(document.edges, EDGE)
        package.parse(part, reader.start, reader.end, reader.text)
    return document


def _inside(package: Package, folder: str, targets: list[str]) -> list[str]:
    names = [target.lstrip("/") if target.startswith("/") else f"{folder}/{target}" for target in targets]
    return sorted({name for name in names if name in package.names})


def _levels(package: Package, parts: list[str]) -> dict[str, int]:
    """Style -> the level of the heading it is; styles that are none are left out."""
    found: dict[str, int] = {}
    rests_on: dict[str, str] = {}
    now = ""

    def start(tag: str, given: Mapping[str, str]) -> None:
        nonlocal now
        if tag == "w:style":
            now = local(given, "styleId")
        elif tag == "w:name":
            _, _, number = local(given, "val").lower().partition("heading ")
            if number.isascii() and number.isdigit():
                found[now] = int(number)
            elif local(given, "val").lower() == "title":
                found[now] = 0
        elif tag == "w:basedOn":
            rests_on[now] = local(given, "val")
        elif tag == "w:outlineLvl":
            found.setdefault(now, number_in(local(given, "val")) + 1)

    for part in parts:
        package.parse(part, start)
    for style in rests_on:
        at, steps = style, 0
        while at not in found and at in rests_on and steps < 10:
            at, steps = rests_on[at], steps + 1
        if at in found:
            found.setdefault(style, found[at])
    return {style: level for style, level in found.items() if level <= 9}
