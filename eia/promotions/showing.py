"""One table of results as a page shows it: every cell in words, the verdict on top, and what the pictures are of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eia.promotions.figures.counts import OTHERS, POOLED
from eia.promotions.figures.finding_words import sentence
from eia.promotions.figures.numbers import per_cent, points, ratio
from eia.promotions.figures.reasons import SENTENCES, Why
from eia.promotions.figures.results import Comparison, Figure, Flag, GroupResult, Table, Verdict
from eia.promotions.figures.saying import HEADLINES, Told, sentences
from eia.promotions.groups.shape import GroupList
from eia.promotions.models import PromotionProcess

FLAGS = {Flag.TEST: "the exact test", Flag.FOUR_FIFTHS: "the ratio below 0.80"}
COUNTED = ("entered", "passed", "withdrew")
EVERYONE = "+"
HIDDEN = "Hidden"
"""In a cell; what is hidden and why is said once above the tables."""
ALL_OTHERS = "All others together"
COLOURS = {Verdict.FLAGGED: "orange", Verdict.TOO_FEW: "yellow"}
"""Of the tag of a verdict; grey where there is none: nothing here is ever green."""


@dataclass(frozen=True, slots=True)
class Row:
    """One group, each cell as it is read."""

    title: str
    entered: str
    passed: str
    withdrew: str
    rate: str
    without_withdrawals: str
    shares: str
    to_highest: str
    findings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Held:
    """One group held against another."""

    title: str
    difference: str
    ratio: str
    odds: str
    p: str
    shortfall: str
    smallest_gap: str
    flags: str


@dataclass(frozen=True, slots=True)
class Shown:
    table: Table
    organisation: str
    headline: str
    colour: str
    told: Told
    rows: Sequence[Row]
    everyone: Sequence[str]
    """Entered, passed and withdrew, of all groups together."""
    held: Sequence[Held]
    findings: Sequence[str]
    """Of the table as a whole; those of a group stand beside it."""
    titles: Mapping[str, str]


def names_of(process: PromotionProcess) -> Mapping[str, str]:
    """By code; all together comes first."""
    return {POOLED: "All organisations together"} | {one.code: one.name for one in process.organisations}


def worst(verdicts: Collection[Verdict]) -> tuple[str, str]:
    """The verdict that comes first among these, in words, and the colour of its tag."""
    verdict = next(one for one in Verdict if one in verdicts)
    return HEADLINES[verdict], COLOURS.get(verdict, "grey")


def said_of(
    table: Table, group_list: GroupList, names: Mapping[str, str], hidden: Collection[tuple[str, str]] = ()
) -> Shown:
    """`hidden` names what of the table is hidden: group and what was counted, "+" for everyone."""
    titles = {group.key: group.title for group in group_list.groups}
    by_group: dict[str, list[str]] = {}
    for one in table.findings:
        by_group.setdefault(one.group, []).append(sentence(one, titles))
    return Shown(
        table=table, organisation=names.get(table.organisation, table.organisation),
        headline=HEADLINES[table.verdict], colour=COLOURS.get(table.verdict, "grey"), told=sentences(table, titles),
        rows=[_row(one, titles, by_group.get(one.group, []), hidden) for one in table.groups],
        everyone=[_whole(getattr(table.total, one), (EVERYONE, one) in hidden) for one in COUNTED],
        held=[_held(one, titles) for one in table.comparisons], findings=by_group.get("", []), titles=titles,
    )  # fmt: skip


def _row(
    one: GroupResult, titles: Mapping[str, str], findings: Sequence[str], hidden: Collection[tuple[str, str]]
) -> Row:
    tally = one.tally
    entered, passed, withdrew = (_whole(getattr(tally, each), (one.group, each) in hidden) for each in COUNTED)
    return Row(
        title=titles.get(one.group, one.group), entered=entered,
        passed=passed + (f" (printed: {tally.printed} %)" if tally.printed else ""),
        withdrew=withdrew, rate=_rate(one.rate), without_withdrawals=_rate(one.rate_without_withdrawals),
        shares=_shares(one),
        to_highest=ratio(one.to_highest.value) if one.to_highest.value is not None else "–", findings=findings,
    )  # fmt: skip


def _held(one: Comparison, titles: Mapping[str, str]) -> Held:
    against = ALL_OTHERS if one.against == OTHERS else titles.get(one.against, one.against)
    return Held(
        title=f"{titles.get(one.group, one.group)}, held against {against}",
        difference=points(one.difference) if one.difference.value is not None else _why(one.difference),
        ratio=_ratio(one),
        odds=f"{one.odds_ratio.value:.3g}" if one.odds_ratio.value is not None else _why(one.odds_ratio),
        p=_chance(one), shortfall=_people(one.shortfall),
        smallest_gap=f"{one.smallest_gap.value:.1f} points" if one.smallest_gap.value is not None
        else _why(one.smallest_gap),
        flags=HIDDEN if one.verdict is Verdict.HIDDEN else ", ".join(FLAGS[flag] for flag in one.flags),
    )  # fmt: skip


def _ratio(one: Comparison) -> str:
    figure = one.ratio
    if figure.value is None:
        return _why(figure)
    if figure.low is None or figure.high is None:
        return f"{ratio(figure.value)}. {_why(figure)}".rstrip(". ")
    return f"{ratio(figure.value)} (95 % interval: {ratio(figure.low)} to {ratio(figure.high)})"


def _chance(one: Comparison) -> str:
    if one.p.value is None:
        return _why(one.p)
    adjusted = one.adjusted_p.value
    return f"{_p(one.p.value)}" + (f"; adjusted {_p(adjusted)}" if adjusted is not None else "")


def _p(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.4f}" if value < 0.1 else f"{value:.2f}"


def _people(figure: Figure) -> str:
    if figure.value is None:
        return _why(figure)
    return f"{figure.value:.1f} people" if figure.value > 0 else "None"


def _rate(figure: Figure) -> str:
    if figure.value is None:
        return _why(figure)
    if figure.low is None or figure.high is None:
        return per_cent(figure.value)
    return f"{per_cent(figure.value)} ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def _shares(one: GroupResult) -> str:
    before, after = _rate(one.share_of_entrants), _rate(one.share_of_passes)
    return before if before == after else f"{before} → {after}"


def _whole(number: int | None, is_hidden: bool) -> str:
    return f"{number:,}" if number is not None else HIDDEN if is_hidden else "Not given"


def _why(figure: Figure) -> str:
    """Short where a cell is empty because nobody filled it; the sentence where there is something to know."""
    if figure.why in (None, Why.NOT_GIVEN):
        return "Not given"
    return HIDDEN if figure.why is Why.HIDDEN else SENTENCES[figure.why]
