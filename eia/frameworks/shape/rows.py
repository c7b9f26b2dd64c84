"""The kinds of field a framework file has, and finding a row of a list by its key."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Protocol, TypeVar

LINE = 240
PROSE = 1500


def line(**options: Any) -> Any:
    return field(metadata={"most": LINE}, **options)


def prose(**options: Any) -> Any:
    return field(metadata={"most": PROSE}, **options)


def filled(**options: Any) -> Any:
    """A field the loader fills in; a file may not name it."""
    return field(metadata={"filled": True}, repr=False, compare=False, **options)


class Keyed(Protocol):
    """Anything with a key, as every row of a list in a file has."""

    @property
    def key(self) -> str: ...


class UnknownKey(LookupError):
    """The framework has no such key; says which list was asked."""


Row = TypeVar("Row", bound=Keyed)


def named(rows: tuple[Row, ...], key: str, what: str) -> Row:
    for row in rows:
        if row.key == key:
            return row
    raise UnknownKey(f"This framework has no {what} called {key!r}.")
