"""Pages to read: the register of promotion processes, and one process."""

from flask import render_template, request

from eia.assessments.workflow import TABLE
from eia.audit.queries import entries
from eia.db import db
from eia.people.offices import Office
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.guards.who import counts_for, standing_to_add, standing_to_keep
from eia.promotions.queries import latest_of, processes_page
from eia.promotions.readers import WORDS, sees_figures, sees_who_was_told
from eia.promotions.views.blueprint import PROCESS, blueprint, known, me
from eia.promotions.views.steps import offers
from eia.promotions.workflow import PROCESS_TABLE

LARGEST = 2**31 - 1
TRAIL_SHOWN = 20
OF_RELEASES = ("prepare_release", "release", "withdraw_release")
BESIDE_FIGURES = ("prepare_release", "withdraw_release")
"""A release is made on the page of its preview."""
STARTS = (Office.POLICY_OWNER, Office.HR_LEAD)
"""Who starts the assessment, in the organisation that leads."""


@blueprint.get("")
def register() -> str:
    by, session = me(), db.session()
    after = request.args.get("after", 0, type=int)
    after = after if 0 < after <= LARGEST else 0
    page = processes_page(session, by, after=after)
    return render_template(
        "promotions/register.html", page=page, latest=latest_of(session, [one.id for one in page.processes], by),
        turned=after > 0, states=PROCESS_TABLE.states, version_states=TABLE.states,
        may_add=standing_to_add(by) is not None,
    )  # fmt: skip


@blueprint.get(PROCESS)
def process(process_id: int) -> str:
    case, by, session = known(process_id), me(), db.session()
    found, offered = case.process, offers(case, by)
    return render_template(
        "promotions/process.html", case=case, process=found, states=PROCESS_TABLE.states, version_states=TABLE.states,
        offered=[one for one in offered if one.step.action not in OF_RELEASES],
        releases=[one for one in offered if one.step.action in BESIDE_FIGURES and not one.reasons],
        latest=latest_of(session, [found.id], by).get(found.id),
        may_start=any(by.holds(office, {found.organisation_id}) for office in STARTS),
        keeps=standing_to_keep(found, by) is not None and PROCESS_TABLE.states[case.state].open,
        counts=bool(counts_for(found, by)), sees=sees_figures(session, found, by), who_sees=WORDS, lists=group_lists(),
        sees_told=sees_who_was_told(session, found, by),
        trail=entries(session, found.stream, newest=TRAIL_SHOWN),
    )  # fmt: skip
