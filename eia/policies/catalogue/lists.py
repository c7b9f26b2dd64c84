"""The classes of policies, as their file says them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

SHELF = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PolicyClass:
    key: str
    title: str
    hint: str


@cache
def classes() -> Mapping[str, PolicyClass]:
    """By key, in the order of the file."""
    rows = tomllib.loads((SHELF / "classes.v1.toml").read_text(encoding="utf-8"))["classes"]
    found = [PolicyClass(**row) for row in rows]
    return MappingProxyType({one.key: one for one in found})


def class_title(key: str) -> str:
    """“Not in a class” for none; the key itself for one a later list no longer names."""
    return classes()[key].title if key in classes() else key or "Not in a class"
