"""One stage by one list of groups: one organisation in full or all together, and the others side by side with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for

from eia.promotions.figures.results import Table
from eia.promotions.funnel import Hidden, side_by_side
from eia.promotions.groups.shape import GroupList
from eia.promotions.models import PromotionProcess
from eia.promotions.pictures import pictures_of
from eia.promotions.showing import said_of
from eia.promotions.views.blueprint import chosen_among


def one_stage(
    process: PromotionProcess, group_list: GroupList, found: Sequence[tuple[Table, Hidden]], page: str,
    address: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """What the templates draw of these tables; `page` and `address` are those of the page itself."""
    chosen, names = chosen_among(process, {table.organisation for table, _ in found})
    said = {table.organisation: said_of(table, group_list, names, hidden) for table, hidden in found}
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name == "basis"}
    return {
        "group_list": group_list, "chosen": chosen, "shown": said.get(chosen),
        "picture": pictures_of(said[chosen]) if chosen else None,
        "organisations": [
            (code, name, said[code].headline, said[code].colour, url_for(page, of=code, **kept, **address))
            for code, name in names.items()
        ],
        "side_by_side": side_by_side(found, names, group_list),
    }  # fmt: skip
