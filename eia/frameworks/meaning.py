"""Whether the rows of a framework fit together: keys that exist, aims that count, something to sign.

The screening has its own rules in screening_faults.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eia.frameworks.places import Fault, Path
from eia.frameworks.references import keys, strangers
from eia.frameworks.screening_faults import screening_faults
from eia.frameworks.shape import DECLARATIONS, SCALE_KINDS, SECTIONS, Characteristic, Framework


def meaning_faults(framework: Framework) -> Iterator[Fault]:
    for judge in JUDGES:
        yield from judge(framework)


def _numbers(framework: Framework) -> Iterator[Fault]:
    if framework.version < 1:
        yield Fault(("version",), "versions count from 1.")
    if framework.review.default_months < 1:
        yield Fault(("review",), "“default_months” should be 1 or more: every assessment is looked at again.")


def _characteristics(framework: Framework) -> Iterator[Fault]:
    populations = keys(framework.populations)
    for index, one in enumerate(framework.characteristics):
        path: Path = ("characteristics", index)
        for name in ("aims", "guidance", "not_applicable"):
            yield from strangers(getattr(one, name), populations, (*path, name), "population")
        for population, aims in one.aims.items():
            yield from strangers(aims, keys(framework.aims), (*path, "aims", population), "aim")
        if not any(one.aims.values()):
            yield Fault(path, "no aim counts for it in any population. Give it one, or take it out.")
        for population in populations:
            yield from _population(one, population, path)


def _population(one: Characteristic, population: str, path: Path) -> Iterator[Fault]:
    aims, reason = one.aims.get(population, ()), one.not_applicable.get(population, "")
    if aims and reason:
        yield Fault(path, f"for “{population}” it has aims and is also not applicable. Choose one.")
    if not aims and not reason:
        yield Fault(path, f"for “{population}” it has no aims. Name them, or say why in “not_applicable”.")
    if aims and not one.guidance.get(population):
        yield Fault(path, f"for “{population}” the guidance is missing. Say what to look for.")


def _aims(framework: Framework) -> Iterator[Fault]:
    counted = {aim for one in framework.characteristics for aims in one.aims.values() for aim in aims}
    for index, aim in enumerate(framework.aims):
        if aim.key not in counted:
            yield Fault(("aims", index), "no characteristic has this aim. Give it to one, or take it out.")
        for number, prompt in enumerate(aim.prompts):
            path = ("aims", index, "prompts", number)
            yield from strangers(prompt.characteristics, keys(framework.characteristics), path, "characteristic")


def _levels(framework: Framework) -> Iterator[Fault]:
    minor = [level for level in framework.levels if level.minor]
    if len(minor) != 1:
        yield Fault(("levels",), "exactly one level should say “minor = true”.")
    elif minor[0] is framework.levels[-1]:
        yield Fault(("levels",), "the last level is the minor one, so nothing could lie above it. Add a graver level.")


def _directions(framework: Framework) -> Iterator[Fault]:
    rows = framework.directions
    wanted = {
        "“negative = true”": any(one.negative for one in rows),
        "“positive = true”": any(one.positive for one in rows),
        "“unknown = true”": any(one.unknown for one in rows),
        "none of these marks, for a finding of no effect": any(
            not (one.negative or one.positive or one.unknown) for one in rows
        ),
    }
    for mark, is_there in wanted.items():
        if not is_there:
            yield Fault(("directions",), f"add a direction with {mark}.")


def _scales(framework: Framework) -> Iterator[Fault]:
    if [scale.kind for scale in framework.scales].count("level") != 1:
        yield Fault(("scales",), "exactly one scale should be of kind “level”: how bad it is.")
    for index, scale in enumerate(framework.scales):
        if scale.kind not in SCALE_KINDS:
            yield Fault(("scales", index), f"the kind should be one of {', '.join(SCALE_KINDS)}.")
        elif scale.kind == "choice" and len(scale.options) < 2:
            yield Fault(("scales", index), "a choice needs two options or more.")
        elif scale.kind != "choice" and scale.options:
            yield Fault(("scales", index), "only a scale of kind “choice” has options. Take them out.")


def _outcomes(framework: Framework) -> Iterator[Fault]:
    for index, outcome in enumerate(framework.outcomes):
        path: Path = ("outcomes", index)
        yield from strangers([outcome.declaration], keys(framework.declarations), path, "declaration")
    if not any(one.stops for one in framework.outcomes):
        yield Fault(("outcomes",), "add an outcome with “stops = true”: it must be possible not to go ahead.")
    if all(one.stops for one in framework.outcomes):
        yield Fault(("outcomes",), "add an outcome without “stops = true”: it must be possible to go ahead.")


def _signing(framework: Framework) -> Iterator[Fault]:
    for key in DECLARATIONS:
        if key not in keys(framework.declarations):
            yield Fault(("declarations",), f"the declaration “{key}” is missing. Write what the person signs.")
    if len({verdict.must_change for verdict in framework.verdicts}) != 2:
        yield Fault(("verdicts",), "some verdicts should say “must_change = true” and some not.")
    if not any(one.given for one in framework.opinions):
        yield Fault(("opinions",), "add an opinion an adviser can give.")
    if [one.given for one in framework.opinions].count(False) != 1:
        yield Fault(("opinions",), "exactly one opinion should say “given = false”: no adviser was available.")
    if not any(one.lessens for one in framework.mitigation_types):
        yield Fault(("mitigation_types",), "no type says “lessens = true”, so no harm could be met by an action.")


def _apart(framework: Framework) -> Iterator[Fault]:
    for index, group in enumerate(framework.local_groups):
        if group.key in keys(framework.characteristics):
            yield Fault(("local_groups", index), "a characteristic has this key. Local groups stand apart: rename it.")
    for index, question in enumerate(framework.extra_questions):
        if question.section not in SECTIONS:
            path: Path = ("extra_questions", index)
            yield Fault(path, f"there is no section “{question.section}”. Choose from {', '.join(SECTIONS)}.")


JUDGES: tuple[Callable[[Framework], Iterator[Fault]], ...] = (
    _numbers,
    _characteristics,
    _aims,
    _levels,
    _directions,
    _scales,
    _outcomes,
    _signing,
    _apart,
    screening_faults,
)
