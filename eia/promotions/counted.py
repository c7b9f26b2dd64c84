"""The counts of a process as they stand: the newest sheet of each place, put together for the calculation."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import rfc8785
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.promotions.figures.counts import Breakdown, Count, ProcessCounts, Stage, Tally, Total
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import CountSheet, PromotionBreakdown, PromotionProcess
from eia.promotions.models.counting import TOTAL

Cells = Mapping[str, Tally]
"""Group -> what was counted of it; for a total there is one, under `TOTAL`."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a sheet belongs: one stage, one breakdown (or `TOTAL`), one organisation by its code."""

    stage: str
    breakdown: str
    organisation: str


Sheets = Mapping[Place, Cells]


def sheets_of(session: Session, process_id: int, *, stage: str = "", until: int = 0) -> dict[Place, dict[str, Tally]]:
    """The newest sheet of each place; of one stage only, or as they stood with the sheet `until`."""
    query = select(func.max(CountSheet.id)).where(CountSheet.process_id == process_id)
    if stage:
        query = query.where(CountSheet.stage == stage)
    if until:
        query = query.where(CountSheet.id <= until)
    newest = query.group_by(CountSheet.stage, CountSheet.breakdown, CountSheet.organisation)
    rows = session.execute(
        select(CountSheet.stage, CountSheet.breakdown, CountSheet.organisation, CountSheet.cells)
        .where(CountSheet.id.in_(newest))
        .order_by(CountSheet.id)
    )
    return {Place(row.stage, row.breakdown, row.organisation): read_cells(row.cells) for row in rows}


def places_of(session: Session, process_id: int) -> set[Place]:
    """Where counts stand, without reading any."""
    columns = CountSheet.stage, CountSheet.breakdown, CountSheet.organisation
    return {
        Place(*row) for row in session.execute(select(*columns).where(CountSheet.process_id == process_id).distinct())
    }


def counts_of(process: PromotionProcess, sheets: Sheets) -> ProcessCounts:
    """What the calculation is given: the stages and groups of the process, and every figure that came in for them."""
    stages = {one.key for one in process.stages}
    keys = {one.group_list for one in process.breakdowns}
    codes = {one.code for one in process.organisations}
    known = {place: cells for place, cells in sheets.items() if place.stage in stages and place.organisation in codes}
    return ProcessCounts(
        organisations=tuple(sorted(codes)),
        stages=tuple(Stage(key=one.key, title=one.title, kind=one.kind) for one in process.stages),
        breakdowns=tuple(map(breakdown_of, process.breakdowns)),
        counts=tuple(
            Count(stage=at.stage, organisation=at.organisation, breakdown=at.breakdown, group=group, tally=tally)
            for at, cells in sorted(known.items()) if at.breakdown in keys
            for group, tally in cells.items()
        ),
        totals=tuple(
            Total(stage=at.stage, organisation=at.organisation, tally=cells[TOTAL])
            for at, cells in sorted(known.items()) if at.breakdown == TOTAL and TOTAL in cells
        ),
    )  # fmt: skip


def breakdown_of(row: PromotionBreakdown) -> Breakdown:
    one = group_lists()[row.group_list]
    return Breakdown(
        key=one.id, title=one.title, characteristics=one.characteristics, groups=one.counted,
        compared_with=row.compared_with, also_with_others=row.also_with_others, group_list=one.id,
    )  # fmt: skip


def cells_bytes(cells: Cells) -> bytes:
    """Canonical JSON: group -> entered, passed, withdrew, printed."""
    return rfc8785.dumps({group: [one.entered, one.passed, one.withdrew, one.printed] for group, one in cells.items()})


def read_cells(content: bytes) -> dict[str, Tally]:
    return {
        group: Tally(entered=entered, passed=passed, withdrew=withdrew, printed=printed)
        for group, (entered, passed, withdrew, printed) in json.loads(content).items()
    }


def is_empty(tally: Tally) -> bool:
    return tally == Tally()


def places_in_words(process: PromotionProcess, places: Sequence[Place]) -> str:
    """“Board by Sex, CAMBS”, for the trail; at most three, then how many more."""
    stages = {one.key: one.title for one in process.stages}
    said = [
        f"{stages.get(one.stage, one.stage)}"
        f"{' by ' + group_lists()[one.breakdown].title if one.breakdown else ', total'}, {one.organisation}"
        for one in places[:3]
    ]
    more = len(places) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")
