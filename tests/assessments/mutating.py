"""The mutator of tables: mutation tools make no mutants of them, so this one is ours.

A cell is: source, dest, by, needs, by_needs, unless_said, lands, tells, beside. Each cell of a step is changed, one at
a time, and somebody who reads the golden tables, or the start of the service, must notice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Generic

from eia.errors import NotOffered
from eia.workflow.table import Audience, State, Step, Who, workflow
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
        before = list(self._read(scene, step, step))
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

    def _is_noticed(self, scene: SceneOf[C], step: Step[C], changed: dict[str, Any], before: list[object]) -> bool:
        """By whoever reads the golden tables, or by the start, which refuses a table that cannot be."""
        try:
            now = self._read(scene, step, replace(step, **changed))
            return any(one != other for one, other in zip_longest(now, before))
        except (ValueError, KeyError, LookupError, AssertionError, NotOffered):
            return True

    def _read(self, scene: SceneOf[C], step: Step[C], mutant: Step[C]) -> Iterator[object]:
        """What stands in who.txt and moves.txt, bit by bit: whoever compares stops at the first difference."""
        looked_at = behaviour.remembering(mutant)
        if mutant.by:
            yield from behaviour.heard(scene, looked_at)
        table = workflow(self.states, [mutant if other is step else other for other in self.steps])
        yield from behaviour.moves(scene, table, looked_at)


def _words(cell: object) -> str:
    return str(getattr(cell, "__name__", None) or getattr(cell, "name", None) or getattr(cell, "words", cell))
