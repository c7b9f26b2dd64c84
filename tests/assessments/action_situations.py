"""The situations the golden tables of actions are drawn for, and the cast that looks at them.

One signed assessment with an action for every way it can stand; one screened out, one withdrawn and one superseded.
As in `situations.py`, two organisations take part, the author took over from somebody, and the policy belongs to
somebody who holds no office. The owner of the actions is the lead's secretary, unless the name says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.action_case import ActionCase
from eia.assessments.case import load_case
from eia.assessments.commands.actions import load_action
from eia.assessments.models import Mitigation
from eia.db import transaction
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from tests.assessments.scene import SceneOf, SituationOf
from tests.assessments.together import sign_again
from tests.support.assessments import (
    Made,
    actions_of,
    answer_all,
    make_assessment,
    open_version,
    send_for_sign_off,
    start,
    take,
    take_action,
    walk,
)
from tests.support.staff import Staff, acting, make_staff
from tests.support.writing import action, read

OWNER, AUTHOR, ADVISER = "secretary", "second_owner", "adviser"
HARM_REMAINS = True
Steps = Sequence[tuple[str, str] | tuple[str, str, bool]]
_STOOD: dict[str, tuple[str, Steps]] = {
    "not reported yet": (OWNER, []),
    "not reported yet, its owner is the author": (AUTHOR, []),
    "going on": (OWNER, [("note_progress", AUTHOR)]),
    "reported done by its owner": (OWNER, [("report_done", OWNER)]),
    "reported done by its owner, and harm remains": (OWNER, [("report_done", OWNER, HARM_REMAINS)]),
    "reported done by the author": (OWNER, [("report_done", AUTHOR)]),
    "reported done by the adviser who checked it": (OWNER, [("report_done", ADVISER)]),
    "reported done, its owner is the author": (AUTHOR, [("report_done", AUTHOR)]),
    "sent back": (OWNER, [("report_done", OWNER), ("send_back", ADVISER)]),
    "proposed not to be done by its owner": (OWNER, [("propose_dropping", OWNER)]),
    "proposed not to be done by the adviser who checked it": (OWNER, [("propose_dropping", ADVISER)]),
    "confirmed": (OWNER, [("report_done", OWNER), ("confirm_done", ADVISER)]),
    "dropped": (OWNER, [("propose_dropping", OWNER), ("agree_dropping", ADVISER)]),
}
"""How it stands -> who owns it, and the steps that were taken, by whom of the lead."""


@dataclass(frozen=True)
class Walked:
    """As in `situations.py`: `actions` are those of `made`, by situation, `elsewhere` is about the first of each."""

    made: Made
    actions: dict[str, int]
    elsewhere: dict[str, Made]
    staff: tuple[Staff, Staff, Staff]


def walk_everywhere() -> Walked:
    lead, partner, stranger = (make_staff(name) for name in ("Lead", "Partner", "Stranger"))
    made = _begun(lead, partner)
    owners = _plan(made)
    send_for_sign_off(made)
    answer_all(made, "sign", "approver")
    _perform(made, owners)
    elsewhere = {
        "not reported yet, screened out": make_assessment(at="screened_out", screening="minor", staff=(lead, partner)),
        "closed, the assessment was withdrawn": _withdrawn(lead),
        "moved to a later version": _superseded(lead),
    }
    return Walked(made, owners, elsewhere, (lead, partner, stranger))


def look_at(session: Session, walked: Walked) -> SceneOf[ActionCase]:
    lead, partner, stranger = walked.staff
    elsewhere = {name: actions_of(other)[0] for name, other in walked.elsewhere.items()}
    session.rollback()
    case = load_case(session, walked.made.version_id)
    situations = [SituationOf(name, load_action(session, case, id_)) for name, id_ in walked.actions.items()]
    for name, first in elsewhere.items():
        other = load_case(session, walked.elsewhere[name].version_id)
        situations.append(SituationOf(name, load_action(session, other, first)))
    names = {lead.code: "Lead", partner.code: "Partner", stranger.code: "Stranger"}
    return SceneOf(tuple(situations), _cast(session, lead, partner, stranger), names)


def _begun(lead: Staff, partner: Staff) -> Made:
    first = start((lead, partner), policy_owner="member")
    take(first, "withdraw_draft", lead["owner"])
    made = open_version(first, lead[AUTHOR])
    walk(made, "mitigation")
    return made


def _plan(made: Made) -> dict[str, int]:
    """Situation -> its action, all of them against the one gap there is."""
    case = read(made.version_id)
    plan = action(case) | {"gap_id": case.version.gaps[0].id, "due": clock.today()}
    found: dict[str, int] = {}
    with transaction() as session:
        for name, (owner, _) in _STOOD.items():
            row = Mitigation(version_id=made.version_id, **plan | {"owner_id": made.lead[owner], "what": name})
            session.add(row)
            session.flush()
            found[name] = row.id
    return found


def _perform(made: Made, owners: dict[str, int]) -> None:
    some_harm = read(made.version_id).framework.levels[0].key
    for name, (_, steps) in _STOOD.items():
        for step, part, *harm_remains in steps:
            answers: dict[str, Any] = {"residual": some_harm} if harm_remains else {}
            take_action(made, owners[name], step, made.lead[part], **answers)


def _withdrawn(lead: Staff) -> Made:
    made = make_assessment(at="signed_off", staff=(lead,))
    take(made, "withdraw", lead["approver"])
    return made


def _superseded(lead: Staff) -> Made:
    made = make_assessment(at="signed_off", staff=(lead,))
    sign_again(open_version(made, lead[AUTHOR]), without=1)
    return made


def _cast(session: Session, lead: Staff, partner: Staff, stranger: Staff) -> dict[str, Standings]:
    """Who is asked what they may do: by the part they play."""
    owner, author = acting(session, lead[OWNER]), acting(session, lead[AUTHOR])
    approves = Standing(Office.APPROVER, lead.organisation_id, "Lead")
    cast = {
        "owner of the action": owner,
        "owner of the action who is approver too": replace(owner, held=(approves,)),
        "author": author,
        "author who is approver too": replace(author, held=(*author.held, approves)),
        "deputy for the owner of the action as approver": _deputy(session, lead, owner),
        "deputy for the owner of the action and for the lead's approver": _deputy(
            session, lead, owner, acting(session, lead["approver"])
        ),
        "owner of the policy": acting(session, lead["member"]),
        "contributor": acting(session, lead["owner"]),
        "adviser who checked it": acting(session, lead[ADVISER]),
        "approver's deputy": acting(session, lead["deputy"]),
    }
    others = ("second_adviser", "approver", "second_approver", "chair", "administrator", "auditor")
    for staff, whose, parts in (
        (lead, "lead", others),
        (partner, "partner", ("owner", "adviser", "approver", "member")),
        (stranger, "stranger", ("owner", "adviser", "approver")),
    ):
        cast |= {f"{whose}'s {part.replace('_', ' ')}": acting(session, staff[part]) for part in parts}
    return cast


def _deputy(session: Session, staff: Staff, *principals: Standings) -> Standings:
    """The HR lead, who holds nothing but what they hold for these."""
    held = [Standing(Office.APPROVER, staff.organisation_id, "Lead", one.person_id, one.name) for one in principals]
    return replace(acting(session, staff["hr_lead"]), held=tuple(held))
