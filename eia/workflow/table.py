"""What a workflow is made of: who may act, what must be true, and steps that say both.

A table is Python that reads like data. `transitions` holds the arrows and refuses any other; permission, reasons and
words are ours. The library moves a throwaway carrier, never a mapped row: it would reset a loaded row, keep it for
ever and return False where we owe a sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from transitions import Machine, MachineError

from eia.errors import Reason
from eia.people.queries import Standing, Standings

C = TypeVar("C")

Need = Callable[[C], Reason | None]
"""What must be true: None when it is, else the sentence that says what is missing and where to mend it."""

ByNeed = Callable[[C, Standings, Standing], Reason | None]
"""A need that also looks at who acts, and in which standing."""


@dataclass(frozen=True)
class Who(Generic[C]):
    """One kind of actor. `finds` gives the standing they act in, or None; `words` completes "Only ... can do this"."""

    name: str
    words: str
    finds: Callable[[C, Standings], Standing | None]


@dataclass(frozen=True)
class Audience(Generic[C]):
    """Whom a step tells: ids of persons."""

    words: str
    finds: Callable[[C], set[int]]


@dataclass(frozen=True, kw_only=True)
class Step(Generic[C]):
    """A named move between states.

    dest     one state, or every state it can land in with `lands` choosing; () when no state changes
    needs    asked all at once; `by_needs` also look at who acts; `unless_said` are gone over by saying why
    button   the verb on the button; explains: what will happen, in a sentence
    done     past-tense phrase for flash, trail and mail
    event    the stored name in the trail, never renamed
    asks     the name of the form it opens ("" when pressing is enough)
    """

    action: str
    source: tuple[str, ...]
    dest: tuple[str, ...] = ()
    lands: Callable[[C, Mapping[str, object]], str] | None = None
    by: tuple[Who[C], ...]
    needs: tuple[Need[C], ...] = ()
    by_needs: tuple[ByNeed[C], ...] = ()
    unless_said: tuple[Need[C], ...] = ()
    button: str
    explains: str
    done: str
    event: str
    tells: tuple[Audience[C], ...] = ()
    asks: str = ""
    subject: str = ""
    at_once: bool = False
    """Told at once, to those too who chose one message a day: they have to sign, or to put something right."""
    quiet: bool = False
    """Drawn as a secondary button."""
    beside: bool = False
    """It only adds an answer of one's own: taken although others have answered since the page was read."""
    blind: bool = False
    """Nothing of what is written is agreed to or shown by it: taken whatever was saved since, and by those who may
    know no more than the title."""

    def standing(self, case: C, by: Standings) -> Standing | None:
        return next((found for who in self.by if (found := who.finds(case, by))), None)

    def reasons(self, case: C, by: Standings, standing: Standing) -> list[Reason]:
        """Every reason against taking this step now; empty when it may be taken."""
        asked = [*(need(case, by, standing) for need in self.by_needs), *(need(case) for need in self.needs)]
        return [reason for reason in asked if reason]

    def to_be_said(self, case: C) -> list[Reason]:
        """Every reason against it that whoever acts may go over by saying why."""
        return [reason for need in self.unless_said if (reason := need(case))]

    @property
    def only(self) -> str:
        """The sentence for somebody who may read but not act."""
        if not self.by:
            return "This happens by itself."
        return f"Only {_either([who.words for who in self.by])} can do this."


@dataclass(frozen=True, kw_only=True)
class State:
    """A row of the second table: how a state is called and shown, and which sections are open in it."""

    name: str
    title: str
    colour: str
    open: bool
    """Whether a version in this state is still being worked on: at most one such version per assessment."""
    editable: frozenset[str] = frozenset()
    stage: int = 0


class _Carrier:
    """What the library moves in our place."""

    def __init__(self, state: str) -> None:
        self.state = state


@dataclass(frozen=True)
class Workflow(Generic[C]):
    states: Mapping[str, State]
    steps: Mapping[str, Step[C]]
    machine: Machine = field(repr=False, compare=False)

    def from_state(self, state: str) -> Sequence[Step[C]]:
        return [step for step in self.steps.values() if state in step.source]

    def arrow(self, action: str, source: str, dest: str) -> bool:
        """Whether the machine accepts this move."""
        event = self.machine.events.get(f"{action}:{dest}")
        if event is None:
            return False
        carrier = _Carrier(source)
        try:
            return bool(event.trigger(carrier)) and carrier.state == dest
        except MachineError:
            return False


def workflow(states: Sequence[State], steps: Sequence[Step[C]]) -> Workflow[C]:
    """Build the machine from the table; a step or state named twice, or an unknown state, is refused at start."""
    named = {state.name: state for state in states}
    actions = {step.action: step for step in steps}
    unknown = {s for step in steps for s in (*step.source, *step.dest)} - set(named)
    if unknown or len(named) != len(states) or len(actions) != len(steps):
        raise ValueError(f"the table names a state or step twice, or unknown states: {sorted(unknown)}")
    if any((len(step.dest) > 1) != (step.lands is not None) for step in steps):
        raise ValueError("a step with several destinations, and only such a step, says how one is chosen")
    machine = Machine(
        model=None,
        states=list(named),
        initial=states[0].name,
        transitions=_arrows(steps),
        auto_transitions=False,
        send_event=False,
    )
    return Workflow(named, actions, machine)


def _arrows(steps: Sequence[Step[C]]) -> list[dict[str, str]]:
    """One trigger per action and destination, so that a step may land in one of several states."""
    return [
        {"trigger": f"{step.action}:{dest}", "source": source, "dest": dest}
        for step in steps
        for source in step.source
        for dest in step.dest
    ]


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
