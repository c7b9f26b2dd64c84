"""What is hidden in a table is called hidden, not "nobody gave these figures"; totals that are shown stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eia.promotions.figures.counts import OTHERS, ProcessCounts, StageKind, Tally
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Comparison, Figure, GroupResult, Table, Verdict
from eia.promotions.releasing.cells import ANY, TOTAL, Cell, Counted

MISSING = (Why.NOT_GIVEN, Why.COMPARISON_NOT_GIVEN)
Hidden = tuple[tuple[str, str], ...]
"""What of a table is hidden: group and what was counted, TOTAL for everyone."""


@dataclass(frozen=True)
class Marking:
    """`numbers` are every number that was given or follows from what was; `hidden` those that are not shown."""

    counts: ProcessCounts
    numbers: Mapping[Cell, int]
    hidden: frozenset[Cell]

    def marked(self, table: Table) -> Table:
        """The table with its reasons put right, and the totals that are shown."""
        groups = {group for group, _ in self.hidden_in(table) if group != TOTAL}
        comparisons = tuple(_comparison(each, groups, table) for each in table.comparisons)
        verdicts = {each.verdict for each in comparisons} or {table.verdict}
        return replace(
            table,
            total=self._total(table),
            declared=_figure(table.declared, bool(groups)),
            groups=tuple(_group(each, groups) for each in table.groups),
            comparisons=comparisons,
            verdict=next(each for each in Verdict if each in verdicts),
        )

    def hidden_in(self, table: Table) -> Hidden:
        """Whose numbers are hidden in it: group and what was counted."""
        keys = [(each.group, each.group) for each in table.groups]
        keys += [(TOTAL, TOTAL)] if TOTAL in {cell.group for cell in self.hidden} else []
        return tuple(
            (group, counted.value)
            for group, key in keys
            for counted in Counted
            if any(cell in self.hidden for cell in self._behind(table, key, counted))
        )

    def _behind(self, table: Table, group: str, counted: Counted) -> Iterator[Cell]:
        """The cells that stand behind one number of a table."""
        breakdowns = (table.breakdown, ANY) if group == TOTAL else (table.breakdown,)
        for breakdown in breakdowns:
            at = Cell(table.stage, table.organisation, breakdown, group, counted)
            if counted is Counted.ENTERED:
                yield at._replace(stage=table.entered_at)
            elif counted is Counted.PASSED:
                yield at
                yield from self._gone_on(at)
            else:
                yield from (at._replace(stage=each) for each in self._until(table))

    def _gone_on(self, at: Cell) -> Iterator[Cell]:
        """Nobody passes the eligible pool: whoever entered the stage that follows is counted as having passed it."""
        stages = self.counts.stages
        place = next(index for index, each in enumerate(stages) if each.key == at.stage)
        if at not in self.numbers and stages[place].kind is StageKind.ELIGIBLE_POOL and place + 1 < len(stages):
            yield at._replace(stage=stages[place + 1].key, counted=Counted.ENTERED)

    def _until(self, table: Table) -> Sequence[str]:
        keys = [each.key for each in self.counts.stages]
        return keys[keys.index(table.entered_at) : keys.index(table.stage) + 1]

    def _total(self, table: Table) -> Tally:
        found = {counted: self._shown_total(table, counted) for counted in Counted}
        total = table.total
        return replace(
            total,
            entered=found[Counted.ENTERED] if total.entered is None else total.entered,
            passed=found[Counted.PASSED] if total.passed is None else total.passed,
            withdrew=found[Counted.WITHDREW] if total.withdrew is None else total.withdrew,
        )

    def _shown_total(self, table: Table, counted: Counted) -> int | None:
        """A total may be shown although a part of it is not. Withdrawals of several stages are not added up here."""
        if counted is Counted.WITHDREW and table.entered_at != table.stage:
            return None
        cells = [each for each in self._behind(table, TOTAL, counted) if each in self.numbers]
        return next((self.numbers[each] for each in cells if each not in self.hidden), None)


def _group(one: GroupResult, hidden: set[str]) -> GroupResult:
    own = one.group in hidden
    is_given = own or one.tally.entered is not None or one.tally.passed is not None
    shares = bool(hidden) and is_given
    return replace(
        one,
        rate=_figure(one.rate, own),
        rate_without_withdrawals=_figure(one.rate_without_withdrawals, own),
        share_of_entrants=_figure(one.share_of_entrants, shares),
        share_of_passes=_figure(one.share_of_passes, shares),
        to_highest=_figure(one.to_highest, own),
    )


def _comparison(one: Comparison, hidden: set[str], table: Table) -> Comparison:
    stated = {each.group for each in table.groups if each.is_stated} - {one.group}
    against = bool(hidden & stated) if one.against == OTHERS else one.against in hidden
    if not against and one.group not in hidden:
        return one
    names = ("difference", "ratio", "ratio_range", "odds_ratio", "p", "adjusted_p", "shortfall", "smallest_gap")
    figures: dict[str, Figure] = {name: _figure(getattr(one, name), True) for name in names}
    verdict = Verdict.HIDDEN if one.verdict is Verdict.NOT_GIVEN else one.verdict
    return replace(one, verdict=verdict, **figures)  # type: ignore[arg-type]


def _figure(figure: Figure, is_hidden: bool) -> Figure:
    return Figure(why=Why.HIDDEN) if is_hidden and figure.value is None and figure.why in MISSING else figure
