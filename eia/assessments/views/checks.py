"""The page of the advisers: what waits for a check, the most urgent first."""

from flask import render_template, request

from eia.assessments.checking.checks import COUNTED, PAGE, SORTS, WHOSE, count_to_check, place_of, to_check
from eia.assessments.guards.needs import ADVISER_DAYS
from eia.assessments.views.blueprint import blueprint, me
from eia.assessments.workflow import TABLE
from eia.db import db
from eia.errors import NotAllowed
from eia.people.offices import Office


@blueprint.get("/checks")
def checks() -> str:
    by, session = me(), db.session()
    if not by.holds(Office.ADVISER):
        raise NotAllowed("Only equality advisers have this list. What waits for you stands on Home.")
    whose, sort = request.args.get("whose", ""), request.args.get("sort", "planned")
    whose, sort = whose if whose in WHOSE else "", sort if sort in SORTS else "planned"
    lines = to_check(session, by, whose=whose, sort=sort, after=request.args.get("after", ""))
    more = place_of(lines[PAGE - 1], sort) if len(lines) > PAGE else ""
    return render_template(
        "assessments/checks.html", lines=lines[:PAGE], after=more, count=count_to_check(session, by, whose=whose),
        counted_to=COUNTED, whose=whose, sort=sort, sorts=SORTS, everyone=WHOSE, states=TABLE.states,
        adviser_days=ADVISER_DAYS, full_width=True,
    )  # fmt: skip
