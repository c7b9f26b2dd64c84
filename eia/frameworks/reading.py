"""Builds a framework from the bytes of its file, without judging them: the checker does that before first use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from types import MappingProxyType, NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from eia.frameworks.shape import Framework


def read(content: bytes) -> Framework:
    """The framework in bytes checked at their first use: a stricter checker must not undo them."""
    table = tomllib.loads(content.decode("utf-8"))
    framework: Framework = built(Framework, table)
    return replace(framework, content=content, digest=sha256(content).hexdigest())


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def built(shape: type, table: Mapping[str, Any]) -> Any:
    """An instance of a dataclass from a table; what the table leaves out takes the field's default."""
    hints = _hints(shape)
    given = {field.name: field for field in fields(shape) if field.name in table}
    return shape(**{name: _value(hints[name], table[name]) for name in given})


def _value(hint: Any, value: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return None if value is None else _value(next(one for one in arguments if one is not NoneType), value)
    if is_dataclass(hint) and isinstance(hint, type):
        return built(hint, value)
    if origin is tuple:
        return tuple(_value(arguments[0], one) for one in value)
    if origin is Mapping:
        return MappingProxyType({key: _value(arguments[1], one) for key, one in value.items()})
    return hint(value) if hint in (float, Decimal) or _is_enum(hint) else value


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)
