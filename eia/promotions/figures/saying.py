"""What a table shows, what it cannot show and what to look at next, in sentences; written anew from any table.

From a table whose small numbers were taken out it says only what is left: no sentence holds a figure that is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eia.promotions.figures.counts import OTHERS, POOLED
from eia.promotions.figures.limits import Limits, newest
from eia.promotions.figures.numbers import chance, list_of, of_people, per_cent, points, ratio
from eia.promotions.figures.reasons import SENTENCES, Why
from eia.promotions.figures.results import Basis, Comparison, Figure, Flag, Found, Table, Verdict

Titles = Mapping[str, str]
"""Of groups, by their keys; a key without a title is shown as it is."""


@dataclass(frozen=True, slots=True)
class Told:
    shows: tuple[str, ...]
    cannot: tuple[str, ...]
    next: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.shows + self.cannot + self.next


def sentences(table: Table, titles: Titles | None = None, limits: Limits | None = None) -> Told:
    words = _Words(table, titles or {}, limits or newest())
    return Told(tuple(words.shows()), tuple(words.cannot()), tuple(words.next()))


def pointing_both_ways(table: Table, titles: Titles) -> Iterator[str]:
    """Of each group of a pooled table that points the other way in one of its organisations."""
    for each in table.opposed:
        yield (
            f"{titles.get(each.group, each.group)}: all organisations together point one way and "
            f"{list_of(each.organisations)} the other. Read them one by one."
        )


HEADLINES: Mapping[Verdict, str] = {
    Verdict.FLAGGED: "Flagged: look at this",
    Verdict.TOO_FEW: "Too few people to say",
    Verdict.NOT_GIVEN: "Figures are missing, so nothing is said",
    Verdict.HIDDEN: "Hidden, to protect people in small groups",
    Verdict.ONLY_RATES: "Published rates only: a ratio, no test",
    Verdict.NO_DIFFERENCE_SEEN: "No difference seen, as far as so many people can show one",
    Verdict.NOTHING_TO_COMPARE: "Nothing to compare",
}


WITHOUT_FIGURES = (Verdict.NOT_GIVEN, Verdict.HIDDEN, Verdict.NOTHING_TO_COMPARE)


class _Words:
    def __init__(self, table: Table, titles: Titles, limits: Limits) -> None:
        self._table, self._titles, self._limits = table, titles, limits
        self._groups = {each.group: each for each in table.groups}

    def shows(self) -> Iterator[str]:
        if not self._table.comparisons:
            is_one = sum(each.is_stated for each in self._table.groups) < 2
            yield SENTENCES[Why.ONE_GROUP if is_one else Why.NO_COMPARISON_CHOSEN]
        for comparison in self._table.comparisons:
            yield " ".join(self._comparison(comparison))
        yield from pointing_both_ways(self._table, self._titles)

    def cannot(self) -> Iterator[str]:
        yield "A difference does not say why it is there, and none seen does not prove that everyone was treated alike."
        if self._table.basis is Basis.FROM_START:
            yield "These rates take all stages together: they do not say at which one a difference arose."
        if self._table.organisation == POOLED:
            yield (
                "Figures of several organisations added up can hide what each of them shows, and people who applied "
                "more than once may be counted more than once."
            )
        if not all(each.is_stated for each in self._table.groups):
            yield "Those who did not say are in the totals and in no comparison."
        if self._few_declared():
            yield "Fewer than half stated this, so the figures may describe others than those who entered."
        if any(each.verdict is Verdict.ONLY_RATES for each in self._table.comparisons):
            yield "Rates without counts cannot be tested, and have no interval."

    def next(self) -> Iterator[str]:
        verdicts = {each.verdict for each in self._table.comparisons}
        if Verdict.FLAGGED in verdicts:
            whole = self._table.basis is Basis.FROM_START
            yield (
                "Find the stage where it arises, and look at its criteria, panel and adjustments."
                if whole
                else "Look at the criteria, the panel and the adjustments of this stage, and at the stages before it."
            )
            yield "Say in the assessment what explains the difference, or what will be done about it."
        if Verdict.TOO_FEW in verdicts:
            yield (
                "Set several rounds beside each other before you conclude anything, and ask the people concerned: "
                "small numbers are no reassurance."
            )
        if Verdict.NOT_GIVEN in verdicts:
            yield "Ask for the figures that are missing."
        if Verdict.NO_DIFFERENCE_SEEN in verdicts:
            yield "Look at the smallest gap that would have shown, and keep watching in later rounds."
        if any(each.found is not Found.FEW_DECLARED for each in self._table.findings):
            yield "Put right or explain the figures that do not fit."
        if self._few_declared():
            yield "Find out why so few state this, before you rely on the figures."

    def _comparison(self, comparison: Comparison) -> Iterator[str]:
        one, other = self._name(comparison.group), self._name(comparison.against)
        if comparison.verdict is Verdict.ONLY_RATES:
            yield f"{one}, held against {other}: {self._of_rates(comparison)}"
            return
        why = comparison.difference.why or comparison.p.why
        if comparison.verdict in WITHOUT_FIGURES or comparison.difference.value is None:
            yield f"{one}, held against {other}: {SENTENCES[why or Why.NOT_GIVEN]}"
            return
        yield f"{one}: {self._rate(comparison.group)}"
        if comparison.against == OTHERS:
            yield f"Held against all other stated groups together, that rate is {points(comparison.difference)}."
        else:
            yield f"{other}: {self._rate(comparison.against)}"
            yield f"The rate of {one} is {points(comparison.difference)}."
        yield from self._judgement(comparison)

    def _of_rates(self, comparison: Comparison) -> str:
        value, ranged = comparison.ratio, comparison.ratio_range
        if value.value is None:
            return SENTENCES[value.why or Why.NOT_GIVEN]
        said = f"the ratio of the published rates is {ratio(value.value)}"
        if ranged.low is None or ranged.high is None or ratio(ranged.low) == ratio(ranged.high):
            return f"{said}."
        return f"{said}; as they were rounded, it lies from {ratio(ranged.low)} to {ratio(ranged.high)}."

    def _judgement(self, comparison: Comparison) -> Iterator[str]:
        if comparison.verdict is Verdict.TOO_FEW:
            yield "There are too few people to say whether that is more than chance."
        elif Flag.TEST in comparison.flags:
            yield f"The exact test tells the two apart ({self._chances(comparison)})."
        elif comparison.verdict is Verdict.NO_DIFFERENCE_SEEN:
            yield f"The exact test sees no difference ({self._chances(comparison)})."
        else:
            yield f"The exact test does not tell the two apart ({self._chances(comparison)})."
        if Flag.FOUR_FIFTHS in comparison.flags and comparison.ratio.value is not None:
            least = f"{self._limits.four_fifths.value:.2f}"
            yield (
                f"The ratio of the rates, {ratio(comparison.ratio.value)}, is below {least}: a prompt for attention "
                "from another country's practice, not a legal test."
            )
        if comparison.interval_and_test_differ:
            yield "The interval and the test differ here: the test governs."
        if Flag.TEST not in comparison.flags:
            yield self._gap(comparison.smallest_gap)

    def _chances(self, comparison: Comparison) -> str:
        adjusted, alone = comparison.adjusted_p.value, comparison.p.value
        if adjusted is None or alone is None:
            return "p is not shown"
        if adjusted == alone:
            return chance(alone)
        return f"{chance(adjusted)} allowing for the number of groups, {chance(alone)} by itself"

    def _gap(self, gap: Figure) -> str:
        if gap.value is None:
            return SENTENCES[gap.why or Why.NOT_GIVEN]
        return f"With this many people, a rate less than {gap.value:.1f} points lower might well not have shown."

    def _rate(self, group: str) -> str:
        result = self._groups[group]
        if result.rate.value is None:
            return SENTENCES[result.rate.why or Why.NOT_GIVEN]
        people = of_people(result.tally.passed, result.tally.entered)
        return f"{people}{per_cent(result.rate.value)} passed."

    def _few_declared(self) -> bool:
        return any(each.found is Found.FEW_DECLARED for each in self._table.findings)

    def _name(self, group: str) -> str:
        return "all others together" if group == OTHERS else self._titles.get(group, group)
