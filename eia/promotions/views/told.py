"""Who was told of a process, and who opened its figures as they are."""

from flask import render_template, request

from eia.db import db
from eia.errors import NotAllowed
from eia.notices.queries import notices_about
from eia.promotions.queries import openings_of
from eia.promotions.readers import WORDS, sees_who_was_told
from eia.promotions.views.blueprint import PROCESS, blueprint, known, me

OPENINGS_SHOWN = 200


@blueprint.get(f"{PROCESS}/told")
def told(process_id: int) -> str:
    process, by, session = known(process_id).process, me(), db.session()
    if not sees_who_was_told(session, process, by):
        raise NotAllowed(f"Who was told, and who opened the figures, is shown to its owner, an auditor, or {WORDS}.")
    before = request.args.get("before", type=int)
    return render_template(
        "promotions/told.html", process=process, found=notices_about(session, process.stream, before=before),
        turned=before is not None, openings=openings_of(session, process_id, newest=OPENINGS_SHOWN),
        most=OPENINGS_SHOWN,
    )  # fmt: skip
