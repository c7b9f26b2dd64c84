"""Whether a screening asks about every cell, can end, and can never screen out what it must not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eia.frameworks.places import Fault, Path
from eia.frameworks.references import keys, strangers
from eia.frameworks.shape import WHENS, AnswerOption, Framework, Rule

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SAID_OF_CELLS = ("unknown", "above_minor", "blocked", "minor")


def screening_faults(framework: Framework) -> Iterator[Fault]:
    yield from _questions(framework)
    yield from _cells_asked(framework)
    yield from _outcomes(framework)
    yield from _rules(framework)
    yield from _safety(framework)


def _questions(framework: Framework) -> Iterator[Fault]:
    for index, question in enumerate(framework.screening.questions):
        path: Path = ("screening", "questions", index)
        yield from strangers(question.aims, keys(framework.aims), path, "aim")
        characteristics = keys(framework.characteristics)
        yield from strangers(question.characteristics, characteristics, path, "characteristic")
        yield from strangers(question.populations, keys(framework.populations), path, "population")
        for word in PLACEHOLDER.findall(question.text):
            if word not in ("{characteristic}", "{population}"):
                yield Fault(path, f"“{word}” means nothing here. Use {{characteristic}} and {{population}}.")
        if len(question.options) < 2:
            yield Fault(path, "a question needs two answers or more.")
        for number, option in enumerate(question.options):
            yield from _option(framework, option, (*path, "options", number))
        if not any(_lets_out(framework, option) for option in question.options):
            yield Fault(path, "no answer to it lets anybody screen out, so it asks nothing. Add one that does.")


def _option(framework: Framework, option: AnswerOption, path: Path) -> Iterator[Fault]:
    if option.level:
        yield from strangers([option.level], keys(framework.levels), path, "level")
    if option.unknown and not option.blocks_screen_out:
        yield Fault(path, "what is not known cannot be screened out: say “blocks_screen_out = true”.")
    if option.unknown and (option.level or option.asks_level or option.asks_direction):
        yield Fault(path, "what is not known has no level and no direction. Take them out.")
    if option.asks_direction and not option.asks_level:
        yield Fault(path, "it asks which way but not how bad. Say “asks_level = true”.")
    if option.level and (option.asks_level or option.asks_direction):
        yield Fault(path, "it names a level and asks for more. Choose one.")
    if option.asks_direction and not any(one.in_screening and one.negative for one in framework.directions):
        yield Fault(path, "it asks which way, and no direction of harm says “in_screening = true”. Mark one.")


def _lets_out(framework: Framework, option: AnswerOption) -> bool:
    known = option.level in keys(framework.levels)
    return not (option.blocks_screen_out or (known and _above(framework, option.level)))


def _cells_asked(framework: Framework) -> Iterator[Fault]:
    for characteristic, population in framework.cells():
        questions = framework.questions_for(characteristic.key, population.key)
        served = {aim for question in questions for aim in question.aims}
        for aim in framework.aims_for(characteristic.key, population.key):
            if aim not in served:
                yield Fault(
                    ("screening",),
                    f"no question asks about “{characteristic.key}” for “{population.key}” under the aim "
                    f"“{aim}”. Add one, or take the aim out.",
                )


def _outcomes(framework: Framework) -> Iterator[Fault]:
    proposed = {rule.outcome for rule in framework.screening.rules}
    for index, outcome in enumerate(framework.screening.outcomes):
        path: Path = ("screening", "outcomes", index)
        if outcome.covered and outcome.assess:
            yield Fault(path, "it is covered and goes on to an assessment. Choose one.")
        if not outcome.covered and outcome.key not in proposed:
            yield Fault(path, "no rule proposes it, so it can never be reached. Add a rule, or take it out.")
        if not outcome.assess:
            declarations = keys(framework.declarations)
            yield from strangers([outcome.declaration], declarations, path, "declaration")
    ends = [one for one in framework.screening.outcomes if not one.covered]
    if all(one.assess for one in ends):
        yield Fault(("screening", "outcomes"), "there is no exit from screening: add an outcome that screens out.")
    if not any(one.assess for one in ends):
        yield Fault(("screening", "outcomes"), "nothing leads on: add an outcome with “assess = true”.")


def _rules(framework: Framework) -> Iterator[Fault]:
    rules = framework.screening.rules
    whens = [rule.when for rule in rules]
    for index, rule in enumerate(rules):
        path: Path = ("screening", "rules", index)
        if rule.when not in WHENS:
            yield Fault(path, f"there is no “when” of that name. Choose from {', '.join(WHENS)}.")
        if whens.index(rule.when) < index:
            yield Fault(path, "an earlier rule has the same “when”, so this one is never reached. Take it out.")
        if rule.when in SAID_OF_CELLS and "{cells}" not in rule.says:
            yield Fault(path, "the sentence does not say of whom it speaks. Put {cells} into it.")
        yield from strangers([rule.outcome], keys(framework.screening.outcomes), path, "screening outcome")
        if any(one.key == rule.outcome and one.covered for one in framework.screening.outcomes):
            yield Fault(path, "cover by another assessment is chosen by a person. Propose another outcome.")
    if "otherwise" not in whens:
        yield Fault(("screening", "rules"), 'add a last rule with “when = "otherwise"”.')
    elif whens[-1] != "otherwise":
        yield Fault(("screening", "rules"), "the rule “otherwise” should stand last: those after it are never reached.")


def _safety(framework: Framework) -> Iterator[Fault]:
    """What may not be screened out meets a rule that assesses before any that does not."""
    assess = {one.key: one.assess for one in framework.screening.outcomes}
    acts = {one.key: one.assess or one.needs_action for one in framework.screening.outcomes}
    for when in _possible(framework):
        rule = next((one for one in framework.screening.rules if one.when == when), None)
        if rule is None:
            yield Fault(("screening", "rules"), f"answers can be “{when}”, and no rule says what follows. Add one.")
        elif when == "minor" and not acts.get(rule.outcome, True):
            says = "minor harm needs an action: propose an outcome with “needs_action = true” or an assessment."
            yield Fault(_path(framework, rule), says)
        elif when != "minor" and not assess.get(rule.outcome, True):
            yield Fault(_path(framework, rule), "what it meets cannot be screened out. Propose an assessment.")
        elif when != "minor" and not _comes_first(framework, rule, assess):
            yield Fault(_path(framework, rule), "a rule before it screens out. Put this one above it.")


def _possible(framework: Framework) -> tuple[str, ...]:
    """What answers can be, going by the options the questions offer."""
    options = [option for question in framework.screening.questions for option in question.options]
    levels = {option.level for option in options} & set(keys(framework.levels))
    asked = any(option.asks_level for option in options)
    unsure = any(one.unknown and one.in_screening for one in framework.directions)
    found = {
        "unknown": any(one.unknown or (one.asks_direction and unsure) for one in options),
        "above_minor": asked or any(_above(framework, level) for level in levels),
        "blocked": any(one.blocks_screen_out and not one.unknown and not one.level for one in options),
        "minor": asked or any(not _above(framework, level) for level in levels),
    }
    return tuple(when for when, possible in found.items() if possible)


def _comes_first(framework: Framework, rule: Rule, assess: dict[str, bool]) -> bool:
    rules = framework.screening.rules
    return all(assess.get(one.outcome, True) for one in rules[: rules.index(rule)])


def _above(framework: Framework, level: str) -> bool:
    """Whether a level lies above the minor one; a file without exactly one minor level is faulted elsewhere."""
    order = keys(framework.levels)
    minor = [order.index(one.key) for one in framework.levels if one.minor]
    return bool(level) and order.index(level) > min(minor, default=0)


def _path(framework: Framework, rule: Rule) -> Path:
    return ("screening", "rules", framework.screening.rules.index(rule))
