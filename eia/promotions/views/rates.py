"""Pages of disproportionality tables: all of them, one edition, its file; and keeping them."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.audit.queries import entries
from eia.db import db, transaction
from eia.downloads import table as spreadsheet
from eia.errors import NotAllowed
from eia.people.viewer import standings_now
from eia.promotions.commands.rates import open_edition, standing_to_add, standing_to_keep
from eia.promotions.figures.disproportion import read_disparities
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import RateEdition, RateTable
from eia.promotions.models.rates import KINDS
from eia.promotions.rates.given import gives_away_beside, is_hidden
from eia.promotions.rates.queries import edition_of, editions_of, is_opened, may_open, table_for, tables_page
from eia.promotions.rates.words import (
    CAUTIONS,
    HIDDEN_BESIDE,
    HIDDEN_FROM,
    columns,
    heads_of,
    lines_of,
    read_with,
    rows_of,
    unknown_of,
)
from eia.promotions.views.blueprint import blueprint, me

TABLES = "/disproportionality"
TABLE = f"{TABLES}/<int(max=2147483647):table_id>"
EDITION = f"{TABLE}/editions/<int(max=2147483647):number>"
LARGEST = 2**31 - 1
TRAIL_SHOWN = 20


@blueprint.get(TABLES)
def rate_tables() -> str:
    by, after = me(), request.args.get("after", 0, type=int)
    after = after if 0 < after <= LARGEST else 0
    return render_template(
        "promotions/rates/register.html", page=tables_page(db.session(), by, after=after), kinds=KINDS,
        lists=group_lists(), turned=after > 0, may_add=standing_to_add(by) is not None,
    )  # fmt: skip


@blueprint.get(TABLE)
def rate_table(table_id: int) -> str:
    """The newest edition of its figures."""
    table = table_for(db.session(), table_id, me())
    return _page(table, edition_of(db.session(), table, table.number) if table.number else None)


@blueprint.get(EDITION)
def rate_edition(table_id: int, number: int) -> str:
    table = table_for(db.session(), table_id, me())
    return _page(table, edition_of(db.session(), table, number))


def _page(table: RateTable, edition: RateEdition | None) -> str:
    session, by = db.session(), me()
    hidden = edition is not None and is_hidden(edition)
    shown = edition is not None and (not hidden or is_opened(session, edition, by))
    found = read_disparities(edition.body) if edition is not None and shown else None
    return render_template(
        "promotions/rates/table.html", table=table, edition=edition, kind=KINDS[table.kind], found=found,
        rows=rows_of(found) if found else [], columns=columns(found) if found else [],
        facts=read_with(edition, found) if edition and found else [], unknown=unknown_of(found) if found else "",
        caution=CAUTIONS[table.kind], hidden=hidden, may_open=hidden and may_open(session, table, by),
        why=_why_hidden(table, edition) if edition else "", keeps=standing_to_keep(table, by) is not None,
        editions=editions_of(session, table), group_list=group_lists()[table.group_list],
        trail=entries(session, table.stream, newest=TRAIL_SHOWN),
    )  # fmt: skip


@blueprint.get(f"{EDITION}.csv")
def rate_file(table_id: int, number: int) -> Response:
    """Only of what everybody reads: a file is passed on, and a page is not."""
    table = table_for(db.session(), table_id, me())
    edition = edition_of(db.session(), table, number)
    if is_hidden(edition):
        raise NotAllowed(f"{_why_hidden(table, edition)} There is no file of it.")
    found = read_disparities(edition.body)
    lines = lines_of(edition, found)
    return spreadsheet(heads_of(edition, found), lambda: lines, f"disproportionality-{table_id}-edition-{number}.csv")


@blueprint.post(f"{EDITION}/open")
def open_rates(table_id: int, number: int) -> Response:
    table_for(db.session(), table_id, me())
    with transaction() as session:
        open_edition(session, table_id, number, by=standings_now(session))
    return redirect(url_for("promotions.rate_edition", table_id=table_id, number=number), 303)


def _why_hidden(table: RateTable, edition: RateEdition) -> str:
    words = HIDDEN_BESIDE if gives_away_beside(edition) else HIDDEN_FROM
    return words.format(most=edition.threshold - 1, name=table.organisation.name)
