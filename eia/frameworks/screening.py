"""How the answers of a screening propose an outcome, and why: the rule table of the framework, walked once.

An answer is plain values, so the assessment's own rows stay where they are. A person decides; `against` says
which choices the answers leave them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eia.frameworks.shape import AnswerOption, Framework, Rule, ScreeningOutcome

SHOWN = 3
"""So many of the answers that are missing are named."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One screening answer: question and option by key, direction and level where asked."""

    question: str
    characteristic: str
    population: str
    option: str
    direction: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules propose; `outcome` is None while something is unanswered."""

    outcome: ScreeningOutcome | None
    reasons: tuple[str, ...]


def propose(framework: Framework, answers: Iterable[Answer]) -> Proposal:
    """The outcome of the first rule any answer meets, with the sentence of each rule that led there."""
    given = tuple(answers)
    if missing := unanswered(framework, given):
        return Proposal(None, (f"Some questions are not answered yet: {_cells(framework, missing)}.",))
    met = [(rule, cells) for rule in framework.screening.rules if (cells := _meeting(framework, rule, given))]
    if not met:
        return Proposal(None, ("No rule of this framework fits these answers. Choose the outcome yourself.",))
    outcome = met[0][0].outcome
    said = [(rule, cells) for rule, cells in met if rule.outcome == outcome]
    spoken = [pair for pair in said if pair[0].when != "otherwise"] or said
    sentences = (rule.says.replace("{cells}", _cells(framework, cells)) for rule, cells in spoken)
    return Proposal(framework.screening.outcome(outcome), tuple(sentences))


def against(framework: Framework, answers: Iterable[Answer], outcome: str) -> tuple[str, ...]:
    """Why these answers do not allow that outcome; nothing when they do.

    Cover by a parent is not judged here: what the parent found and signed decides that.
    """
    given = tuple(answers)
    chosen = framework.screening.outcome(outcome)
    if chosen.assess or chosen.covered:
        return ()
    missing = unanswered(framework, given)
    blocking = [answer for answer in given if blocks_screening_out(framework, answer)]
    minor = [answer for answer in given if is_minor_harm(framework, answer)]
    sentences = []
    if missing:
        sentences.append(f"Answer these before you screen out: {_cells(framework, missing, most=SHOWN)}.")
    if blocking:
        sentences.append(
            f"What is not known, or may do more than minor harm, cannot be screened out: {_cells(framework, blocking)}."
        )
    if minor and not chosen.needs_action:
        sentences.append(
            f"Minor harm needs an action with an owner and a date before it is screened out: "
            f"{_cells(framework, minor)}."
        )
    return tuple(sentences)


def unanswered(framework: Framework, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The questions of the framework without a whole answer, as answers with an empty option."""
    whole = {
        (answer.question, answer.characteristic, answer.population) for answer in answers if is_whole(framework, answer)
    }
    asked = (
        Answer(question.key, characteristic.key, population.key, option="")
        for characteristic, population in framework.cells()
        for question in framework.questions_for(characteristic.key, population.key)
    )
    return tuple(one for one in asked if (one.question, one.characteristic, one.population) not in whole)


def is_whole(framework: Framework, answer: Answer) -> bool:
    """Whether an option is chosen, with the direction and level it asks for."""
    if not answer.option:
        return False
    option = _option(framework, answer)
    return bool(answer.direction or not option.asks_direction) and bool(answer.level or not option.asks_level)


def is_unknown(framework: Framework, answer: Answer) -> bool:
    option = _option(framework, answer)
    if option.unknown:
        return True
    return bool(option.asks_direction and answer.direction and framework.direction(answer.direction).unknown)


def is_harm(framework: Framework, answer: Answer) -> bool:
    """A chosen negative direction, or an option that names a level without asking for a direction."""
    option = _option(framework, answer)
    if option.asks_direction:
        return bool(answer.direction) and framework.direction(answer.direction).negative
    return bool(_level(option, answer))


def is_above_minor_harm(framework: Framework, answer: Answer) -> bool:
    level = _level(_option(framework, answer), answer)
    return is_harm(framework, answer) and framework.is_above_minor(level)


def is_minor_harm(framework: Framework, answer: Answer) -> bool:
    return is_harm(framework, answer) and not is_above_minor_harm(framework, answer)


def is_help(framework: Framework, answer: Answer) -> bool:
    option = _option(framework, answer)
    if not (option.asks_direction and answer.direction):
        return False
    direction = framework.direction(answer.direction)
    return direction.positive and not direction.negative


def blocks_screening_out(framework: Framework, answer: Answer) -> bool:
    """Not known, above minor harm, or an option the framework says can never be screened out."""
    blocked = _option(framework, answer).blocks_screen_out
    return blocked or is_unknown(framework, answer) or is_above_minor_harm(framework, answer)


def _meets(framework: Framework, rule: Rule, answer: Answer) -> bool:
    match rule.when:
        case "unknown":
            return is_unknown(framework, answer)
        case "above_minor":
            return is_above_minor_harm(framework, answer)
        case "blocked":
            return blocks_screening_out(framework, answer)
        case "minor":
            return is_minor_harm(framework, answer)
        case "helps":
            return is_help(framework, answer)
        case _:
            return True


def _meeting(framework: Framework, rule: Rule, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    return tuple(answer for answer in answers if _meets(framework, rule, answer))


def _option(framework: Framework, answer: Answer) -> AnswerOption:
    return framework.screening.question(answer.question).option(answer.option)


def _level(option: AnswerOption, answer: Answer) -> str:
    return answer.level if option.asks_level else option.level


def _cells(framework: Framework, answers: Iterable[Answer], most: int = 0) -> str:
    """The characteristics and populations of some answers in words, each once; at most so many when they are named."""
    in_words = (
        f"{framework.characteristic(one.characteristic).in_sentence} ({framework.population(one.population).who})"
        for one in answers
    )
    cells = list(dict.fromkeys(in_words))
    if most and len(cells) > most:
        return f"{', '.join(cells[:most])} and {len(cells) - most} more"
    return ", ".join(cells)


def input_id(framework: Framework, key: tuple[str, str, str], what: str) -> str:
    """The id of one input of the grid: short, for seventeen cells with seven inputs name each of them twice.

    `key` is question, characteristic, population; `what` a letter from the words of `forms/grids.py`.
    """
    question, characteristic, population = key
    places = (
        [one.key for one in framework.characteristics].index(characteristic),
        [one.key for one in framework.populations].index(population),
        [one.key for one in framework.screening.questions].index(question),
    )
    return f"{what[0]}{places[0]}-{places[1]}" + (f"q{places[2]}" if places[2] else "")
