"""Whether a file has the tables and lines it must have, each of the right kind and length.

The dataclasses of shape/ are the outline of a framework, those of other rooms that of their files. What the rows mean
together is judged elsewhere: for frameworks in meaning.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from eia.frameworks.places import Fault, Path
from eia.frameworks.shape import Framework

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
SHORT = 60
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def outline_faults(table: Mapping[str, Any], shape: type = Framework) -> Iterator[Fault]:
    return _table(shape, table, ())


def _table(shape: type, table: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(table, dict):
        yield Fault(path, "this should be a table with lines of its own.")
        return
    known = {one.name: one for one in fields(shape) if "filled" not in one.metadata}
    for name in table.keys() - known.keys():
        yield Fault(path, _unknown(str(name), list(known)))
    for name in known.keys() - table.keys():
        if known[name].default is MISSING and known[name].default_factory is MISSING:
            yield Fault(path, f"“{name}” is missing. Add it.")
    hints = get_type_hints(shape)
    for name in known.keys() & table.keys():
        yield from _value(hints[name], known[name], table[name], (*path, name))


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    meant = f" Did you mean “{near[0]}”?" if near else f" What may stand here: {', '.join(sorted(known))}."
    return f"“{name[:SHORT]}” is not known here.{meant}"


def _value(hint: Any, rule: Field[Any], value: Any, path: Path) -> Iterator[Fault]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        hint = next(one for one in arguments if one is not NoneType)
    if is_dataclass(hint) and isinstance(hint, type):
        yield from _table(hint, value, path)
    elif origin is tuple:
        yield from _list(arguments[0], rule, value, path)
    elif origin is Mapping:
        yield from _mapping(arguments[1], rule, value, path)
    elif hint is str:
        yield from _text(rule, value, path)
    elif hint is bool and not isinstance(value, bool):
        yield Fault(path, "this should be true or false, without quotation marks.")
    elif hint is int and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1000):
        yield Fault(path, "this should be a whole number from 0 to 1000, without quotation marks.")


def _list(hint: Any, rule: Field[Any], value: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(path, "this should be a list.")
        return
    if not value and rule.default is MISSING:
        yield Fault(path, "this list is empty. Add at least one row.")
    for index, one in enumerate(value):
        yield from _value(hint, rule, one, (*path, index))
    yield from _repeated(value, path)


def _repeated(rows: list[Any], path: Path) -> Iterator[Fault]:
    keys = [row.get("key") if isinstance(row, dict) else row for row in rows]
    named = [key for key in keys if isinstance(key, str)]
    for key in sorted({key for key in named if named.count(key) > 1}):
        yield Fault(path, f"“{key[:SHORT]}” stands here {named.count(key)} times. Keep one, or rename the others.")


def _mapping(hint: Any, rule: Field[Any], value: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(path, f"this should be a table with a line per {rule.metadata.get('per', 'population')}.")
        return
    for key, one in value.items():
        if isinstance(hint, type) or one != []:
            yield from _value(hint, rule, one, (*path, key))


def _text(rule: Field[Any], value: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault(path, "this should be text in quotation marks.")
        return
    most = rule.metadata.get("most", SHORT)
    if not value.strip() and (rule.default is MISSING or value):
        yield Fault(path, "this text is empty. Write it, or take the line out if it may be left out.")
    elif len(value) > most:
        yield Fault(path, f"this text is too long: {len(value)} characters, at most {most}. Shorten it.")
    elif CONTROL.search(value):
        yield Fault(path, "this text holds a control character nobody can see. Take it out.")
    elif path[-1] == "key" and not KEY.fullmatch(value):
        yield Fault(path, "a key has small letters, digits and underscores, and begins with a letter.")
