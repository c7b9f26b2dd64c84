"""What is asked: levels, directions, scales and the screening with its rules."""

from __future__ import annotations

from dataclasses import dataclass

from eia.frameworks.shape.rows import line, named, prose

SCALE_KINDS = ("text", "choice", "level")
WHENS = ("unknown", "above_minor", "blocked", "minor", "helps", "otherwise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How bad (or how good); the file lists them from the lightest up, and marks one as minor."""

    key: str
    title: str = line()
    plain: str = prose()
    example: str = prose()
    minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What a finding says; `in_screening` ones are offered when a screening answer asks for a direction."""

    key: str
    title: str = line()
    plain: str = prose(default="")
    negative: bool = False
    positive: bool = False
    unknown: bool = False
    in_screening: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleOption:
    key: str
    title: str = line()
    example: str = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One question about the size of an impact; kind is text, choice (own options) or level (the levels)."""

    key: str
    title: str = line()
    hint: str = prose()
    kind: str
    options: tuple[ScaleOption, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOption:
    """An answer and what it means; `level` is set where the answer itself names one."""

    key: str
    title: str = line()
    hint: str = prose(default="")
    level: str = ""
    needs_reason: bool = False
    asks_direction: bool = False
    asks_level: bool = False
    unknown: bool = False
    blocks_screen_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningQuestion:
    """No `characteristics` or `populations` means all; text may hold {characteristic} and {population}."""

    key: str
    title: str = line()
    text: str = prose()
    hint: str = prose(default="")
    aims: tuple[str, ...]
    characteristics: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    options: tuple[AnswerOption, ...]
    note: str = prose(default="")

    def option(self, key: str) -> AnswerOption:
        return named(self.options, key, f"answer to “{self.title}”")

    def is_asked_about(self, characteristic: str, population: str) -> bool:
        about = not self.characteristics or characteristic in self.characteristics
        return about and (not self.populations or population in self.populations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The first rule an answer meets proposes the outcome; `says` may hold {cells}."""

    when: str
    outcome: str
    says: str = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningOutcome:
    """Where screening may end. `covered`: by a parent assessment; a person chooses it, no rule does."""

    key: str
    title: str = line()
    plain: str = prose()
    assess: bool = False
    needs_action: bool = False
    covered: bool = False
    declaration: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    introduction: str = prose()
    questions: tuple[ScreeningQuestion, ...]
    outcomes: tuple[ScreeningOutcome, ...]
    rules: tuple[Rule, ...]

    def question(self, key: str) -> ScreeningQuestion:
        return named(self.questions, key, "screening question")

    def outcome(self, key: str) -> ScreeningOutcome:
        return named(self.outcomes, key, "screening outcome")
