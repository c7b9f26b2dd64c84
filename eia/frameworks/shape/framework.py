"""One framework: everything a file says, with the questions the rest of the engine asks of it."""

from __future__ import annotations

from dataclasses import dataclass

from eia.frameworks.shape.asking import (
    Direction,
    Level,
    Scale,
    Screening,
    ScreeningQuestion,
)
from eia.frameworks.shape.concluding import (
    Consultation,
    Declaration,
    EvidenceStrength,
    ExtraQuestion,
    MitigationType,
    Opinion,
    Outcome,
    ReturnReason,
    Review,
    Verdict,
)
from eia.frameworks.shape.law import (
    Aim,
    Characteristic,
    LocalGroup,
    Population,
    Quotation,
    Source,
)
from eia.frameworks.shape.rows import filled, line, named, prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    key: str
    version: int
    title: str = line()
    jurisdiction: str = line()
    law: str = line()
    introduction: str = prose()
    duty: tuple[Quotation, ...]
    consultation: Consultation
    review: Review
    sources: tuple[Source, ...]
    populations: tuple[Population, ...]
    aims: tuple[Aim, ...]
    characteristics: tuple[Characteristic, ...]
    levels: tuple[Level, ...]
    directions: tuple[Direction, ...]
    scales: tuple[Scale, ...]
    screening: Screening
    outcomes: tuple[Outcome, ...]
    return_reasons: tuple[ReturnReason, ...]
    verdicts: tuple[Verdict, ...]
    opinions: tuple[Opinion, ...]
    declarations: tuple[Declaration, ...]
    evidence_strengths: tuple[EvidenceStrength, ...]
    mitigation_types: tuple[MitigationType, ...]
    local_groups: tuple[LocalGroup, ...] = ()
    extra_questions: tuple[ExtraQuestion, ...] = ()
    digest: str = filled(default="")
    content: bytes = filled(default=b"")

    @property
    def id(self) -> str:
        """The name a version of an assessment keeps: equality_act_2010.v1."""
        return f"{self.key}.v{self.version}"

    def characteristic(self, key: str) -> Characteristic:
        return named(self.characteristics, key, "characteristic")

    def population(self, key: str) -> Population:
        return named(self.populations, key, "population")

    def aim(self, key: str) -> Aim:
        return named(self.aims, key, "aim")

    def level(self, key: str) -> Level:
        return named(self.levels, key, "level")

    def direction(self, key: str) -> Direction:
        return named(self.directions, key, "direction")

    def outcome(self, key: str) -> Outcome:
        return named(self.outcomes, key, "outcome")

    def declaration(self, key: str) -> Declaration:
        return named(self.declarations, key, "declaration")

    def local_group(self, key: str) -> LocalGroup:
        return named(self.local_groups, key, "local group")

    @property
    def minor_level(self) -> Level:
        return next(level for level in self.levels if level.minor)

    def severity(self, level: str) -> int:
        """0 for no level, then 1 for the lightest and up."""
        return [one.key for one in self.levels].index(self.level(level).key) + 1 if level else 0

    def is_above_minor(self, level: str) -> bool:
        return self.severity(level) > self.severity(self.minor_level.key)

    def aims_for(self, characteristic: str, population: str) -> tuple[str, ...]:
        """Empty means normally not applicable; why_not_applicable says why."""
        return self.characteristic(characteristic).aims.get(population, ())

    def why_not_applicable(self, characteristic: str, population: str) -> str:
        return self.characteristic(characteristic).not_applicable.get(population, "")

    def cells(self) -> tuple[tuple[Characteristic, Population], ...]:
        """Every characteristic with every population it applies to, in the order of the file."""
        pairs = ((one, population) for one in self.characteristics for population in self.populations)
        return tuple(pair for pair in pairs if pair[0].aims.get(pair[1].key))

    def questions_for(self, characteristic: str, population: str) -> tuple[ScreeningQuestion, ...]:
        if not self.aims_for(characteristic, population):
            return ()
        questions = self.screening.questions
        return tuple(one for one in questions if one.is_asked_about(characteristic, population))

    def wording(self, question: ScreeningQuestion, characteristic: str, population: str) -> str:
        """The question as it is put about one characteristic and one population."""
        about = self.characteristic(characteristic).in_sentence
        who = self.population(population).who
        return question.text.replace("{characteristic}", about).replace("{population}", who)
