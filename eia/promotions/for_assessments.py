"""What the assessment of a process is told of its figures, from what was released and from nothing else.

The factory hands these to the floor below (`eia/assessments/contracts.py`).
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.contracts import Figures, FlagBefore, ReleasedSource
from eia.promotions.figures.counts import POOLED
from eia.promotions.figures.results import Basis, Verdict
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import PromotionProcess, PromotionStage
from eia.promotions.models.processes import KIND
from eia.promotions.released import Released, ReleasedTable, overview_of, standing_releases, tables_of
from eia.promotions.showing import said_of
from eia.subjects.models import Subject

ROUNDS = 3
"""So many rounds are shown beside a question, this one among them; flags count whatever their round."""


def flags_before(session: Session, subject: Subject) -> Sequence[FlagBefore]:
    """What the standing releases of earlier rounds flag, by characteristic and stage, the newest round first."""
    if subject.kind != KIND:
        return []
    return flags_of(session, _rounds(session, subject.id)[1:])


def flags_of(session: Session, process_ids: Sequence[int]) -> list[FlagBefore]:
    """What the standing releases of these processes flag."""
    standing = standing_releases(session, process_ids)
    found: dict[tuple[str, int, str], FlagBefore] = {}
    for process_id in process_ids:
        release = standing.get(process_id)
        said = overview_of(session, release.content_id) if release else ()
        process = session.get_one(PromotionProcess, process_id) if said else None
        titles = _stages(session, process_id) if said else {}
        for one in said:
            if one.basis is Basis.STAGE and one.verdict is Verdict.FLAGGED and process and release:
                group_list = group_lists()[one.breakdown]
                words = f"{process.number}, {titles.get(one.stage, one.stage)} by {group_list.title.lower()}"
                found.setdefault(
                    (group_list.characteristic, process_id, one.stage),
                    FlagBefore(
                        group_list.characteristic, words, *_place(release, one.stage, one.breakdown),
                        release.evidence, release.evidence_edition[1],
                    ),
                )  # fmt: skip
    return list(found.values())


def released_sources(session: Session, subject: Subject) -> Sequence[ReleasedSource]:
    """The standing releases of this round and those before, which an assessment may cite."""
    if subject.kind != KIND:
        return []
    rounds = _rounds(session, subject.id)[:ROUNDS]
    standing = standing_releases(session, rounds)
    named = select(PromotionProcess.id, PromotionProcess.number).where(PromotionProcess.id.in_(standing))
    numbers = {row.id: row.number for row in session.execute(named)}
    return [
        ReleasedSource(
            f"{numbers[one.process_id]}, release {one.number}", "promotions.release_page",
            {"process_id": one.process_id, "number": one.number}, one.evidence_edition[0], one.evidence,
            one.evidence_edition[1],
        )
        for one in (standing[each] for each in rounds if each in standing)
    ]  # fmt: skip


def figures_beside(session: Session, subject: Subject, characteristics: Collection[str]) -> Sequence[Figures]:
    """What was released of these characteristics, of this round and those before."""
    if subject.kind != KIND:
        return []
    rounds = _rounds(session, subject.id)[:ROUNDS]
    standing, found = standing_releases(session, rounds), []
    keys = [one.id for one in group_lists().values() if one.characteristic in characteristics]
    for process_id in rounds:
        release = standing.get(process_id)
        if release is None:
            continue
        process, titles = session.get_one(PromotionProcess, process_id), _stages(session, process_id)
        tables = tables_of(session, release.content_id, basis=Basis.STAGE, breakdowns=keys)
        for one in _together(tables):
            table, group_list = one.table, group_lists()[one.table.breakdown]
            shown = said_of(table, group_list, {}, one.hidden)
            title = f"{process.number}, release {release.number}: {titles.get(table.stage, table.stage)} by "
            found.append(
                Figures(
                    f"{title}{group_list.title.lower()}", shown.headline, shown.told.shows,
                    *_place(release, table.stage, table.breakdown),
                )
            )  # fmt: skip
    return found


def _together(tables: Sequence[ReleasedTable]) -> list[ReleasedTable]:
    """One for each stage and list: all organisations together where there is that, else the only one."""
    chosen: dict[tuple[str, str], ReleasedTable] = {}
    for one in tables:
        place = one.table.stage, one.table.breakdown
        if place not in chosen or one.table.organisation == POOLED:
            chosen[place] = one
    return list(chosen.values())


def _rounds(session: Session, process_id: int) -> list[int]:
    """This round and those before it, the newest first."""
    table = PromotionProcess.__table__
    walk = select(table.c.id, table.c.follows_id, table.c.round).where(table.c.id == process_id).cte(recursive=True)
    before = select(table.c.id, table.c.follows_id, table.c.round).join(walk, table.c.id == walk.c.follows_id)
    walk = walk.union_all(before)
    return list(session.scalars(select(walk.c.id).order_by(walk.c.round.desc())))


def _stages(session: Session, process_id: int) -> dict[str, str]:
    query = select(PromotionStage.key, PromotionStage.title).where(PromotionStage.process_id == process_id)
    return {row.key: row.title for row in session.execute(query)}


def _place(release: Released, stage: str, breakdown: str) -> tuple[str, dict[str, object]]:
    at = {"process_id": release.process_id, "number": release.number, "stage": stage, "breakdown": breakdown}
    return "promotions.released_table", dict(at)
