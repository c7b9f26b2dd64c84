"""Whom a step tells: ids of persons. The one who acts is never told what they did."""

from sqlalchemy import bindparam, select

from eia.assessments.case import Case
from eia.assessments.joint.jointly import local_code
from eia.assessments.joint.turns import due, signers_so_far, stage_now
from eia.assessments.loading import signers_of
from eia.assessments.models import ActionStanding
from eia.db import db
from eia.people.offices import Office
from eia.people.queries import holders
from eia.workflow.table import Audience

_SIGNED = signers_of(bindparam("assessment_id"))


def _authors(case: Case) -> set[int]:
    return {case.version.author_id, case.subject.owner_id}


def _advisers(case: Case) -> set[int]:
    """The adviser who claimed it, else every independent adviser of the lead, else of the others."""
    if case.version.adviser_id:
        return {case.version.adviser_id}
    for organisations in ({case.lead.id}, case.organisation_ids):
        found = {p.id for p in holders(db.session(), Office.ADVISER, organisations, without=case.writers)}
        if found:
            return found
    return set()


def _yet_to_answer(case: Case) -> set[int]:
    """Everybody who may sign now for an organisation that has not answered yet."""
    owing = {organisation.id for organisation in case.unanswered} or case.organisation_ids
    return {person for organisation_id in owing for person in can_answer(case, organisation_id)}


def _leaders(case: Case) -> set[int]:
    return {person.id for person in holders(db.session(), Office.APPROVER, [case.lead.id])}


def _local_approvers(case: Case) -> set[int]:
    """Those who may sign for the organisation whose local part was checked last."""
    checks = case.submission.checks if case.submission else []
    return can_answer(case, checks[-1].organisation_id) if checks else set()


def _next_holders(case: Case) -> set[int]:
    """Whoever may answer in place of the last one who declared an interest; else those who can appoint somebody."""
    if not case.version.recusals:
        return set()
    organisation_id = case.version.recusals[-1].organisation_id
    return in_their_place(case) or {
        person.id for person in holders(db.session(), Office.ADMINISTRATOR, [organisation_id])
    }


def in_their_place(case: Case) -> set[int]:
    """Whoever may sign in the office of the last one who declared an interest."""
    left = case.version.recusals[-1]
    office = next(office for office in Office if office.words == left.office)
    return can_sign_as(case, left.organisation_id, office)


def _next_in_turn(case: Case) -> set[int]:
    """Whoever signs once a stage of a route is complete, for the organisation that signed last."""
    last = case.submission.signatures[-1] if case.submission and case.submission.signatures else None
    if last is None or not last.seat or stage_now(case, last.organisation_id)[0] <= last.stage:
        return set()
    return can_answer(case, last.organisation_id)


def can_sign_as(case: Case, organisation_id: int, office: Office) -> set[int]:
    """Who holds that office there and may sign: no writer, nobody with an interest, no deputy of one, nobody twice."""
    left_out = case.barred | signers_so_far(case, organisation_id)
    return {person.id for person in holders(db.session(), office, [organisation_id], without=left_out)}


def can_answer(case: Case, organisation_id: int) -> set[int]:
    """Everybody whose turn it is to sign for that organisation."""
    return {person for office in due(case, organisation_id) for person in can_sign_as(case, organisation_id, office)}


def _signers(case: Case) -> set[int]:
    """Whoever has signed any round of any version: what they put their name to is touched."""
    if (known := case.known("signers")) is not None:
        return set(known)
    return set(db.session().scalars(_SIGNED, {"assessment_id": case.assessment.id}))


def _holders(case: Case) -> set[int]:
    """Whoever it waits for now: those who have not signed, the adviser who claimed it, or all who may check it."""
    finds = {"sign_off": _yet_to_answer, "screening_review": _yet_to_answer, "adviser_review": _advisers}.get(
        case.state
    )
    return finds(case) if finds else set()


def _checkers(case: Case) -> set[int]:
    return _holders(case) | {case.version.adviser_id or 0} - {0}


def _last_given(case: Case) -> set[int]:
    """Who was given sections last; asked right after it was done."""
    given = case.version.assignments
    return {given[-1].person_id} if given else set()


def _gave_what_was_handed_back(case: Case) -> set[int]:
    """Of the last hand-back: the author and the owner for sections, whoever gave it for a local part."""
    ended = [given for given in case.version.assignments if given.ended_as == "handed_back" and given.ended_at]
    last = max(ended, key=lambda given: (given.ended_at, given.id), default=None)
    rows = [row for row in ended if last and (row.ended_at, row.person_id) == (last.ended_at, last.person_id)]
    local = [row.given_by for row in rows if local_code(row.section)]
    return {*local} if rows and len(local) == len(rows) else {*local} | _authors(case)


def _last_asked(case: Case) -> set[int]:
    """Who was asked for an opinion last; asked right after it was done."""
    return {case.version.consultees[-1].person_id} if case.version.consultees else set()


def _asked_last_answered(case: Case) -> set[int]:
    """Who asked for the opinion that was given last."""
    answered = [(row.answered_at, row.id, row.asked_by) for row in case.version.consultees if row.answered_at]
    return {max(answered)[2]} if answered else set()


def _asked_no_more(case: Case) -> set[int]:
    """Of whom a request was taken back last; asked right after it was done."""
    ended = [(row.taken_back_at, row.id, row.person_id) for row in case.version.consultees if row.taken_back_at]
    return {max(ended)[2]} if ended else set()


def _last_ended(case: Case) -> set[int]:
    """Whose sections were taken back last; asked right after it was done."""
    taken = [given for given in case.version.assignments if given.ended_as == "taken_back"]
    last = max(taken, key=lambda given: (given.ended_at, given.id), default=None)
    return {last.person_id} if last else set()


def _writers(case: Case) -> set[int]:
    return case.writers


def _action_owners(case: Case) -> set[int]:
    """Whoever owns them now; before they begin, whoever is named."""
    own = select(ActionStanding.owner_id).where(ActionStanding.version_id == case.version.id)
    begun = set(db.session().scalars(own))
    return begun or {m.owner_id for m in case.version.mitigations if m.owner_id}


AUTHORS = Audience("the author and the owner", _authors)
ADVISERS = Audience("the equality advisers", _advisers)
APPROVERS = Audience("the approvers who have not signed yet, or whoever signs first on a route", _yet_to_answer)
SCREENERS = Audience("the equality advisers who have not signed yet, or whoever signs first on a route", _yet_to_answer)
LEADERS = Audience("the approvers of the lead organisation", _leaders)
LOCAL_APPROVERS = Audience("the approvers of your organisation", _local_approvers)
NEXT_HOLDERS = Audience("whoever can answer in your place", _next_holders)
SIGNERS = Audience("everyone who has signed it, earlier rounds and versions included", _signers)
NEXT_IN_TURN = Audience("whoever signs next on the route", _next_in_turn)
HOLDERS = Audience("whoever has it now", _holders)
CHECKERS = Audience("whoever has it now, and the adviser who checked it", _checkers)
GIVEN = Audience("the person you choose", _last_given)
GIVERS = Audience("the author and the owner, or whoever gave you a local part", _gave_what_was_handed_back)
ASKED = Audience("the person you ask", _last_asked)
ASKERS = Audience("whoever asked you", _asked_last_answered)
NOT_ASKED = Audience("the person you had asked", _asked_no_more)
TAKEN_FROM = Audience("the person who had them", _last_ended)
WRITERS = Audience("everyone who has written in it", _writers)
ACTION_OWNERS = Audience("the owners of its actions", _action_owners)
