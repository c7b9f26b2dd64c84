"""Which kinds of decision need an assessment: the catalogue as its file says it, and what it proposes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from eia.policies.catalogue.lists import SHELF

FULL, SCREENING, NOT_NEEDED = "full", "screening", "not_needed"
LEVELS = {
    FULL: "Needed in full",
    SCREENING: "A screening first",
    NOT_NEEDED: "Not needed",
}
OPEN_YET, TAKEN, IN_FORCE = "open", "taken", "in_force"
STAGES = {
    OPEN_YET: ("No, it can still change", ""),
    TAKEN: ("Yes, it has been decided", "Starting now is late, and is marked so. It is still worth doing."),
    IN_FORCE: ("It is in force, and is being reviewed", "Reviewing what is in force is not late."),
}


@dataclass(frozen=True, slots=True)
class Reach:
    key: str
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    title: str
    source: str
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Triggers:
    id: str
    when: str
    when_source: str
    reaches: Mapping[str, Reach]
    kinds: Mapping[str, Kind]

    def proposed(self, kind: str, reach: str) -> str:
        return self.kinds[kind].levels[reach]

    def because(self, kind: str, reach: str) -> str:
        """Why that is proposed, as a sentence."""
        what, how = self.kinds[kind].title, self.reaches[reach].title
        return (
            f"“{what}”, and “{how[:1].lower()}{how[1:]}”: the table says {LEVELS[self.proposed(kind, reach)].lower()}."
        )


class TriggerFault(Exception):
    """A catalogue that cannot be used, in a sentence."""


@cache
def triggers() -> Triggers:
    said = tomllib.loads((SHELF / "triggers.v1.toml").read_text(encoding="utf-8"))
    reaches = {row["key"]: Reach(**row) for row in said.pop("reaches")}
    kinds = {row["key"]: Kind(**row) for row in said.pop("kinds")}
    for kind in kinds.values():
        if set(kind.levels) != set(reaches) or not set(kind.levels.values()) <= set(LEVELS) or not kind.source:
            raise TriggerFault(f"“{kind.title}” needs a source, and one known level for each answer.")
    return Triggers(**said, reaches=MappingProxyType(reaches), kinds=MappingProxyType(kinds))
