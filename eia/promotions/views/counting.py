"""The counts of a process: what is there, and a page for each stage and list of groups to enter them on."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db
from eia.downloads import table
from eia.errors import NotFound
from eia.promotions.commands.counting import TAKES_COUNTS, save_counts
from eia.promotions.counted import Place, places_of, sheets_of
from eia.promotions.figures.counts import Group
from eia.promotions.forms.counting import MEASURES, FileForm, counts_form
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.guards.who import counts_for
from eia.promotions.intake import COLUMNS, EVERYONE, TOTAL_TITLE, template_rows
from eia.promotions.models.counting import CAME_BY, TOTAL
from eia.promotions.queries import editions_of
from eia.promotions.views.blueprint import PROCESS, blueprint, counted_by_me, for_figures, may_be_shown, me, tried
from eia.promotions.workflow import PROCESS_TABLE

EDITIONS_SHOWN = 10
TOTAL_IN_ADDRESS = "total"


@blueprint.get(f"{PROCESS}/counts")
def counts(process_id: int) -> str:
    """Which counts are there: no figure stands on this page."""
    case = for_figures(process_id)
    process, session = case.process, db.session()
    there = {(at.stage, at.breakdown, at.organisation) for at in places_of(session, process_id)}
    lists = [(TOTAL_IN_ADDRESS, TOTAL, TOTAL_TITLE)]
    lists += [(one.group_list, one.group_list, group_lists()[one.group_list].title) for one in process.breakdowns]
    mine = counts_for(process, me())
    return render_template(
        "promotions/counts.html", case=case, process=process, lists=lists, there=there,
        enters=bool(mine) and case.state in TAKES_COUNTS, state=PROCESS_TABLE.states[case.state],
        editions=editions_of(session, process_id, newest=EDITIONS_SHOWN), came_by=CAME_BY, form=FileForm(),
    )  # fmt: skip


@blueprint.route(f"{PROCESS}/counts/<stage>/<breakdown>", methods=["GET", "POST"])
def sheet(process_id: int, stage: str, breakdown: str) -> str | Response:
    case = counted_by_me(process_id)
    process = case.process
    place = next((one for one in process.stages if one.key == stage), None)
    key = TOTAL if breakdown == TOTAL_IN_ADDRESS else breakdown
    if place is None or (key and key not in {one.group_list for one in process.breakdowns}):
        raise NotFound("There is no such stage or list of groups here.")
    if not may_be_shown(case):
        return render_template("promotions/to_open.html", process=process, back="counts")
    mine = counts_for(process, me())
    codes = [one.code for one in process.organisations if one.code in mine]
    groups = group_lists()[key].counted if key else (Group(key=TOTAL, title=EVERYONE),)
    standing = sheets_of(db.session(), process_id, stage=stage)
    now = {code: standing.get(Place(stage, key, code), {}) for code in codes}
    form = counts_form(codes, groups, now, process.counts_from)
    if form.validate_on_submit() and tried(
        form,
        lambda session, by: save_counts(
            session, process_id, {Place(stage, key, code): form.cells(code) for code in codes}, came_by="form",
            seen=form.seen.data or 0, by=by,
        ),
    ):  # fmt: skip
        flash("The counts were saved. What they show is computed within a minute.", "done")
        return redirect(url_for("promotions.counts", process_id=process_id), 303)
    case = counted_by_me(process_id)
    form.seen.data = case.process.counts_from
    return render_template(
        "promotions/sheet.html", process=case.process, stage=place, title=group_lists()[key].title if key else "",
        form=form, measures=MEASURES, names={one.code: one.name for one in case.process.organisations},
        takes=case.state in TAKES_COUNTS, state=PROCESS_TABLE.states[case.state],
    )  # fmt: skip


@blueprint.get(f"{PROCESS}/counts/template.csv")
def template(process_id: int) -> Response:
    process = counted_by_me(process_id).process
    rows = list(template_rows(process, counts_for(process, me())))
    return table(COLUMNS, lambda: rows, "counts-template.csv")
