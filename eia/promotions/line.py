"""A line of rounds: a process with those it follows and those that follow it, and what was released of each.

Only releases are read: small numbers of several rounds beside each other would tell more than each of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, selectinload

from eia import clock
from eia.people.queries import Standings
from eia.promotions.figures import trend
from eia.promotions.figures.counts import OTHERS, POOLED
from eia.promotions.figures.numbers import ratio
from eia.promotions.figures.reasons import SENTENCES, Why
from eia.promotions.figures.results import Basis, Comparison, Figure, Table, read_table
from eia.promotions.funnel import Hidden, side_by_side
from eia.promotions.groups.shape import GroupList
from eia.promotions.models import PromotionProcess, ReleaseTable
from eia.promotions.queries import known_to
from eia.promotions.released import Released, standing_releases


@dataclass(frozen=True, slots=True)
class Round:
    """One round, what stands released of it, and of that the tables of one stage by one list, by organisation."""

    process: PromotionProcess
    release: Released | None
    tables: Mapping[str, tuple[Table, Hidden]]

    @property
    def day(self) -> date:
        return self.process.opens_on or clock.london(self.process.created_at).date()

    @property
    def title(self) -> str:
        number, words = self.process.number, f"round {self.process.round}"
        return number if number.endswith(words) else f"{number}, {words}"


@dataclass(frozen=True, slots=True)
class Said:
    """One group in one round: what passed, the ratio, and how it changed since the round before."""

    title: str
    day: date
    passed: str
    ratio: str
    changed: str
    figure: Figure


def line_of(session: Session, process_id: int, by: Standings) -> Sequence[PromotionProcess]:
    """The rounds of its line that this person may know of, the first one first."""
    up = select(PromotionProcess.id, PromotionProcess.follows_id).where(PromotionProcess.id == process_id)
    before = up.cte("before", recursive=True)
    earlier = aliased(PromotionProcess)
    before = before.union_all(select(earlier.id, earlier.follows_id).join(before, earlier.id == before.c.follows_id))
    after = select(PromotionProcess.id).where(PromotionProcess.id == process_id).cte("after", recursive=True)
    later = aliased(PromotionProcess)
    after = after.union_all(select(later.id).join(after, later.follows_id == after.c.id))
    ids = select(before.c.id).union(select(after.c.id))
    query = (
        select(PromotionProcess)
        .where(PromotionProcess.id.in_(ids), known_to(session, by))
        .options(selectinload(PromotionProcess.stages), selectinload(PromotionProcess.organisations))
        .order_by(PromotionProcess.round, PromotionProcess.id)
    )
    return session.scalars(query).all()


def rounds_of(
    session: Session, line: Sequence[PromotionProcess], stage: str, breakdown: str, basis: Basis
) -> Sequence[Round]:
    """In three queries, however many rounds."""
    releases = standing_releases(session, [one.id for one in line])
    contents = {one.content_id: process_id for process_id, one in releases.items()}
    query = select(ReleaseTable.content_id, ReleaseTable.body, ReleaseTable.hidden).where(
        ReleaseTable.content_id.in_(sorted(contents)), ReleaseTable.stage == stage,
        ReleaseTable.breakdown == breakdown, ReleaseTable.basis == basis,
    )  # fmt: skip
    found: dict[int, dict[str, tuple[Table, Hidden]]] = {}
    for row in session.execute(query):
        table = read_table(row.body)
        hidden = {(group, counted) for group, counted in row.hidden}
        found.setdefault(contents[row.content_id], {})[table.organisation] = (table, hidden)
    return [Round(one, releases.get(one.id), found.get(one.id, {})) for one in line]


def said_of_groups(
    rounds: Sequence[Round], code: str, group_list: GroupList, stage: str, basis: Basis
) -> Sequence[tuple[str, Sequence[Said]]]:
    """Group by group, round by round, of one organisation or of all together (POOLED)."""
    counted = [one for one in rounds if code in one.tables]
    groups = [one for one in group_list.groups if one.is_stated]
    return [
        (one.title, said) for one in groups if (said := _of_group(counted, code, one.key, group_list, stage, basis))
    ]


def _of_group(
    counted: Sequence[Round], code: str, group: str, group_list: GroupList, stage: str, basis: Basis
) -> Sequence[Said]:
    held = [(one, comparison) for one in counted if (comparison := _held(one.tables[code][0], group)) is not None]
    series = [_round(one, comparison, code, group_list, stage, basis) for one, comparison in held]
    changed = {change.after: change.sentence for change in trend.changes(series)}
    return [
        Said(
            one.title, one.day, _passed(one.tables[code], group, group_list), _ratio(comparison, group_list),
            changed.get(entry, "The first round that was released."), comparison.ratio,
        )
        for (one, comparison), entry in zip(held, series, strict=True)
    ]  # fmt: skip


def _held(table: Table, group: str) -> Comparison | None:
    against = table.compared_with or OTHERS
    return next((one for one in table.comparisons if one.group == group and one.against == against), None)


def _round(
    one: Round, comparison: Comparison, code: str, group_list: GroupList, stage: str, basis: Basis
) -> trend.Round:
    """Pooled figures are one series only where the same organisations were counted."""
    kind = next(each.kind for each in one.process.stages if each.key == stage)
    organisations = tuple(sorted(one.tables.keys() - {POOLED})) if code == POOLED else (code,)
    return trend.Round(
        title=one.title, day=one.day, organisations=organisations, stage=kind, basis=basis,
        group_list=group_list.id, compared_with=comparison.against, ratio=comparison.ratio,
    )  # fmt: skip


def _passed(found: tuple[Table, Hidden], group: str, group_list: GroupList) -> str:
    table, _ = found
    title = next(one.title for one in group_list.groups if one.key == group)
    return dict(side_by_side([found], {table.organisation: ""}, group_list))[title][0]


def _ratio(comparison: Comparison, group_list: GroupList) -> str:
    figure, other = comparison.ratio, group_list.named(comparison.against)
    to = f"to {other.title}" if other else "to all others together"
    if figure.value is None:
        return "Hidden" if figure.why is Why.HIDDEN else SENTENCES[figure.why or Why.NOT_GIVEN]
    if figure.low is None or figure.high is None:
        return f"{ratio(figure.value)} {to}"
    return f"{ratio(figure.value)} {to} ({ratio(figure.low)} to {ratio(figure.high)})"
