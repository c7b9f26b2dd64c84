"""The lists of the first page: what waits for me, what I wait for, what comes up. Queries do not grow with them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.assessments.afterwards.agreeing import ToAgree, to_agree
from eia.assessments.guards.needs import NUDGE_DAYS
from eia.assessments.joint.jointly import local_code
from eia.assessments.joint.turns import offices_in, turns_in_words
from eia.assessments.listed import Listed
from eia.assessments.models import ConsulteeOpinion, Mitigation, Version
from eia.assessments.outside.consultees import opinions_to_give
from eia.assessments.queries import SENT, Mine, Waiting, waiting_for, written_by
from eia.assessments.reminding.calendar import actions_not_done, reviews_due
from eia.assessments.sections import FIXED
from eia.assessments.writing.hands import InHand, sections_to_write
from eia.home.at_meetings import (
    assessed_afterwards,
    conditions_to_agree_to,
    conditions_to_meet,
    meetings_to_come_to,
    minutes_to_do,
    papers_unread,
    reports_owed,
)
from eia.home.line import MOST, Line
from eia.home.there import ACTIONS_WITHIN, EDITABLE, LONG_AGO, REVIEWS_WITHIN, there
from eia.pages import day as in_words
from eia.pages import joined
from eia.people.guards import administers
from eia.people.lists import waiting_appointments, waiting_defaults, waiting_routes
from eia.people.models import Deputy
from eia.people.offices import SIGNING, Office
from eia.people.queries import Standings
from eia.policies.guards import OFFICES
from eia.policies.queries import without_assessment
from eia.promotions.queries import previews_ready, processes_waiting


def waiting_for_you(
    session: Session, by: Standings, found: frozenset[str] | None = None, mine: Sequence[Mine] | None = None
) -> list[Line]:
    """What this person has to do: their assessments, offices to agree to, policies to begin; the longest first.

    `found` says which lists would hold anything, `mine` what they wrote; both are asked for when nobody has yet.
    """
    mine = written_by(session, by) if mine is None else mine
    found = there(session, by) if found is None else found
    given = sections_to_write(session, by, EDITABLE, MOST) if "sections" in found else []
    asked = opinions_to_give(session, by, MOST) if "opinions" in found else []
    waiting, agree = waiting_for(session, by, mine), to_agree(session, by, MOST)
    lines = [*map(_to_do, waiting), *map(_to_write, given), *map(_to_confirm, agree), *map(_to_say, asked)]
    lines.sort(key=lambda line: line.since or clock.now())
    for name, more in _AFTER.items():
        if not name or name in found:
            lines += more(session, by)
    return lines


def _to_do(waiting: Waiting) -> Line:
    version, day = waiting.version, waiting.version.planned_day
    return Line(
        what=version.title,
        says=waiting.todo,
        endpoint=waiting.endpoint,
        values=_address(version.reference, version.number),
        reference=_reference(version.reference, version.number),
        since=version.state_since,
        day=day,
        overdue=day is not None and day < clock.today(),
    )


def _to_write(given: InHand) -> Line:
    """Sections this person was given: what, by when, and straight to the first of them."""
    version, first, day = given.version, given.rows[0], given.version.planned_day
    reference, number = version.assessment.reference, version.number
    wanted = min((row.wanted_by for row in given.rows if row.wanted_by), default=None)
    titles = [FIXED[row.section].title if row.section in FIXED else "the local remarks" for row in given.rows]
    code = local_code(first.section)
    return Line(
        what=version.assessment.subject.title,
        says=f"Write {joined(titles)}{f', wanted by {in_words(wanted)}' if wanted else ''}",
        endpoint="assessments.local" if code else "assessments.section",
        values=_address(reference, number) | ({"code": code} if code else {"key": first.section}),
        reference=_reference(reference, number),
        since=first.given_at,
        day=day,
        overdue=day is not None and day < clock.today(),
    )


def _to_say(asked: tuple[ConsulteeOpinion, Version]) -> Line:
    """An opinion this person was asked for."""
    row, version = asked
    reference, number = version.assessment.reference, version.number
    return Line(
        what=version.assessment.subject.title,
        says=f"Give your opinion as {row.in_words.lower()}",
        endpoint="assessments.version",
        values=_address(reference, number),
        reference=_reference(reference, number),
        since=row.asked_at,
        day=version.planned_day,
    )


def _to_confirm(one: ToAgree) -> Line:
    """An action that somebody else has to agree to."""
    asked = "Confirm that this was done" if one.status == "done" else "Agree that it will not be done"
    return Line(
        what=one.what,
        says=f"{asked}, or send it back",
        endpoint="assessments.action",
        values=_address(one.reference, one.number) | {"action_id": one.id},
        reference=_reference(one.reference, one.number),
        since=one.since,
    )


def _for_promotions(session: Session, by: Standings) -> Iterator[Line]:
    """Processes of their own to assess, and counts to look at."""
    for process, todo in processes_waiting(session, by, most=MOST):
        address, since = {"process_id": process.id}, process.state_since
        yield Line(process.title, todo, "promotions.process", address, reference=process.number, since=since)


def _to_look_at(session: Session, by: Standings) -> Iterator[Line]:
    """Previews of releases, for those who can release them."""
    for preview in previews_ready(session, by, most=MOST) if by.holds(Office.HR_LEAD) else ():
        process, address, made = preview.process, {"process_id": preview.process_id}, preview.content
        todo = "The preview of your release is ready: look at it"
        yield Line(
            process.title, todo, "promotions.preview", address, reference=process.number,
            since=made.made_at if made else preview.asked_at,
        )  # fmt: skip


def _to_agree_to(session: Session, by: Standings) -> Iterator[Line]:
    """Appointments that need a second administrator, deputies that need the principal's word."""
    if administers(by, by.organisation_id):
        for appointment in waiting_appointments(session, by.organisation_id):
            if by.person_id not in (appointment.proposed_by, appointment.person_id):
                what, says = f"{appointment.person.name} as {appointment.office.words}", "Agree or decline"
                yield Line(what, says, "people.person", {"person_id": appointment.person_id})
        for route in waiting_routes(session, by.organisation_id):
            if by.person_id != route.proposed_by:
                yield Line(f"Who signs: {route.level.words}", "Agree or decline", "people.routes")
        for default in waiting_defaults(session, by.organisation_id):
            if by.person_id not in (default.proposed_by, default.deputy_id):
                what = f"{default.deputy.name} as default deputy of {default.office.words}"
                yield Line(what, "Agree or decline", "people.default_deputies")
    if any(by.holds(office) for office in SIGNING):
        query = (
            select(Deputy)
            .where(Deputy.principal_id == by.person_id, Deputy.in_force.is_(False), Deputy.ended_at.is_(None))
            .options(joinedload(Deputy.deputy))
            .order_by(Deputy.id)
        )
        for row in session.scalars(query):
            what = f"{row.deputy.name} acting for you as {row.office.words}"
            yield Line(what, "Agree or decline", "people.your_account")


def _to_begin(session: Session, by: Standings) -> Iterator[Line]:
    """Only for those who may start an assessment: the policies they own that have none."""
    if not any(by.holds(office) for office in OFFICES):
        return
    for policy in without_assessment(session, by):
        yield Line(
            policy.title,
            "Start the assessment",
            "assessments.start",
            {"subject_id": policy.id},
            reference=policy.number,
            since=policy.created_at,
        )


_AFTER: dict[str, Callable[[Session, Standings], Iterable[Line]]] = {
    "reports": reports_owed, "papers": papers_unread, "minutes": minutes_to_do, "assessments": assessed_afterwards,
    "agreements": conditions_to_agree_to, "processes": _for_promotions, "previews": _to_look_at, "": _to_agree_to,
    "policies": _to_begin,
}  # fmt: skip
"""What stands below the assessments, in order, by the name of its list in `there`."""


def you_wait_for(session: Session, by: Standings, mine: Sequence[Mine] | None = None) -> list[Line]:
    """What this person has sent, with who has it now, and whether they were reminded lately."""
    return [
        Line(
            one.version.title,
            _who_has(one.version, one.pending),
            "assessments.version",
            _address(one.version.reference, one.version.number),
            reference=_reference(one.version.reference, one.version.number),
            since=one.version.state_since,
            revision=one.version.revision,
            reminded=_lately(one.nudged_at),
        )
        for one in (written_by(session, by) if mine is None else mine)
        if one.version.state in SENT
    ]


def _lately(at: datetime | None) -> datetime | None:
    """The last reminder, while it is too early for another one."""
    if at is None or clock.working_days_between(clock.london(at).date(), clock.today()) >= NUDGE_DAYS:
        return None
    return at


def _who_has(version: Listed, signing: Sequence[tuple[str, str]]) -> str:
    """`signing` are the organisations that have not answered, each with the offices it waits for on a route."""
    on_a_route = any(waits_for for _, waits_for in signing)
    if version.state == "sign_off" or (version.state == "screening_review" and on_a_route):
        usual = Office.APPROVER if version.state == "sign_off" else Office.ADVISER
        words = turns_in_words([(name, offices_in(waits_for) or [usual]) for name, waits_for in signing])
        return f"{words[:1].upper()}{words[1:]}"
    if version.adviser is not None:
        return version.adviser
    return f"The equality advisers of {version.lead}; nobody has claimed it yet"


def coming_up(session: Session, by: Standings, found: frozenset[str] | None = None) -> list[Line]:
    """Actions due in 60 days, the overdue first, meetings of this person, and reviews of what they wrote or own."""
    today, lines, me = clock.today(), [], by.person_id
    found, last = there(session, by) if found is None else found, today + ACTIONS_WITHIN
    if "actions" in found:
        actions = actions_not_done(session, LONG_AGO, last, owner_id=me, most=MOST)
        lines += [_coming(one.version, one.day, one.action) for one in actions]
    if "reviews" in found:
        reviews = reviews_due(session, LONG_AGO, today + REVIEWS_WITHIN, person_id=me, most=MOST)
        lines += [_coming(one.version, one.day) for one in reviews]
    if "conditions" in found:
        lines += conditions_to_meet(session, by, LONG_AGO, last)
    if "meetings" in found:
        lines += meetings_to_come_to(session, by, last)
    return sorted(lines, key=lambda line: (line.day or date.max, line.what))


def _coming(version: Version, day: date, action: Mitigation | None = None) -> Line:
    title, reference, number = version.assessment.subject.title, version.assessment.reference, version.number
    address = _address(reference, number)
    return Line(
        what=action.what if action else title,
        says=f"Your action for {title}" if action else "Look at it again, as you said",
        endpoint="assessments.action" if action else "assessments.version",
        values=address | {"action_id": action.id} if action else address,
        reference=_reference(reference, number),
        day=day,
        overdue=day < clock.today(),
    )


def _address(reference: str, number: int) -> dict[str, object]:
    return {"reference": reference, "number": number}


def _reference(reference: str, number: int) -> str:
    return f"{reference}, version {number}" if number > 1 else reference
