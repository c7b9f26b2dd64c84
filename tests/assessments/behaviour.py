"""What the table does, in words: who may take a step and why not, what each need says, where it lands, who is told.

The golden files are drawn from here, and the mutator asks here whether anybody would notice a changed cell.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from eia.errors import NotOffered, Reason
from eia.people.queries import Standings
from eia.workflow.perform import destination
from eia.workflow.table import Step, Workflow
from tests.assessments.scene import C, SceneOf, SituationOf


def who(scene: SceneOf[C], step: Step[C]) -> Iterator[str]:
    """What each of the cast hears; situations that are alike stand together, those who hear the same on one line."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for situation, lines in heard(scene, step):
        alike.setdefault(lines, []).append(situation)
    for lines, names in alike.items():
        yield f"{step.action}: {'; '.join(names)}"
        yield from lines


def heard(scene: SceneOf[C], step: Step[C]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each situation in which it can be taken, and what the cast hears there."""
    for situation in scene.situations:
        if situation.case.state in step.source:
            yield situation.name, tuple(_heard(scene, step, situation.case))


def _heard(scene: SceneOf[C], step: Step[C], case: C) -> Iterator[str]:
    heard: dict[str, list[str]] = {}
    for name, by in scene.cast.items():
        heard.setdefault(_hears(step, case, by), []).append(name)
    for words, names in sorted(heard.items(), key=lambda one: one[0].startswith("NO.")):
        yield scene.steady(f"  {words}")
        yield f"      {'everybody else' if words.startswith('NO.') else ', '.join(names)}"


def _hears(step: Step[C], case: C, by: Standings) -> str:
    standing = step.standing(case, by)
    if standing is None:
        return f"NO. {step.only}"
    office = f"as {standing.words} of {standing.organisation_name}"
    reasons = step.reasons(case, by, standing)
    if reasons:
        return f"NOT YET, {office}: " + " | ".join(r.text for r in reasons)
    over = step.to_be_said(case)
    return f"YES, {office}" + (", saying why although: " + " | ".join(r.text for r in over) if over else "")


def why(scene: SceneOf[C], steps: Sequence[Step[C]]) -> Iterator[str]:
    """Each need with what it says in the first situation where it is not met."""
    for name, (words, situation) in _first_words(scene, steps).items():
        yield name
        yield f"  {words}"
        yield f"      {situation}"


def _first_words(scene: SceneOf[C], steps: Sequence[Step[C]]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for step, situation in itertools.product(steps, scene.situations):
        if situation.case.state in step.source:
            for name, reason in _said(scene, step, situation.case):
                found.setdefault(name, (scene.steady(reason.text), f"{step.action}: {situation.name}"))
    return dict(sorted(found.items()))


def _said(scene: SceneOf[C], step: Step[C], case: C) -> Iterator[tuple[str, Reason]]:
    for need in (*step.needs, *step.unless_said):
        if reason := need(case):
            yield _name(need), reason
    for by_need, by in itertools.product(step.by_needs, scene.cast.values()):
        standing = step.standing(case, by)
        if standing and (reason := by_need(case, by, standing)):
            yield _name(by_need), reason


def never_said(scene: SceneOf[C], steps: Sequence[Step[C]]) -> set[str]:
    needs = {_name(need) for step in steps for need in (*step.needs, *step.by_needs, *step.unless_said)}
    return needs - set(_first_words(scene, steps))


def _name(need: object) -> str:
    return str(getattr(need, "__name__", need))


def moves(scene: SceneOf[C], table: Workflow[C], step: Step[C]) -> Iterator[str]:
    """The machine's arrows, where the step lands for every combination of answers, and who is told."""
    names = list(table.states)
    for source in names:
        if dests := [dest for dest in names if table.arrow(step.action, source, dest)]:
            yield f"{step.action}: {source} -> {', '.join(dests)}"
    words = ", ".join(audience.words for audience in step.tells)
    yield f"{step.action}: tells {words or 'nobody'}"
    if step.beside:
        yield f"{step.action}: taken although others have answered since the page was read"
    alike: dict[tuple[str, ...], list[str]] = {}
    for situation in scene.situations:
        if situation.case.state in step.source:
            told = f"told: {', '.join(_told(scene, step, situation)) or 'nobody'}"
            alike.setdefault((*_landings(table, step, situation.case), told), []).append(situation.name)
    for lines, situations in alike.items():
        yield f"{step.action}: {'; '.join(situations)}"
        yield from (f"  {line}" for line in lines)


def tells(scene: SceneOf[C], step: Step[C]) -> Iterator[str]:
    """Who is told, at a glance: a block for the step, a line for each different set of people."""
    if not step.subject:
        return
    when = "at once, whatever they chose" if step.at_once else "at once, or in the message of the day"
    yield f"{step.action} ({step.event}): {', '.join(a.words for a in step.tells)}; {when}"
    alike: dict[str, list[str]] = {}
    for situation in scene.situations:
        if situation.case.state in step.source:
            alike.setdefault(", ".join(_told(scene, step, situation)) or "nobody", []).append(situation.name)
    for people, situations in alike.items():
        yield f"  {'; '.join(situations)}"
        yield f"      {people}"


def _landings(table: Workflow[C], step: Step[C], case: C) -> list[str]:
    told = _combinations(case) if step.lands else [("always", {})]
    lands = {words: _landing(table, step, case, answers) for words, answers in told}
    if len(set(lands.values())) == 1:
        return [f"always -> {next(iter(lands.values()))}"]
    return [f"{words} -> {dest}" for words, dest in lands.items()]


def _landing(table: Workflow[C], step: Step[C], case: C, answers: Mapping[str, object]) -> str:
    try:
        return destination(table, case, step, answers)
    except NotOffered:
        return "refused by the machine"


def _combinations(case: Any) -> Iterator[tuple[str, Mapping[str, object]]]:
    """What a step may be told when it lands; the same for all steps, so that none is told only what suits it."""
    lead, *others = case.organisations
    for mine, theirs in itertools.product(("pending", "signing", "signed", "refused", "withdrawn"), repeat=2):
        statuses = {lead.id: mine} | {other.id: theirs for other in others}
        yield f"lead {mine}, partner {theirs}", {"statuses": statuses, "stage": "draft"}


def _told(scene: SceneOf[C], step: Step[C], situation: SituationOf[C]) -> list[str]:
    told = {person for audience in step.tells for person in audience.finds(situation.case)}
    return sorted({name for name, by in scene.cast.items() if by.person_id in told and "too" not in name})


def remembering(step: Step[C]) -> Step[C]:
    """The same step, whose cells look at each case once: the mutator asks them thousands of times."""
    return replace(
        step,
        by=tuple(replace(who, finds=_once(who.finds)) for who in step.by),
        needs=tuple(_once(need) for need in step.needs),
        by_needs=tuple(_once(need) for need in step.by_needs),
        unless_said=tuple(_once(need) for need in step.unless_said),
        tells=tuple(replace(audience, finds=_once(audience.finds)) for audience in step.tells),
    )


_MEMORY: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = {}
"""Who was asked, about which objects -> those objects, so that no other is ever at their address, and the answer."""


def _once(ask: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(ask)
    def asked(*about: object) -> Any:
        key = (ask, *map(id, about))
        if key not in _MEMORY:
            _MEMORY[key] = (about, ask(*about))
        return _MEMORY[key][1]

    return asked
