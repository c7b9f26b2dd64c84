"""Keeping disproportionality tables: begin one, enter its figures on a page, or have a file fill that page in."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db
from eia.downloads import table as spreadsheet
from eia.errors import NotAllowed
from eia.files.views import reads_in_memory, takes_files
from eia.people.access import carries_nothing
from eia.promotions.commands.rates import ONLY_KEEPERS, add_table, save_edition, standing_to_add, standing_to_keep
from eia.promotions.forms.rates import MEASURES, EditionForm, EventsFileForm, TableForm, edition_form
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import RateEdition, RateTable
from eia.promotions.rates.given import Given, facts_of, is_hidden, read_given
from eia.promotions.rates.intake import COUNTED, read_events, template_rows
from eia.promotions.rates.queries import edition_of, is_opened, table_for
from eia.promotions.views.blueprint import blueprint, me, tried
from eia.promotions.views.rates import TABLE, TABLES


@blueprint.route(f"{TABLES}/new", methods=["GET", "POST"])
def new_rate_table() -> str | Response:
    standing = standing_to_add(me())
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format("an organisation"))
    form = TableForm()
    form.offer()
    made: list[int] = []
    if form.validate_on_submit() and tried(
        form,
        lambda session, by: made.append(
            add_table(session, form.title.data, form.kind.data, form.group_list.data, by=by).id
        ),
    ):
        flash("It was added. Enter its figures next.", "done")
        return redirect(url_for("promotions.change_rates", table_id=made[0]), 303)
    return render_template("promotions/rates/new.html", form=form, organisation=standing.organisation_name)


@blueprint.route(f"{TABLE}/figures", methods=["GET", "POST"])
def change_rates(table_id: int) -> str | Response:
    table, newest = _kept(table_id)
    if newest is not None and _must_be_opened(newest):
        return redirect(url_for("promotions.rate_table", table_id=table_id), 303)
    form = _form(table, newest, read_given(newest.given) if newest else Given(()))
    if form.validate_on_submit() and tried(
        form,
        lambda session, by: save_edition(
            session, table_id, form.facts(), form.given(), seen=form.seen.data or 0, by=by, together=form.answer()
        ),
    ):  # fmt: skip
        flash("The figures were saved, as an edition of their own.", "done")
        return redirect(url_for("promotions.rate_table", table_id=table_id), 303)
    table, _ = _kept(table_id)
    form.seen.data = table.number
    return _figures(table, form)


@blueprint.route(f"{TABLE}/file", methods=["GET", "POST"])
@takes_files
@reads_in_memory
@carries_nothing
def rates_from_file(table_id: int) -> str:
    """What was read fills in the page of figures, where it is looked at and saved. Nothing is kept here."""
    table, newest = _kept(table_id)
    form, faults = EventsFileForm(), list[tuple[int, str]]()
    if form.validate_on_submit():
        read = read_events(form.file.data.read(), group_lists()[table.group_list])
        if read.given is not None:
            return _figures(table, _form(table, newest, read.given, formdata=None), from_file=True)
        faults = list(read.faults)
        refused = read.refused or "Some things are wrong in this file, so nothing of it was taken in. They stand below."
        form.file.errors = [*form.file.errors, refused]
    return render_template("promotions/rates/file.html", table=table, form=form, faults=faults)


@blueprint.get(f"{TABLE}/template.csv")
def rates_template(table_id: int) -> Response:
    table, _ = _kept(table_id)
    rows = list(template_rows(group_lists()[table.group_list]))
    return spreadsheet(COUNTED.all, lambda: rows, "disproportionality-template.csv")


def _kept(table_id: int) -> tuple[RateTable, RateEdition | None]:
    """The table and its newest edition for who keeps it; 403 for everybody else who may know of it."""
    table = table_for(db.session(), table_id, me())
    if standing_to_keep(table, me()) is None:
        raise NotAllowed(ONLY_KEEPERS.format(table.organisation.name))
    return table, edition_of(db.session(), table, table.number) if table.number else None


def _must_be_opened(edition: RateEdition) -> bool:
    return is_hidden(edition) and not is_opened(db.session(), edition, me())


def _form(table: RateTable, newest: RateEdition | None, given: Given, **options: Any) -> EditionForm:
    facts = {**facts_of(newest), **_answered(newest)} if newest else {"title": table.title}
    return edition_form(group_lists()[table.group_list], facts, given, table.number, **options)


def _answered(newest: RateEdition) -> dict[str, str]:
    """What was said the last time of figures that give something away beside other tables."""
    if newest.beside == "[]":
        return {}
    return {"together": "apart" if newest.apart else "hide", "apart": newest.apart}


def _figures(table: RateTable, form: EditionForm, *, from_file: bool = False) -> str:
    return render_template(
        "promotions/rates/figures.html", table=table, form=form, measures=MEASURES, from_file=from_file,
        group_list=group_lists()[table.group_list],
    )  # fmt: skip
