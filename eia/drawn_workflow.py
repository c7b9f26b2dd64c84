"""`docs/workflow.md` as the table says it: the steps, the states, the picture and who may read."""

from collections.abc import Iterator, Sequence
from typing import Any

from eia.assessments.readers import RELATIONS, STAGES, Part
from eia.assessments.workflow import STATES, STEPS, TABLE
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.meetings.readers import RELATIONS as MEETING_RELATIONS
from eia.meetings.readers import STAGES as MEETING_STAGES
from eia.meetings.readers import Part as MeetingPart
from eia.meetings.workflow import MEETING_STATES, MEETING_TABLE
from eia.meetings.workflow.conditions import CONDITION_TABLE
from eia.policies.workflow import POLICY_STATES, POLICY_TABLE
from eia.promotions.workflow import PROCESS_STATES, PROCESS_TABLE
from eia.workflow.table import State, Step, Workflow

MEETING_PARTS = {
    MeetingPart.NONE: "nothing",
    MeetingPart.TITLE: "that it takes place",
    MeetingPart.OPEN: "the agenda, restricted items as “restricted”",
    MeetingPart.RESTRICTED: "restricted items too",
    MeetingPart.LEGAL: "legal advice too",
}
PARTS = {Part.NONE: "nothing", Part.TITLE: "that it exists", Part.ALL: "everything"}


def picture() -> str:
    """Every arrow that people or the service can take, as a Mermaid diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {STATES[0].name}"]
    lines += [f"    {state.name}: {state.title}" for state in STATES]
    for step in STEPS:
        for source in step.source:
            lines += [f"    {source} --> {dest}: {step.button}" for dest in step.dest if dest != source]
    lines += [f"    {state.name} --> [*]" for state in STATES if not state.open and not TABLE.from_state(state.name)]
    return "\n".join([*lines, "```"])


def picture_of_meetings() -> str:
    """Every arrow of a meeting, as a Mermaid diagram."""
    return _picture(MEETING_STATES, MEETING_TABLE)


def picture_of_processes() -> str:
    """Every arrow of a promotion process, as a Mermaid diagram."""
    return _picture(PROCESS_STATES, PROCESS_TABLE)


def process_steps() -> str:
    """A row per step of a promotion process."""
    return _steps(PROCESS_TABLE)


def picture_of_policies() -> str:
    """Every arrow of a policy, as a Mermaid diagram."""
    return _picture(POLICY_STATES, POLICY_TABLE)


def policy_steps() -> str:
    """A row per step of a policy."""
    return _steps(POLICY_TABLE)


def _picture(states: Sequence[State], table: Workflow[Any]) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {states[0].name}"]
    lines += [f"    {state.name}: {state.title}" for state in states]
    for step in table.steps.values():
        lines += [f"    {source} --> {dest}: {step.button}" for source in step.source for dest in step.dest]
    lines += [f"    {state.name} --> [*]" for state in states if not table.from_state(state.name)]
    return "\n".join([*lines, "```"])


def meeting_steps() -> str:
    """A row per step of a meeting."""
    return _steps(MEETING_TABLE)


def meeting_readers() -> str:
    """A row per relation: how much of a meeting they may read, and when."""
    rows = [[one.words, *(MEETING_PARTS[part] for part in one.reads)] for one in MEETING_RELATIONS]
    return "\n".join(_table(["who", *MEETING_STAGES], rows))


def steps() -> str:
    """A row per step."""
    return _steps(TABLE)


def action_steps() -> str:
    """A row per step of an action after signing."""
    return _steps(ACTION_TABLE)


def condition_steps() -> str:
    """A row per step of a condition that a body tracks itself."""
    return _steps(CONDITION_TABLE)


def _steps(table: Workflow[Any]) -> str:
    head = ["step", "from", "to", "who", "what must be true", "who is told", "in the trail"]
    rows = [
        [
            f"**{step.button}** (`{step.action}`)",
            _titles(step.source, table),
            _titles(step.dest, table) or "stays",
            "; ".join(who.words for who in step.by) or "nobody: it happens by itself",
            "; ".join(_asked(step)) or "–",
            "; ".join(audience.words for audience in step.tells) or "–",
            f"{step.done} (`{step.event}`)",
        ]
        for step in table.steps.values()
    ]
    return "\n".join(_table(head, rows))


def states() -> str:
    """A row per state, with what may be written in it and where it can lead."""
    head = ["state", "stored as", "open", "what may be written", "leads to"]
    rows = [
        [
            state.title,
            f"`{state.name}`",
            "yes" if state.open else "no",
            ", ".join(sorted(state.editable)) or "nothing",
            _titles(sorted({d for step in TABLE.from_state(state.name) for d in step.dest} - {state.name}, key=_order))
            or "a new version"
            if TABLE.from_state(state.name)
            else "nothing: a later version stands",
        ]
        for state in STATES
    ]
    return "\n".join(_table(head, rows))


def readers() -> str:
    """A row per relation: how much of a version they may read, and when."""
    rows = [[relation.words, *(PARTS[part] for part in relation.reads)] for relation in RELATIONS]
    return "\n".join(_table(["who", *STAGES], rows))


def _asked(step: Step[Any]) -> Iterator[str]:
    yield from (_true(need) for need in (*step.by_needs, *step.needs))
    yield from (f"{_true(need)}, or a reason why it is signed all the same" for need in step.unless_said)


def _true(need: object) -> str:
    """The name of a need is a statement: "every_harm_and_gap_met"."""
    return str(getattr(need, "__name__", need)).replace("_", " ")


def _order(name: str) -> int:
    return [state.name for state in STATES].index(name)


def _titles(names: tuple[str, ...] | list[str], table: Workflow[Any] = TABLE) -> str:
    return ", ".join(table.states[name].title for name in names)


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
