"""Loads framework files; those that come with the engine stand beside this module as <key>.v<version>.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from eia.frameworks.checker import check
from eia.frameworks.reading import read
from eia.frameworks.shape import Framework

SHELF = Path(__file__).parent


class FrameworkFault(Exception):
    """A framework file that cannot be used; `sentences` says everything that is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def load(source: Path | bytes) -> Framework:
    """The framework in a file or its bytes; refuses one the checker finds fault with."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    if faults := check(content):
        raise FrameworkFault(faults)
    return read(content)


@cache
def shipped() -> Mapping[str, Framework]:
    """Every framework that comes with the engine, by id ("equality_act_2010.v1")."""
    loaded = (load(path) for path in sorted(SHELF.glob("*.toml")))
    return MappingProxyType({framework.id: framework for framework in loaded})
