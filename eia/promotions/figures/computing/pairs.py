"""Holds one group against another: every figure of the two, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scipy.stats.contingency import odds_ratio

from eia.promotions.figures.computing.intervals import katz, newcombe
from eia.promotions.figures.computing.testing import fisher, smallest_gap
from eia.promotions.figures.counts import Tally
from eia.promotions.figures.limits import Limits
from eia.promotions.figures.printed import figure, rate_of, ratio_of_printed
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Comparison, Figure, Verdict


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups of which somebody entered, and of which no more passed than entered."""

    passed: int
    entered: int
    other_passed: int
    other_entered: int

    @property
    def rate(self) -> float:
        return self.passed / self.entered

    @property
    def other_rate(self) -> float:
        return self.other_passed / self.other_entered

    @property
    def four(self) -> tuple[int, int, int, int]:
        return self.passed, self.entered, self.other_passed, self.other_entered

    @property
    def nobody_passed(self) -> bool:
        return self.passed == self.other_passed == 0

    @property
    def everyone_passed(self) -> bool:
        return self.passed == self.entered and self.other_passed == self.other_entered


def compare(group: str, tally: Tally, against: str, other: Tally, limits: Limits) -> Comparison:
    """Unadjusted and without flags: those look at all comparisons of a table."""
    why = _why_not(tally, other)
    if why is Why.ONLY_A_RATE:
        return _of_rates(group, tally, against, other)
    pair = None if why else _pair(tally, other)
    if pair is None:
        return _words(group, against, why or Why.NOT_GIVEN)
    confidence = limits.confidence.value
    below, above = newcombe(*pair.four, confidence)
    p = _p(pair)
    return Comparison(
        group=group,
        against=against,
        difference=figure(100 * (pair.rate - pair.other_rate), 100 * below, 100 * above),
        ratio=_ratio(pair, confidence),
        ratio_range=Figure(why=Why.NOT_ROUNDED),
        odds_ratio=_odds_ratio(pair),
        p=p,
        adjusted_p=p,
        shortfall=figure(pair.entered * pair.other_passed / pair.other_entered - pair.passed),
        smallest_gap=_gap(pair, limits),
        verdict=Verdict.NOTHING_TO_COMPARE,
    )


def _why_not(tally: Tally, other: Tally) -> Why | None:
    if _is_unknown(other):
        return Why.COMPARISON_NOT_GIVEN
    if _is_unknown(tally):
        return Why.NOT_GIVEN
    if tally.is_published_rate or other.is_published_rate:
        return Why.ONLY_A_RATE
    if tally.is_impossible or other.is_impossible:
        return Why.MORE_THAN_ENTERED
    if tally.entered == 0:
        return Why.NOBODY_ENTERED
    return Why.NOBODY_IN_COMPARISON if other.entered == 0 else None


def _is_unknown(tally: Tally) -> bool:
    return not tally.is_complete and not tally.is_published_rate


def _pair(tally: Tally, other: Tally) -> Pair | None:
    if tally.entered is None or tally.passed is None or other.entered is None or other.passed is None:
        return None
    return Pair(tally.passed, tally.entered, other.passed, other.entered)


def _words(group: str, against: str, why: Why) -> Comparison:
    said = Figure(why=why)
    verdict = {
        Why.NOT_GIVEN: Verdict.NOT_GIVEN,
        Why.COMPARISON_NOT_GIVEN: Verdict.NOT_GIVEN,
        Why.MORE_THAN_ENTERED: Verdict.NOT_GIVEN,
        Why.ONLY_A_RATE: Verdict.ONLY_RATES,
    }.get(why, Verdict.NOTHING_TO_COMPARE)
    return Comparison(
        group=group,
        against=against,
        difference=said,
        ratio=said,
        ratio_range=said,
        odds_ratio=said,
        p=said,
        adjusted_p=said,
        shortfall=said,
        smallest_gap=said,
        verdict=verdict,
    )


def _of_rates(group: str, tally: Tally, against: str, other: Tally) -> Comparison:
    one, two = rate_of(tally), rate_of(other)
    if one is None or two is None:
        return _words(group, against, Why.NOBODY_ENTERED if one is None else Why.NOBODY_IN_COMPARISON)
    ranged = ratio_of_printed(one, two)
    ratio = ranged if ranged.value is None else Figure(ranged.value, why=Why.ONLY_A_RATE)
    return replace(_words(group, against, Why.ONLY_A_RATE), ratio=ratio, ratio_range=ranged)


def _ratio(pair: Pair, confidence: float) -> Figure:
    if pair.nobody_passed:
        return Figure(why=Why.NOBODY_PASSED)
    if pair.other_passed == 0:
        return Figure(why=Why.NOBODY_IN_COMPARISON_PASSED)
    if pair.passed == 0:
        return Figure(0.0, why=Why.NOBODY_PASSED_HERE)
    value = pair.rate / pair.other_rate
    if pair.everyone_passed:
        return figure(value, why=Why.EVERYONE_PASSED)
    if pair.passed == pair.entered or pair.other_passed == pair.other_entered:
        return figure(value, why=Why.EVERYONE_PASSED_IN_ONE)
    return figure(value, *katz(*pair.four, confidence))


def _odds_ratio(pair: Pair) -> Figure:
    table = [[pair.passed, pair.entered - pair.passed], [pair.other_passed, pair.other_entered - pair.other_passed]]
    if 0 in (*table[0], *table[1]):
        return Figure(why=Why.ZERO_CELL)
    return figure(float(odds_ratio(table, kind="sample").statistic))


def _p(pair: Pair) -> Figure:
    if pair.nobody_passed or pair.everyone_passed:
        return Figure(why=Why.NOBODY_PASSED if pair.nobody_passed else Why.EVERYONE_PASSED)
    return figure(fisher(*pair.four))


def _gap(pair: Pair, limits: Limits) -> Figure:
    gap = smallest_gap(pair.entered, pair.other_entered, pair.other_rate, limits.significance.value, limits.power.value)
    return Figure(why=Why.NOT_DETECTABLE) if gap is None else figure(gap)
