"""Builds a framework from the bytes of its file, without judging them: the checker does that before first use."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache, partial
from hashlib import sha256
from types import MappingProxyType, NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from eia.frameworks.shape import Framework


def read(content: bytes) -> Framework:
    """The framework in bytes checked at their first use: a stricter checker must not undo them."""
    table = tomllib.loads(content.decode("utf-8"))
    framework: Framework = built(Framework, table)
    return replace(framework, content=content, digest=sha256(content).hexdigest())


def built(shape: type, table: Mapping[str, Any]) -> Any:
    """An instance of a dataclass from a table; what the table leaves out takes the field's default."""
    return shape(**{name: turned(table[name]) for name, turned in _fields(shape) if name in table})


Turning = Callable[[Any], Any]
"""From a value as TOML or JSON has it to the value of a field."""


@cache
def _fields(shape: type) -> tuple[tuple[str, Turning], ...]:
    hints = get_type_hints(shape)
    return tuple((field.name, _turning(hints[field.name])) for field in fields(shape))


@cache
def _turning(hint: Any) -> Turning:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        inner = _turning(next(one for one in arguments if one is not NoneType))
        return lambda value: None if value is None else inner(value)
    if is_dataclass(hint) and isinstance(hint, type):
        return partial(built, hint)
    if origin is tuple:
        each = _turning(arguments[0])
        return lambda value: tuple(each(one) for one in value)
    if origin is Mapping:
        row = _turning(arguments[1])
        return lambda value: MappingProxyType({key: row(one) for key, one in value.items()})
    return hint if hint is float or _is_enum(hint) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)
