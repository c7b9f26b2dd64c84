"""Releases: the preview of one for the HR lead, and what everybody reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from eia.db import db
from eia.errors import NotAllowed, NotFound
from eia.promotions.case import ProcessCase
from eia.promotions.figures.results import Basis
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.hidden_words import what_is_hidden
from eia.promotions.models import PromotionProcess
from eia.promotions.queries import report_sizes
from eia.promotions.released import Released, overview_of, releases_of, tables_of
from eia.promotions.showing import worst
from eia.promotions.views.blueprint import PROCESS, blueprint, known, me
from eia.promotions.views.stage import one_stage
from eia.promotions.workflow import PROCESS_TABLE

RELEASE = f"{PROCESS}/releases/<int(max=2147483647):number>"


@dataclass(frozen=True, slots=True)
class Overview:
    """Stage by stage and list by list: the word that weighs most, its colour, and how many figures do not fit."""

    verdicts: dict[tuple[str, str], tuple[str, str]]
    findings: dict[tuple[str, str], int]


@blueprint.get(f"{PROCESS}/preview")
def preview(process_id: int) -> str:
    """What everybody would read, before they do."""
    case, step = _prepared_by_me(process_id), PROCESS_TABLE.steps["release"]
    content = case.preview.content if case.preview else None
    there = content is not None and not content.fault and not content.withheld
    overview = _overview(content.id) if content and there else None
    return render_template(
        "promotions/preview.html", case=case, process=case.process, content=content, overview=overview,
        lists=group_lists(), hidden=_hidden_in_preview(case) if there else [],
        reasons=step.reasons(case, me(), _standing(case)), step=step,
    )  # fmt: skip


@blueprint.get(f"{PROCESS}/preview/<stage>/<breakdown>")
def preview_table(process_id: int, stage: str, breakdown: str) -> str:
    case = _prepared_by_me(process_id)
    content = case.preview.content if case.preview else None
    if content is None:
        raise NotFound("There is no preview yet.")
    here = {"process_id": process_id, "stage": stage, "breakdown": breakdown}
    return render_template(
        "promotions/released_table.html", release=None, heading="Preview of a release", back="promotions.preview",
        **_one_place(case.process, content.id, "promotions.preview_table", here),
    )  # fmt: skip


@blueprint.get(f"{PROCESS}/releases")
def releases(process_id: int) -> str:
    process = known(process_id).process
    return render_template("promotions/releases.html", process=process, releases=releases_of(db.session(), process_id))


@blueprint.get(RELEASE)
def release_page(process_id: int, number: int) -> str:
    process = known(process_id).process
    every = releases_of(db.session(), process_id)
    release = among(every, number)
    hidden = what_is_hidden(
        process, threshold=release.threshold, noughts=release.noughts, small=release.small, besides=release.besides,
        nothing_of=release.nothing_of,
    )  # fmt: skip
    return render_template(
        "promotions/release.html", process=process, release=release, newest=every[0], lists=group_lists(),
        overview=_overview(release.content_id), hidden=list(hidden), files=report_sizes(db.session(), release.id),
    )  # fmt: skip


@blueprint.get(f"{RELEASE}/<stage>/<breakdown>")
def released_table(process_id: int, number: int, stage: str, breakdown: str) -> str:
    process = known(process_id).process
    every = releases_of(db.session(), process_id)
    release = among(every, number)
    here = {"process_id": process_id, "number": number, "stage": stage, "breakdown": breakdown}
    return render_template(
        "promotions/released_table.html", release=release, newest=every[0], heading=f"Release {number}",
        back="promotions.release_page", **_one_place(process, release.content_id, "promotions.released_table", here),
    )  # fmt: skip


def _one_place(process: PromotionProcess, content_id: int, page: str, address: Mapping[str, Any]) -> dict[str, Any]:
    """`address` names the stage and the list of groups."""
    place = next((one for one in process.stages if one.key == address["stage"]), None)
    breakdown = address["breakdown"]
    if place is None or breakdown not in {one.group_list for one in process.breakdowns}:
        raise NotFound("There is no such stage or list of groups here.")
    from_start = request.args.get("basis") == Basis.FROM_START
    basis = Basis.FROM_START if from_start else Basis.STAGE
    tables = tables_of(db.session(), content_id, stage=place.key, breakdowns=[breakdown], basis=basis)
    found = [(one.table, one.hidden) for one in tables]
    one = one_stage(process, group_lists()[breakdown], found, page, address)
    return {"process": process, "stage": place, "from_start": from_start, **one}


def _overview(content_id: int) -> Overview:
    by_place: dict[tuple[str, str], list[Any]] = {}
    for one in overview_of(db.session(), content_id):
        if one.basis is Basis.STAGE:
            by_place.setdefault((one.stage, one.breakdown), []).append(one)
    return Overview(
        {place: worst([one.verdict for one in there]) for place, there in by_place.items()},
        {place: sum(one.findings for one in there) for place, there in by_place.items()},
    )


def _hidden_in_preview(case: ProcessCase) -> list[str]:
    asked = case.preview
    content = asked.content if asked else None
    if asked is None or content is None:
        return []
    return list(
        what_is_hidden(
            case.process, threshold=asked.threshold, noughts=content.noughts, small=content.small,
            besides=content.besides, nothing_of=content.nothing_of,
        )
    )  # fmt: skip


def _prepared_by_me(process_id: int) -> ProcessCase:
    """The process for somebody who makes its releases; 403 for everybody else who may know of it."""
    case = known(process_id)
    _standing(case)
    return case


def _standing(case: ProcessCase) -> Any:
    step = PROCESS_TABLE.steps["release"]
    standing = step.standing(case, me())
    if standing is None:
        raise NotAllowed(f"A preview is read by those who release it. {step.only}")
    return standing


def among(every: Sequence[Released], number: int) -> Released:
    """The one of that number; 404 when there is none."""
    found = next((one for one in every if one.number == number), None)
    if found is None:
        raise NotFound("There is no such release.")
    return found
