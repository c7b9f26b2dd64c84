"""Golden files: tables for people, in tests/golden. EIA_GOLDEN=write draws them anew, for somebody to read the diff."""

import os
from collections.abc import Iterable
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


def difference(kept: str, drawn: str, shown: int = 40) -> str:
    from difflib import unified_diff

    lines = list(unified_diff(kept.splitlines(), drawn.splitlines(), "kept", "drawn", lineterm="", n=1))
    return "\n".join(lines[:shown])
