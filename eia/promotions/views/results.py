"""What the counts show, as they are: opened by a button, and each opening is kept."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotFound
from eia.people.viewer import standings_now
from eia.promotions.commands.opening import open_figures
from eia.promotions.figures.results import Basis
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import ResultTable
from eia.promotions.queries import tables_of, verdicts_of
from eia.promotions.showing import worst
from eia.promotions.views.blueprint import PROCESS, blueprint, for_figures, known, may_be_shown
from eia.promotions.views.stage import one_stage

BACK = {"counts": "promotions.counts", "results": "promotions.results"}


@blueprint.post(f"{PROCESS}/figures/open")
def open_them(process_id: int) -> Response:
    """The button "Open the figures": kept, then shown."""
    known(process_id)
    with transaction() as session:
        open_figures(session, process_id, by=standings_now(session))
    back = BACK.get(request.form.get("back", ""), BACK["results"])
    return redirect(url_for(back, process_id=process_id), 303)


@blueprint.get(f"{PROCESS}/results")
def results(process_id: int) -> str:
    case = for_figures(process_id)
    process = case.process
    if not may_be_shown(case):
        return render_template("promotions/to_open.html", process=process, back="results")
    tables = verdicts_of(db.session(), case.run) if case.run and not case.run.fault else []
    own = [one for one in tables if one.basis is Basis.STAGE]
    by_place: dict[tuple[str, str], list[ResultTable]] = {}
    for one in own:
        by_place.setdefault((one.stage, one.breakdown), []).append(one)
    return render_template(
        "promotions/results.html", case=case, process=process, lists=group_lists(),
        verdicts={place: worst([one.verdict for one in there]) for place, there in by_place.items()},
        findings={place: sum(one.findings for one in there) for place, there in by_place.items()},
    )  # fmt: skip


@blueprint.get(f"{PROCESS}/results/<stage>/<breakdown>")
def result(process_id: int, stage: str, breakdown: str) -> str:
    case = for_figures(process_id)
    process, run = case.process, case.run
    place = next((one for one in process.stages if one.key == stage), None)
    if place is None or breakdown not in {one.group_list for one in process.breakdowns}:
        raise NotFound("There is no such stage or list of groups here.")
    if not may_be_shown(case):
        return render_template("promotions/to_open.html", process=process, back="results")
    from_start = request.args.get("basis") == Basis.FROM_START
    basis = Basis.FROM_START if from_start else Basis.STAGE
    every = tables_of(db.session(), run, stage, breakdown) if run and not run.fault else []
    found = [(one, ()) for one in every if one.basis is basis]
    here = {"process_id": process_id, "stage": stage, "breakdown": breakdown}
    return render_template(
        "promotions/result.html", case=case, process=process, stage=place, from_start=from_start,
        **one_stage(process, group_lists()[breakdown], found, "promotions.result", here),
    )  # fmt: skip
