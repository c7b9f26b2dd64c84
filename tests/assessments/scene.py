"""What a golden table is drawn for: situations, the cast that looks at them, and the words of one run made steady."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from eia.people.queries import Standings
from eia.workflow.perform import HasState

C = TypeVar("C", bound=HasState)


@dataclass(frozen=True)
class SituationOf(Generic[C]):
    name: str
    case: C


@dataclass(frozen=True)
class SceneOf(Generic[C]):
    """Everything the golden tables look at."""

    situations: tuple[SituationOf[C], ...]
    cast: dict[str, Standings]
    names: dict[str, str]
    """Codes and other words of this run -> the words that stand in the golden files."""

    def steady(self, text: str) -> str:
        for word, instead in self.names.items():
            text = text.replace(word, instead)
        return text
