"""The lists of the first page: what waits for me, what I wait for, what comes up. Queries do not grow with them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.assessments.agreeing import ToAgree, to_agree
from eia.assessments.calendar import actions_not_done, reviews_due
from eia.assessments.consultees import opinions_to_give
from eia.assessments.guards.needs import NUDGE_DAYS
from eia.assessments.hands import InHand, sections_to_write
from eia.assessments.jointly import local_code
from eia.assessments.listed import Listed
from eia.assessments.models import UNANSWERED, Adoption, ConsulteeOpinion, Mitigation, Version
from eia.assessments.queries import Waiting, waited_for_by, waiting_for
from eia.assessments.sections import FIXED
from eia.assessments.turns import offices_in, turns_in_words
from eia.assessments.workflow import STATES
from eia.audit.queries import last_time
from eia.home.at_meetings import (
    assessed_afterwards,
    coming_at_meetings,
    conditions_to_agree_to,
    for_meetings,
    minutes_to_do,
)
from eia.home.line import MOST, Line
from eia.pages import day as in_words
from eia.pages import joined
from eia.people.guards import administers
from eia.people.lists import waiting_appointments, waiting_defaults, waiting_routes
from eia.people.models import Deputy, Organisation
from eia.people.offices import SIGNING, Office
from eia.people.queries import Standings
from eia.policies.guards import OFFICES
from eia.policies.queries import without_assessment
from eia.promotions.queries import previews_ready, processes_waiting

ACTIONS_WITHIN = timedelta(days=60)
REVIEWS_WITHIN = timedelta(days=365)
LONG_AGO = date(2000, 1, 1)
_PENDING = (
    select(Version.id, Organisation.name, Adoption.waits_for)
    .join(Adoption, and_(Adoption.version_id == Version.id, Adoption.round == Version.round))
    .join(Organisation, Organisation.id == Adoption.organisation_id)
    .where(Version.id.in_(bindparam("versions", expanding=True)), Adoption.status.in_(UNANSWERED))
    .order_by(Adoption.leads.desc(), Organisation.name)
)


def waiting_for_you(session: Session, by: Standings) -> list[Line]:
    """What this person has to do: their assessments, offices to agree to, policies to begin; the longest first."""
    waiting = waiting_for(session, by)
    given = sections_to_write(session, by, {state.name: sorted(state.editable) for state in STATES}, MOST)
    agree = to_agree(session, by, MOST)
    asked = opinions_to_give(session, by, MOST)
    lines = [*map(_to_do, waiting), *map(_to_write, given), *map(_to_confirm, agree), *map(_to_say, asked)]
    return [
        *sorted(lines, key=lambda line: line.since or clock.now()),
        *for_meetings(session, by),
        *minutes_to_do(session, by),
        *assessed_afterwards(session, by),
        *conditions_to_agree_to(session, by),
        *_for_promotions(session, by),
        *_to_agree_to(session, by),
        *_to_begin(session, by),
    ]


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


def you_wait_for(session: Session, by: Standings) -> list[Line]:
    """What this person has sent, with who has it now, and whether they were reminded lately."""
    versions = waited_for_by(session, by)
    signing = _yet_to_sign(session, versions) if versions else {}
    reminded = last_time(session, "nudged", [version.stream for version in versions]) if versions else {}
    return [
        Line(
            version.title,
            _who_has(version, signing.get(version.id, [])),
            "assessments.version",
            _address(version.reference, version.number),
            reference=_reference(version.reference, version.number),
            since=version.state_since,
            revision=version.revision,
            reminded=_lately(reminded.get(version.stream)),
        )
        for version in versions
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


def _yet_to_sign(session: Session, versions: Sequence[Listed]) -> dict[int, list[tuple[str, str]]]:
    """By version: the organisations that have not answered in the round that is going on, and whom each waits for."""
    found: dict[int, list[tuple[str, str]]] = {}
    for version_id, *owed in session.execute(_PENDING, {"versions": [version.id for version in versions]}):
        found.setdefault(version_id, []).append((owed[0], owed[1]))
    return found


def coming_up(session: Session, by: Standings) -> list[Line]:
    """Actions due in 60 days, the overdue first, meetings of this person, and reviews of what they wrote or own."""
    today = clock.today()
    actions = actions_not_done(session, LONG_AGO, today + ACTIONS_WITHIN, owner_id=by.person_id, most=MOST)
    reviews = reviews_due(session, LONG_AGO, today + REVIEWS_WITHIN, person_id=by.person_id, most=MOST)
    lines = [
        *(_coming(one.version, one.day, one.action) for one in actions),
        *(_coming(one.version, one.day) for one in reviews),
        *coming_at_meetings(session, by, LONG_AGO, today + ACTIONS_WITHIN),
    ]
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
