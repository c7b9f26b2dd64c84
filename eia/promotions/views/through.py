"""One list of groups through all stages: how far each group came, of one organisation or of all together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from eia.db import db
from eia.errors import NotFound
from eia.promotions import released
from eia.promotions.figures.counts import POOLED
from eia.promotions.figures.results import Table
from eia.promotions.figures.saying import pointing_both_ways
from eia.promotions.funnel import Hidden, funnel_of, side_by_side
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import PromotionProcess
from eia.promotions.queries import organisations_counted, tables_of, tables_through
from eia.promotions.released import overview_of, releases_of
from eia.promotions.views.blueprint import PROCESS, blueprint, chosen_among, for_figures, known, may_be_shown
from eia.promotions.views.releases import RELEASE, among


@blueprint.get(f"{PROCESS}/results/through/<breakdown>")
def through(process_id: int, breakdown: str) -> str:
    case = for_figures(process_id)
    process, session = case.process, db.session()
    if breakdown not in {one.group_list for one in process.breakdowns}:
        raise NotFound("There is no such list of groups here.")
    if not may_be_shown(case):
        return render_template("promotions/to_open.html", process=process, back="results")
    run = case.run if case.run and not case.run.fault else None
    counted = organisations_counted(session, run, breakdown) if run else set()
    chosen, names = chosen_among(process, counted)
    found = [(one, ()) for one in tables_through(session, run, breakdown, chosen)] if run and chosen else []
    where = Where(
        page="promotions.through", stage_page="promotions.result", address={"process_id": process_id},
        back=("Results as they are", url_for("promotions.results", process_id=process_id)),
        says="With small numbers in them: do not pass them on.",
        at=lambda stage: [(one, ()) for one in tables_of(session, run, stage, breakdown)] if run else [],
    )  # fmt: skip
    return through_page(process, breakdown, found, chosen, names, where)


@blueprint.get(f"{RELEASE}/through/<breakdown>")
def released_through(process_id: int, number: int, breakdown: str) -> str:
    """The same of a release, as everybody may read it."""
    process, session = known(process_id).process, db.session()
    release = among(releases_of(session, process_id), number)
    counted = {one.organisation for one in overview_of(session, release.content_id) if one.breakdown == breakdown}
    if breakdown not in {one.group_list for one in process.breakdowns}:
        raise NotFound("There is no such list of groups here.")
    chosen, names = chosen_among(process, counted)
    address: dict[str, Any] = {"process_id": process_id, "number": number}

    def found(*, organisation: str = "", stage: str = "") -> Sequence[tuple[Table, Hidden]]:
        tables = released.tables_of(
            session, release.content_id, breakdowns=[breakdown], organisation=organisation, stage=stage
        )
        return [(one.table, one.hidden) for one in tables]

    where = Where(
        page="promotions.released_through", stage_page="promotions.released_table", address=address,
        back=(f"Release {number}", url_for("promotions.release_page", **address)),
        says="“Hidden” protects people in small groups.", at=lambda stage: found(stage=stage),
    )  # fmt: skip
    return through_page(process, breakdown, found(organisation=chosen) if chosen else [], chosen, names, where)


@dataclass(frozen=True, slots=True)
class Where:
    """`page` is its own endpoint, `stage_page` that of one stage; `at` finds every table of one stage."""

    page: str
    stage_page: str
    address: Mapping[str, Any]
    back: tuple[str, str]
    says: str
    at: Callable[[str], Sequence[tuple[Table, Hidden]]]


def through_page(
    process: PromotionProcess, breakdown: str, found: Sequence[tuple[Table, Hidden]], chosen: str,
    names: Mapping[str, str], where: Where,
) -> str:  # fmt: skip
    """The page of these tables of one organisation."""
    group_list, titles = group_lists()[breakdown], {one.key: one.title for one in process.stages}
    funnel = funnel_of(found, list(titles.items()), group_list)
    groups, here = {one.key: one.title for one in group_list.groups}, {"breakdown": breakdown, **where.address}
    return render_template(
        "promotions/through.html", process=process, group_list=group_list, funnel=funnel, chosen=chosen,
        back=where.back, says=where.says, who=names.get(chosen, ""), pooled=chosen == POOLED,
        side_by_side=side_by_side(where.at(funnel.stages[-1]), names, group_list) if funnel.stages else [],
        opposed=[f"{titles[one.stage]}: {said}" for one, _ in found for said in pointing_both_ways(one, groups)],
        organisations=[(code, name, url_for(where.page, of=code, **here)) for code, name in names.items()],
        addresses=[url_for(where.stage_page, stage=one, **here) for one in funnel.stages],
    )  # fmt: skip
