"""Keys that name rows elsewhere in a framework file, and the fault when there is no such row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eia.frameworks.places import Fault, Path
from eia.frameworks.shape import Keyed


def keys(rows: Iterable[Keyed]) -> list[str]:
    return [row.key for row in rows]


def strangers(named: Iterable[str], known: list[str], path: Path, what: str) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            yield Fault(path, f"there is no {what} “{name}”. Choose from {', '.join(known)}.")
