"""The order of an agenda: by number, or one up or down."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import transaction
from eia.errors import Refused, Stale
from eia.meetings.case import MeetingCase
from eia.meetings.commands.items import order_seen
from eia.meetings.commands.ordering import NUMBERS_STAY, order_items
from eia.meetings.forms.items import OrderForm, order_form
from eia.meetings.views.asking import said_by
from eia.meetings.views.blueprint import NUMBER, blueprint, me_now, run_by_me
from eia.meetings.views.items import crumbs_of


@blueprint.route(f"/<{NUMBER}:meeting_id>/order", methods=["GET", "POST"])
def order(meeting_id: int) -> str | Response:
    case = run_by_me(meeting_id).case
    form = order_form(case.items, order_seen(case))
    move = request.form.get("move", "")
    overtaken = ""
    if case.state == "drafted" and form.validate_on_submit():
        numbers, seen = _moved(form.numbers(case.items), move), form.seen.data or ""
        try:
            with transaction() as session:
                order_items(session, meeting_id, numbers, seen=seen, by=me_now(session))
        except Refused as refusal:
            form.show(refusal)
        except Stale as stale:
            overtaken, case = said_by(stale), run_by_me(meeting_id).case
            form = _yours_again(case, numbers)
        else:
            if move:
                item = move.partition("-")[2]
                return redirect(url_for("meetings.order", meeting_id=meeting_id, _anchor=f"item-{item}"), 303)
            flash("The agenda is in this order now.", "done")
            return redirect(url_for("meetings.meeting", meeting_id=meeting_id, _anchor="agenda"), 303)
    return render_template(
        "meetings/order.html", form=form, case=case, overtaken=overtaken, trail_of=crumbs_of(case.body, case.meeting),
        items=sorted(case.items, key=lambda one: form[f"number_{one.id}"].data) if overtaken else case.items,
        closed="" if case.state == "drafted" else NUMBERS_STAY,
    )  # fmt: skip


def _yours_again(case: MeetingCase, numbers: Mapping[int, int]) -> OrderForm:
    """The order somebody wanted, for the agenda as it is now; what came on meanwhile stands at the end."""
    form, last = order_form(case.items, ""), max(numbers.values(), default=0)
    form.seen.process(None, order_seen(case))
    for number, item in enumerate(sorted(case.items, key=lambda one: numbers.get(one.id, last + one.position)), 1):
        form[f"number_{item.id}"].process(None, number)
    return form


def _moved(numbers: dict[int, int], move: str) -> dict[int, int]:
    """The numbers as they were typed, with one item and its neighbour exchanged: "up-12" or "down-12"."""
    way, _, item = move.partition("-")
    order = sorted(numbers, key=lambda one: numbers[one])
    if item in map(str, order) and way in ("up", "down"):
        place = order.index(int(item))
        other = order[max(0, place - 1) if way == "up" else min(len(order) - 1, place + 1)]
        numbers[int(item)], numbers[other] = numbers[other], numbers[int(item)]
    return numbers
