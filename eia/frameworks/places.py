"""Where in a framework file something stands, said as a person would look for it.

A path is the way down the parsed file: ("characteristics", 5, "guidance", "staff").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_\-]+(?:\s*\.\s*[A-Za-z0-9_\-]+)*)\s*\]\]?\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Fault:
    path: Path
    says: str


class Places:
    """Turns faults into sentences that name the row and its line."""

    def __init__(self, text: str, table: Mapping[str, Any]) -> None:
        self._lines = lines_of_tables(text)
        self._table = table

    def sentence(self, fault: Fault) -> str:
        where, line = self._words(fault.path), self._line(fault.path)
        at = f" (line {line})" if line else ""
        return f"In {where or 'the file'}{at}: {fault.says}"

    def _line(self, path: Path) -> int:
        """The line of the nearest table header above; 0 for the top of the file and inline tables there."""
        starts = (self._lines.get(path[:length], 0) for length in range(len(path), 0, -1))
        return next((line for line in starts if line), 0)

    def _words(self, path: Path) -> str:
        words: list[str] = []
        here: Any = self._table
        for step in path:
            here = _down(here, step)
            if isinstance(step, str):
                words.append(step)
            else:
                words[-1:] = [f"{words[-1]} {_name(here, step)}"]
        return ", ".join(words)


def lines_of_tables(text: str) -> dict[Path, int]:
    """The line of every [table] and [[row]] header, by path."""
    lines: dict[Path, int] = {}
    rows: dict[Path, int] = {}
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside and (found := HEADER.match(line)):
            parts = [part.strip() for part in found[2].split(".")]
            lines[_path(parts, rows, is_row=found[1] == "[[")] = number
        for quotes in ('"""', "'''"):
            if inside in ("", quotes) and line.count(quotes) % 2:
                inside = "" if inside else quotes
    return lines


def _path(parts: Sequence[str], rows: dict[Path, int], *, is_row: bool) -> Path:
    path: Path = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in rows:
            path = (*path, rows[path])
    path = (*path, parts[-1])
    if not is_row:
        return path
    rows[path] = rows.get(path, -1) + 1
    return (*path, rows[path])


def _down(here: Any, step: str | int) -> Any:
    if isinstance(here, Mapping):
        return here.get(str(step))
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _name(row: Any, index: int) -> str:
    """A row by its key, or the rule by what it is for, or its number as people count."""
    if isinstance(row, Mapping):
        for field in ("key", "when", "section", "title"):
            if isinstance(row.get(field), str):
                return f"“{row[field][:60]}”"
    return f"number {index + 1}"
