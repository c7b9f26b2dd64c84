"""How the groups fared from round to round, at one stage by one list, as it was released."""

from typing import Any

from flask import render_template, request, url_for

from eia.db import db
from eia.errors import NotFound
from eia.promotions.figures.results import Basis
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.line import line_of, rounds_of, said_of_groups
from eia.promotions.pictures import ratios_of
from eia.promotions.views.blueprint import PROCESS, blueprint, chosen_among, known, me


@blueprint.get(f"{PROCESS}/trend/<stage>/<breakdown>")
def trend(process_id: int, stage: str, breakdown: str) -> str:
    process, session = known(process_id).process, db.session()
    place = next((one for one in process.stages if one.key == stage), None)
    if place is None or breakdown not in {one.group_list for one in process.breakdowns}:
        raise NotFound("There is no such stage or list of groups here.")
    basis = Basis.FROM_START if request.args.get("basis") == Basis.FROM_START else Basis.STAGE
    rounds = rounds_of(session, line_of(session, process_id, me()), stage, breakdown, basis)
    chosen, names = chosen_among(process, {code for one in rounds for code in one.tables})
    group_list = group_lists()[breakdown]
    said = said_of_groups(rounds, chosen, group_list, stage, basis) if chosen else []
    here: dict[str, Any] = {"process_id": process_id, "stage": stage, "breakdown": breakdown}
    return render_template(
        "promotions/trend.html", process=process, stage=place, group_list=group_list, rounds=rounds, chosen=chosen,
        from_start=basis is Basis.FROM_START, who=names.get(chosen, ""),
        groups=[(title, each, ratios_of([(one.title, one.figure) for one in each])) for title, each in said],
        organisations=[(code, name, url_for("promotions.trend", of=code, **here)) for code, name in names.items()],
    )  # fmt: skip
