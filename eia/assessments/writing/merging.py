"""Two people changed the same page: what goes together by itself, and what a person must decide.

Fields that say one thing together (an answer with its reason, a finding with its scale, a row) are one thought. What
only one of the two has changed is taken from that one. A thought that both have changed is never mixed by itself: each
of its fields that differ is decided by a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Said = Mapping[str, Any]
"""Name of a field -> its value, as `comparable` gives it."""
Value = str | tuple[str, ...]
FINISHED = "finished"
"""Never disputed: it is the word of the person who saves. See `merge`."""


@dataclass(frozen=True, slots=True)
class Merged:
    """`values` is what goes together by itself; `disputed` the fields a person must decide, in their order.

    `taken` names what the others changed and this person did not.
    """

    values: dict[str, Value]
    disputed: tuple[str, ...]
    taken: tuple[str, ...]


def comparable(value: Any) -> Value:
    """One way to write a value, whether it comes from a form, a row or a stored text: "" is unanswered."""
    if isinstance(value, list | tuple | set):
        return tuple(sorted(str(one) for one in value))
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return value.isoformat() if isinstance(value, date) else str(value)


def merge(base: Said | None, theirs: Said, yours: Said, thought_of: Callable[[str], str]) -> Merged:
    """`base` is what both started from; None when it is not kept any more: then all that differs is disputed.

    "I have finished this section" holds after a merge only when both said so: neither has read the other's words.
    """
    values, taken = dict(yours), list[str]()
    mine = {name for name in yours if base is None or yours[name] != base.get(name, blank(yours[name]))}
    others = {name for name in yours if base is None or theirs[name] != base.get(name, blank(theirs[name]))}
    both = {thought_of(n) for n in mine} & {thought_of(n) for n in others}
    disputed = []
    for name in yours:
        if yours[name] == theirs[name]:
            continue
        if name == FINISHED:
            values[name] = ""
        elif thought_of(name) in both:
            disputed.append(name)
        elif name in others:
            values[name] = theirs[name]
            taken.append(name)
    return Merged(values, tuple(disputed), tuple(taken))


def blank(like: Value) -> Value:
    return () if isinstance(like, tuple) else ""


def both_texts(theirs: str, yours: str, between: str) -> str:
    """One after the other; only one of them when it holds the lines of the other already."""
    lines = [f"\n{text}\n" for text in (theirs, yours)]
    if lines[1] in lines[0] or not yours:
        return theirs
    return yours if lines[0] in lines[1] or not theirs else f"{theirs}{between}{yours}"


def thoughts_of(page: str) -> Callable[[str], str]:
    """Name of a field -> the thought it belongs to, on the page at that address below the version."""
    kind, _, what = page.partition("/")
    if page == "sections/screening":
        return lambda name: name.rpartition("-")[0] or name
    if kind == "impacts":
        return lambda name: name.partition("-")[0]
    if kind in ("rows", "cover") or what == "conclusion":
        return lambda name: "" if name != FINISHED else name
    return lambda name: name
