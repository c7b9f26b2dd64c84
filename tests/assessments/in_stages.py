"""Situations in which an organisation signs in stages, in every state of completion."""

from collections.abc import Callable

from eia.people.offices import Office
from eia.people.routes import Level
from tests.assessments.together import then, to_fix
from tests.support.assessments import Made
from tests.support.routing import ADVISER, HEAD, lay_route


def in_stages(
    state: str,
    *steps: tuple[str, int, str],
    level: Level = Level.FULL,
    before: tuple[Office, ...] = (HEAD,),
    whose: int = 0,
) -> Callable[[Made], None]:
    """Like `then`, while the lead (0) or the partner (1) has a route; it holds for this one only."""

    def go(made: Made) -> None:
        lay_route(made.everybody[whose], level, before)
        then(state, *steps)(made)
        lay_route(made.everybody[whose], level)

    return go


def over_nothing(made: Made) -> None:
    """The lead signs over nothing that must be fixed; it holds for this one only."""
    lay_route(made.lead, Level.FULL, stops=True)
    to_fix("sign_off")(made)
    lay_route(made.lead, Level.FULL)


IN_STAGES: dict[str, Callable[[Made], None]] = {
    "sign-off, the lead signs in two stages, nobody has signed": in_stages("sign_off"),
    "sign-off, the lead signs in two stages, its head has signed": in_stages("sign_off", ("sign", 0, "head")),
    "sign-off, the lead signs in two stages, the partner has signed": in_stages("sign_off", ("sign", 1, "approver")),
    "sign-off, the lead signs in two stages, its head and the partner have signed": in_stages(
        "sign_off", ("sign", 0, "head"), ("sign", 1, "approver")
    ),
    "sign-off, the partner signs in two stages, its head refused": in_stages(
        "sign_off", ("refuse", 1, "head"), whose=1
    ),
    "sign-off, the lead’s head and adviser sign before its approver, the adviser has": in_stages(
        "sign_off", ("sign", 0, "second_adviser"), before=(HEAD, ADVISER)
    ),
    "sign-off, the lead signs in two stages, both its heads declared an interest": in_stages(
        "sign_off", ("declare_interest", 0, "head"), ("declare_interest", 0, "second_head")
    ),
    "sign-off, something must be fixed, and the lead signs over nothing": over_nothing,
    "screening check, the lead signs in two stages, nobody has signed": in_stages(
        "screening_review", level=Level.SCREENED_OUT
    ),
    "screening check, the lead signs in two stages, its head has signed": in_stages(
        "screening_review", ("screen_out", 0, "head"), level=Level.SCREENED_OUT
    ),
    "signed off, the partner refused, and adopts it in two stages": in_stages(
        "sign_off", ("refuse", 1, "head"), ("sign", 0, "approver"), whose=1
    ),
    "signed off, the partner refused, and adopts it in two stages, one of its heads declared an interest": in_stages(
        "sign_off",
        ("refuse", 1, "head"),
        ("sign", 0, "approver"),
        ("check_local", 1, "adviser"),
        ("declare_interest", 1, "second_head"),
        whose=1,
    ),
    "signed off, the partner refused, and adopts it in two stages, its head has signed": in_stages(
        "sign_off",
        ("refuse", 1, "head"),
        ("sign", 0, "approver"),
        ("check_local", 1, "adviser"),
        ("sign_before_adopting", 1, "head"),
        whose=1,
    ),
}
