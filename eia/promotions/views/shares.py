"""Pages of printed shares: all of them, one edition; entering them and putting an edition in front."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.audit.queries import entries
from eia.db import db
from eia.errors import NotAllowed
from eia.promotions.commands.rates import standing_to_add
from eia.promotions.commands.shares import ONLY_KEEPERS, add_shares, change_shares, standing_to_keep_shares
from eia.promotions.forms.shares import SharesForm, shares_form
from eia.promotions.models import ShareEdition, ShareTable
from eia.promotions.shares.given import read_shares, said_of, set_against_each_other
from eia.promotions.shares.queries import edition_of, editions_of, shares_for, shares_page
from eia.promotions.shares.words import between_in_words, cannot_be_said, read_with
from eia.promotions.views.blueprint import blueprint, me, tried
from eia.promotions.views.rates import LARGEST, TABLES, TRAIL_SHOWN

ALL = f"{TABLES}/shares"
SHARES = f"{ALL}/<int(max=2147483647):shares_id>"


@blueprint.get(ALL)
def share_tables() -> str:
    by, after = me(), request.args.get("after", 0, type=int)
    after = after if 0 < after <= LARGEST else 0
    found, next_after = shares_page(db.session(), by, after=after)
    return render_template(
        "promotions/shares/register.html", found=found, next_after=next_after, turned=after > 0,
        may_add=standing_to_add(by) is not None,
    )  # fmt: skip


@blueprint.get(SHARES)
def share_table(shares_id: int) -> str:
    """The newest edition."""
    table = shares_for(db.session(), shares_id, me())
    return _page(table, edition_of(db.session(), table, table.number))


@blueprint.get(f"{SHARES}/editions/<int(max=2147483647):number>")
def share_edition(shares_id: int, number: int) -> str:
    table = shares_for(db.session(), shares_id, me())
    return _page(table, edition_of(db.session(), table, number))


def _page(table: ShareTable, edition: ShareEdition) -> str:
    shares = read_shares(edition.given)
    return render_template(
        "promotions/shares/shares.html", table=table, edition=edition, shares=shares,
        shown=[between_in_words(one) for one in set_against_each_other(shares)], unsaid=list(cannot_be_said(shares)),
        facts=read_with(edition), keeps=standing_to_keep_shares(table, me()) is not None,
        editions=editions_of(db.session(), table), trail=entries(db.session(), table.stream, newest=TRAIL_SHOWN),
    )  # fmt: skip


@blueprint.route(f"{ALL}/new", methods=["GET", "POST"])
def new_shares() -> str | Response:
    standing = standing_to_add(me())
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format("an organisation"))
    form, made = shares_form({}, (), 0), list[int]()
    if form.validate_on_submit() and tried(
        form, lambda session, by: made.append(add_shares(session, form.said(), form.shares(), by=by).id)
    ):
        flash("The shares were saved. An assessment takes them up from the library of evidence.", "done")
        return redirect(url_for("promotions.share_table", shares_id=made[0]), 303)
    return _asked(form, None, standing.organisation_name)


@blueprint.route(f"{SHARES}/change", methods=["GET", "POST"])
def change_printed_shares(shares_id: int) -> str | Response:
    table = _kept(shares_id)
    newest = edition_of(db.session(), table, table.number)
    form = shares_form(said_of(newest), read_shares(newest.given), table.number)
    if form.validate_on_submit() and tried(
        form,
        lambda session, by: change_shares(
            session, shares_id, form.said(), form.shares(), seen=form.seen.data or 0, by=by
        ),
    ):  # fmt: skip
        flash("The shares were saved, as an edition of their own.", "done")
        return redirect(url_for("promotions.share_table", shares_id=shares_id), 303)
    table = _kept(shares_id)
    form.seen.data = table.number
    return _asked(form, table, table.organisation.name)


def _kept(shares_id: int) -> ShareTable:
    """The shares for who keeps them; 403 for everybody else who may know of them."""
    table = shares_for(db.session(), shares_id, me())
    if standing_to_keep_shares(table, me()) is None:
        raise NotAllowed(ONLY_KEEPERS.format(table.organisation.name))
    return table


def _asked(form: SharesForm, table: ShareTable | None, organisation: str) -> str:
    return render_template("promotions/shares/change.html", form=form, table=table, organisation=organisation)
