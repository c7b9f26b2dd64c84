"""The situations the golden tables are drawn for, each walked to, and the cast that looks at them.

Two organisations take part, Lead and Partner; Stranger does not. The author took over from somebody who had begun:
that one is a contributor. The policy belongs to somebody who holds no office.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.covering import cover_by_parent
from eia.assessments.writing.saying import revision_of_cover
from eia.db import transaction
from tests.assessments.cast import cast_of
from tests.assessments.in_stages import IN_STAGES
from tests.assessments.scene import SceneOf, SituationOf
from tests.assessments.together import asked, author_left, given, then, to_fix
from tests.support.assessments import (
    EQUALITY_ACT,
    SECTION_75,
    Made,
    decide,
    open_version,
    screen,
    start,
    take,
    to_screening,
    walk,
)
from tests.support.old_forms import bring_old_form
from tests.support.staff import Staff, acting, make_staff
from tests.support.writing import (
    all_no,
    harm,
    harmed,
    read,
    step_on,
    unknown,
    write_proposal,
    write_row,
    write_screening,
)

POINT = {"section": "impacts", "reason": "too_general", "remark": "Say who."}


Situation = SituationOf[Case]
Scene = SceneOf[Case]


@dataclass(frozen=True)
class Walked:
    """What was walked to, by its ids: it lies in a database that others open after us."""

    made: dict[str, Made]
    staff: tuple[Staff, Staff, Staff]


def walk_everywhere() -> Walked:
    with time_machine.travel(clock.now() - timedelta(days=40)):
        lead, partner, stranger = (make_staff(name) for name in ("Lead", "Partner", "Stranger"))
    return Walked({name: _made(name, (lead, partner)) for name in _WALKS}, (lead, partner, stranger))


def look_at(session: Session, walked: Walked) -> Scene:
    made, (lead, partner, stranger) = walked.made, walked.staff
    situations = [Situation(name, load_case(session, one.version_id)) for name, one in made.items()]
    cast = cast_of(session, lead, partner, stranger)
    names = {lead.code: "Lead", partner.code: "Partner", stranger.code: "Stranger"}
    return Scene(tuple(situations), cast, names)


def _made(name: str, staff: tuple[Staff, Staff]) -> Made:
    days = 30 if "ten working days" in name else 0
    with time_machine.travel(clock.now() - timedelta(days=days)):
        framework = SECTION_75 if "Northern Ireland" in name else EQUALITY_ACT
        first = start(staff, framework, policy_owner="member")
        take(first, "withdraw_draft", first.lead["owner"])
        made = open_version(first, first.lead["second_owner"])
        return _WALKS[name](made) or made


def _to(state: str, **how: str) -> Callable[[Made], None]:
    return lambda made: walk(made, state, **how)


def _bare(*actions: str) -> Callable[[Made], None]:
    def go(made: Made) -> None:
        for action in actions:
            step_on(made.version_id, action)

    return go


def _answered(**how: str) -> Callable[[Made], None]:
    def go(made: Made) -> None:
        to_screening(made)
        framework = read(made.version_id).framework
        cells = all_no(framework)
        if how.get("finds") == "unknown":
            cells |= unknown(framework, *harmed(framework))
        if how.get("finds") == "minor harm":
            cells |= harm(framework, *harmed(framework), level=framework.levels[0].key)
        write_screening(made.version_id, cells)

    return go


def _no_longer_covered(made: Made) -> None:
    """The parent that its author named was withdrawn after that."""
    parent = start(made.everybody, title="Move of every desk")
    walk(parent, "signed_off")
    to_screening(made)
    seen = revision_of_cover(read(made.version_id))
    with transaction() as session:
        by = acting(session, made.lead["second_owner"])
        cover_by_parent(session, made.version_id, parent.version_id, "It is within.", by=by, seen=seen)
    take(parent, "withdraw", made.lead["approver"])


def _unmet(made: Made) -> None:
    walk(made, "mitigation")
    write_row(made.version_id, "gap", missing="How many visitors come on foot")


def _claimed(state: str, then: Callable[[Made], None] | None = None) -> Callable[[Made], None]:
    def go(made: Made) -> None:
        walk(made, state)
        take(made, "claim", made.lead["adviser"])
        if then:
            then(made)

    return go


def _returned(made: Made) -> None:
    walk(made, "sign_off")
    take(made, "sign", made.others[0]["approver"])
    take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=[POINT])


def _with_a_later_one(state: str) -> Callable[[Made], None]:
    def go(made: Made) -> None:
        walk(made, state)
        open_version(made, made.lead["second_owner"])

    return go


def _after_a_withdrawn_one(made: Made) -> None:
    walk(made, "screened_out")
    later = open_version(made, made.lead["second_owner"])
    take(later, "withdraw_draft", made.lead["second_owner"])


def _carried_over(made: Made) -> Made:
    walk(made, "signed_off")
    later = open_version(made, made.lead["second_owner"])
    for action in ("go_to_screening", "go_to_full_assessment", "go_to_mitigation"):
        step_on(later.version_id, action)
    bring_old_form(later.version_id)
    return later


def _carried_over_screening(made: Made) -> Made:
    walk(made, "screened_out")
    later = open_version(made, made.lead["second_owner"])
    step_on(later.version_id, "go_to_screening")
    bring_old_form(later.version_id)
    return later


def _returned_screening(made: Made) -> None:
    walk(made, "screening_review")
    take(made, "return_screening", made.lead["adviser"], stage="screening", points=[POINT])


def _further_questions(made: Made) -> None:
    to_screening(made)
    screen(made, full=True)
    for action in ("go_to_full_assessment", "go_to_mitigation"):
        step_on(made.version_id, action)


def _decided(made: Made) -> None:
    walk(made, "signed_off")
    decide(made, made.lead["second_owner"])


def _proposed(made: Made) -> None:
    write_proposal(made.version_id)


_WALKS: dict[str, Callable[[Made], Made | None]] = {
    "draft": _proposed,
    "screening, nothing answered": _bare("go_to_screening"),
    "screening, nobody affected": _answered(),
    "screening, something not known": _answered(finds="unknown"),
    "screening, a minor harm without an action": _answered(finds="minor harm"),
    "screening, carried over and not confirmed, an old form brought in": _carried_over_screening,
    "screening, returned with a point": _returned_screening,
    "screening, covered by what was withdrawn since": _no_longer_covered,
    "full assessment": _to("full_assessment"),
    "full assessment, sections are given to others": given,
    "draft, its author has left": author_left,
    "mitigation, nothing written": _bare("go_to_screening", "go_to_full_assessment", "go_to_mitigation"),
    "mitigation, all written": _to("mitigation"),
    "mitigation, a gap not met": _unmet,
    "mitigation, returned after a signature": _returned,
    "mitigation, carried over and not confirmed, an old form brought in": _carried_over,
    "mitigation, Northern Ireland, nothing after the screening": _further_questions,
    "screening check, not claimed": _to("screening_review"),
    "screening check, claimed, the partner has signed": then(
        "screening_review", ("claim", 0, "adviser"), ("screen_out", 1, "adviser")
    ),
    "screening check, claimed, the lead has signed": then(
        "screening_review", ("claim", 0, "second_adviser"), ("screen_out", 0, "adviser")
    ),
    "adviser's check, not claimed": _to("adviser_review"),
    "adviser's check, claimed": _claimed("adviser_review"),
    "adviser's check, claimed, opinions were asked for": _claimed("adviser_review", then=asked),
    "adviser's check, whoever has it was reminded": then("adviser_review", ("nudge", 0, "second_owner")),
    "adviser's check, for ten working days": _to("adviser_review"),
    "screening check, something must be fixed": to_fix("screening_review"),
    "adviser's check, claimed, something must be fixed": to_fix("adviser_review", claimed=True),
    "sign-off, something must be fixed": to_fix("sign_off"),
    "sign-off, nobody has signed": _to("sign_off"),
    "sign-off, the partner has signed": then("sign_off", ("sign", 1, "approver")),
    "sign-off, the lead has signed": then("sign_off", ("sign", 0, "approver")),
    "sign-off, the lead’s approver declared an interest": then("sign_off", ("declare_interest", 0, "approver")),
    "screening check, the partner’s adviser declared an interest": then(
        "screening_review", ("declare_interest", 1, "adviser")
    ),
    **IN_STAGES,
    "sign-off of “stop and remove”": _to("sign_off", outcome="stop"),
    "signed off": _decided,
    "signed off, the partner refused": then("sign_off", ("refuse", 1, "approver"), ("sign", 0, "approver")),
    "signed off, the partner withdrew": then(
        "signed_off", ("withdraw_adoption", 1, "approver"), ("declare_interest", 1, "second_approver")
    ),
    "signed off, the partner refused, and its adviser has checked it": then(
        "sign_off", ("refuse", 1, "approver"), ("sign", 0, "approver"), ("check_local", 1, "adviser")
    ),
    "signed off, a later version is open": _with_a_later_one("signed_off"),
    "screened out": _to("screened_out", screening="minor"),
    "screened out, a later version is open": _with_a_later_one("screened_out"),
    "screened out, a later version was withdrawn": _after_a_withdrawn_one,
    "screened out, and offered as a template": then("screened_out", ("offer_template", 0, "adviser")),
    "stopped": _to("stopped"),
    "withdrawn": then("signed_off", ("withdraw", 0, "approver")),
    "superseded": _to("superseded"),
}
