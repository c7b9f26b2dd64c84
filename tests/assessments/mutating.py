"""The mutator of tables: mutation tools make no mutants of them, so this one is ours.

A cell is: source, dest, by, needs, by_needs, unless_said, lands, tells, beside. Each cell of a step is changed, one at
a time, and somebody who reads the golden tables, or the start of the service, must notice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from eia.errors import NotOffered
from eia.workflow.table import Audience, State, Step, Who, Workflow, workflow
from tests.assessments import behaviour
from tests.assessments.scene import C, SceneOf

CELLS = ("source", "dest", "by", "needs", "by_needs", "unless_said", "lands", "tells", "beside")


@dataclass(frozen=True)
class Mutator(Generic[C]):
    """`by`, `tells` and `lands` are everything that could stand in those cells."""

    states: Sequence[State]
    steps: Sequence[Step[C]]
    by: Sequence[Who[C]]
    tells: Sequence[Audience[C]]
    lands: Sequence[Callable[[C, Any], str]] = ()

    def survivors(self, scene: SceneOf[C], step: Step[C]) -> list[str]:
        """What was changed and nobody would notice."""
        before = _read_by_people(scene, workflow(self.states, self.steps), step)
        return [words for words, changed in self.mutants(step) if not self._is_noticed(scene, step, changed, before)]

    def mutants(self, step: Step[C]) -> Iterator[tuple[str, dict[str, Any]]]:
        """What was changed, in words, and the changed cells."""
        names = [state.name for state in self.states]
        everything: dict[str, Sequence[Any]] = {"source": names, "dest": names, "by": self.by, "tells": self.tells}
        for cell in ("source", "dest", "by", "needs", "by_needs", "unless_said", "tells"):
            now = getattr(step, cell)
            for index, one in enumerate(now):
                rest = (*now[:index], *now[index + 1 :])
                yield f"{cell} without {_words(one)}", {cell: rest}
                for other in everything.get(cell, ()):
                    if other not in now:
                        swapped = (*now[:index], other, *now[index + 1 :])
                        yield f"{cell}: {_words(other)} instead of {_words(one)}", {cell: swapped}
            for other in everything.get(cell, ()):
                if other not in now:
                    yield f"{cell} also {_words(other)}", {cell: (*now, other)}
        for other in (None, *self.lands):
            if other != step.lands:
                yield f"lands: {_words(other)}", {"lands": other}
        yield f"beside: {not step.beside}", {"beside": not step.beside}

    def _is_noticed(self, scene: SceneOf[C], step: Step[C], changed: dict[str, Any], before: list[str]) -> bool:
        """By the start, which refuses a table that cannot be, or by whoever reads the golden tables."""
        mutant = replace(step, **changed)
        try:
            table = workflow(self.states, [mutant if other is step else other for other in self.steps])
            return _read_by_people(scene, table, mutant) != before
        except (ValueError, KeyError, LookupError, AssertionError, NotOffered):
            return True


def _read_by_people(scene: SceneOf[C], table: Workflow[C], step: Step[C]) -> list[str]:
    looked_at = behaviour.remembering(step)
    whose = behaviour.who(scene, looked_at) if step.by else ()
    return [*whose, *behaviour.moves(scene, table, looked_at)]


def _words(cell: object) -> str:
    return str(getattr(cell, "__name__", None) or getattr(cell, "name", None) or getattr(cell, "words", cell))
