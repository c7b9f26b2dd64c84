"""Where a line of an old form belongs, by rules that are data: words of headings and labels for each framework.

A place is a path: "proposal/changes", "screening/disability/staff", "evidence"; "" is nowhere yet. "*" as population
is everybody a characteristic applies to, for forms that do not tell them apart. Nothing is guessed from the text
itself: only what a line stands under counts, and a label at its own beginning ("Disability: ...").
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eia.old_forms.shape import COLUMN, COLUMNS, DELETED, HEADING, LABEL, ROW, Above, Line

SHELF = Path(__file__).parent / "rules"
EVERYBODY = "*"
LONGEST = 300
NO_RULE = "Nothing above it says where it belongs."
STRUCK, EDGE = "A tracked change of the form takes it out.", "It stands at the edge of the form’s pages."


@dataclass(frozen=True, slots=True)
class Rule:
    """`to` is a place, a characteristic ("about:disability") or "" with what `later` says to do."""

    to: str
    words: tuple[str, ...]
    strong: bool = False
    """It holds for a column or the nearest heading even where the row names a characteristic."""
    later: str = ""


SEVERAL = Rule("", (), later="Its label names several characteristics: choose one.")


@dataclass(frozen=True, slots=True)
class Rules:
    places: tuple[Rule, ...]
    populations: Mapping[str, tuple[str, ...]]

    def knows(self, words: str) -> bool:
        """Whether a short cell names a characteristic or a population."""
        rule = self.match(words)
        return rule is SEVERAL or bool(rule and rule.to.startswith("about:")) or bool(self.population(words))

    def match(self, words: str) -> Rule | None:
        """The rule with the longest words that stand in these; `SEVERAL` when they name several characteristics."""
        said = f" {folded(words[:LONGEST])} "
        first = self._longest(said)
        if first is None or not first[1].to.startswith("about:"):
            return first[1] if first else None
        second = self._longest(said.replace(f" {first[0]} ", "  "), only="about:")
        return first[1] if second is None or second[1].to == first[1].to else SEVERAL

    def _longest(self, said: str, *, only: str = "") -> tuple[str, Rule] | None:
        """The words, and the rule they belong to."""
        found = (
            (word, rule) for rule in self.places if rule.to.startswith(only) for word in rule.words
            if f" {word} " in said
        )  # fmt: skip
        return max(found, key=lambda pair: len(pair[0]), default=None)

    def population(self, words: str) -> str:
        """The one population that is named; "" when none is, or several are."""
        said = f" {folded(words[:LONGEST])} "
        named = [key for key, each in self.populations.items() if any(f" {word} " in said for word in each)]
        return named[0] if len(named) == 1 else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """`place` "" waits to be placed; `aside` is a reason to set it aside at once. `because` says why it goes there."""

    place: str = ""
    because: str = ""
    aside: str = ""
    prefix: str = ""
    """What stood between the line and what placed it: it is written before the text."""


@cache
def rules_for(framework: str) -> Rules:
    """The rules for a framework by its key ("equality_act_2010"), with those that hold for all."""
    named = SHELF / f"{framework}.toml"
    told = [tomllib.loads(path.read_text()) for path in (SHELF / "every.toml", named) if path.exists()]
    places = tuple(_rule(row) for each in told for row in each.get("place", ()))
    populations = {row["key"]: tuple(map(folded, row["words"])) for each in told for row in each.get("population", ())}
    return Rules(places, populations)


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(row.get("to", ""), tuple(map(folded, row["words"])), row.get("strong", False), row.get("later", ""))


def folded(words: str) -> str:
    """Letters and figures alone, in lower case without accents, a blank between words."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def placed(line: Line, rules: Rules, places: Collection[str]) -> Placed:
    """Where a line goes of the `places` there are."""
    if line.kind == DELETED:
        return Placed(aside=STRUCK)
    if line.kind == "header or footer":
        return Placed(aside=EDGE)
    if line.kind == LABEL:
        return Placed()
    above = [*_own(line), *line.under]
    for at, one, rule in _ranked(above, rules):
        place = _place(rule, above, rules, places)
        if place or rule.later:
            words = f"It stands under “{_short(one.text)}”."
            return Placed(place, rule.later or words, prefix=_prefix(above[:at], rules))
    return Placed(because=NO_RULE)


def _own(line: Line) -> Iterator[Above]:
    """A label at the beginning of the line itself."""
    head, colon, rest = line.text.partition(":")
    if colon and rest.strip() and len(head) <= 60 and "\n" not in head:
        yield Above("own", head)


def _ranked(above: Sequence[Above], rules: Rules) -> Iterator[tuple[int, Above, Rule]]:
    """Strong rules of the column and the nearest heading first, then the nearest of all."""
    single = ((at, one) for at, one in enumerate(above) if one.how != COLUMNS)
    found = [(at, one, rule) for at, one in single if (rule := rules.match(one.text))]
    nearest = next((at for at, one in enumerate(above) if one.how == HEADING), -1)
    strong = [each for each in found if each[2].strong and (each[1].how in (COLUMN, "own") or each[0] == nearest)]
    yield from strong
    yield from (each for each in found if each not in strong)


def _place(rule: Rule, above: Sequence[Above], rules: Rules, places: Collection[str]) -> str:
    if not rule.to.startswith("about:"):
        return rule.to if rule.to in places else ""
    about = rule.to.removeprefix("about:")
    population = next((found for one in above if (found := rules.population(one.text))), EVERYBODY)
    wanted = f"screening/{about}/{population}", f"screening/{about}/{EVERYBODY}"
    return next((place for place in wanted if place in places), "")


def _prefix(nearer: Sequence[Above], rules: Rules) -> str:
    """Labels of the row and column that the place does not say already."""
    said = [one.text for one in reversed(nearer) if one.how in (ROW, COLUMN) and not rules.population(one.text)]
    return "".join(f"{words}: " for words in said)


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"
