"""Golden files: tables for people, in tests/golden. EIA_GOLDEN=write draws them anew, for somebody to read the diff."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "golden"


def compare(name: str, heading: str, lines: Iterable[str]) -> None:
    """The file must say exactly this."""
    drawn = "".join(f"{line}\n" for line in (heading, "", *lines))
    file = FOLDER / name
    if os.environ.get("EIA_GOLDEN") == "write":
        file.write_text(drawn)
    kept = file.read_text() if file.exists() else ""
    if kept != drawn:
        pytest.fail(f"{file.name} says something else:\n{difference(kept, drawn)}\nEIA_GOLDEN=write draws it anew")


def compare_doors(name: str, heading: str, drawn: dict[str, list[str]], is_drawn: Callable[[str], bool]) -> None:
    """Of a file that several tests draw, each its own doors ("GET /help"): of these it must say exactly this.

    What is said of a door stands in the indented lines below it.
    """
    kept: dict[str, list[str]] = {}
    file, door = FOLDER / name, ""
    for line in file.read_text().splitlines()[2:] if file.exists() else ():
        if line.startswith(" "):
            kept[door].append(line)
        else:
            door = line
            kept[door] = []
    doors = {door: lines for door, lines in kept.items() if not is_drawn(door)} | drawn
    in_order = sorted(doors, key=lambda door: door.split(" ", 1)[::-1])
    compare(name, heading, (line for door in in_order for line in (door, *doors[door])))


def difference(kept: str, drawn: str, shown: int = 40) -> str:
    from difflib import unified_diff

    lines = list(unified_diff(kept.splitlines(), drawn.splitlines(), "kept", "drawn", lineterm="", n=1))
    return "\n".join(lines[:shown])
