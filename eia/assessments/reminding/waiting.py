"""Everything that waits too long for somebody: whom it waits for, since when, and who comes next on the ladder.

A constant number of queries, however much waits: reminders ask for all of it, every hour.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from eia import clock
from eia.assessments.contracts import other_waits
from eia.assessments.joint.turns import offices_in
from eia.assessments.models import (
    UNANSWERED,
    ActionStanding,
    Adoption,
    Assessment,
    Condition,
    Contributor,
    Mitigation,
    Section,
    Signature,
    Submission,
    Version,
)
from eia.assessments.reminding.calendar import actions_not_done, reviews_due
from eia.assessments.workflow import CHECKING, TABLE, WRITING
from eia.people.offices import Office
from eia.people.queries import holders


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing. `second` hears of it when the holders have nobody to act for them; `never` are never told.

    `answering` are those who answer for the whole, and can plan something else.
    """

    kind: str
    id: int
    since: date
    holders: frozenset[int]
    second: int
    lead: int
    says: dict[str, Any]
    never: frozenset[int] = frozenset()
    answering: frozenset[int] = frozenset()


def everything_that_waits(session: Session, first: date, today: date) -> Iterator[Waits]:
    """What has waited since `first` or later."""
    yield from _overdue(session, first, today)
    yield from _to_look_at_again(session, first, today)
    yield from _idle(session, first)
    yield from _checks(session, first)
    yield from _to_confirm(session, first)
    yield from other_waits(session, first, today)


def _overdue(session: Session, first: date, today: date) -> Iterator[Waits]:
    overdue = actions_not_done(session, first, today)
    set_by = _who_set(session, {found.action.condition_id for found in overdue if found.action.condition_id})
    for found in overdue:
        condition = found.action.condition_id or 0
        says = told_of(found.version, found.day, action_id=found.action.id) | {
            "what": found.action.what,
            "owner": found.owner.name,
            "condition": bool(condition),
        }
        held = frozenset({found.owner.id})
        author, assessment = found.version.author_id, found.version.assessment
        answering = frozenset({author, assessment.subject.owner_id, *set_by.get(condition, ())})
        lead = assessment.organisation_id
        yield Waits("action", found.action.id, found.day, held, author, lead, says, answering=answering)


def _who_set(session: Session, conditions: set[int]) -> dict[int, set[int]]:
    """Condition -> whoever signed on it, and in whose place."""
    if not conditions:
        return {}
    query = (
        select(Condition.id, Signature.person_id, Signature.on_behalf_of_id)
        .join(Signature, Signature.id == Condition.signature_id)
        .where(Condition.id.in_(sorted(conditions)))
    )
    return {key: {signer, *filter(None, (whose,))} for key, signer, whose in session.execute(query)}


def _to_look_at_again(session: Session, first: date, today: date) -> Iterator[Waits]:
    for found in reviews_due(session, first, today):
        version, subject = found.version, found.version.assessment.subject
        held, lead = frozenset({version.author_id}), version.assessment.organisation_id
        yield Waits("review", version.id, found.day, held, subject.owner_id, lead, told_of(version, found.day))


def _idle(session: Session, first: date) -> Iterator[Waits]:
    """Drafts in which nobody has saved anything since."""
    saved = select(Section.version_id, func.max(Section.saved_at).label("at")).group_by(Section.version_id).subquery()
    query = (
        _versions(WRITING)
        .add_columns(saved.c.at)
        .outerjoin(saved, saved.c.version_id == Version.id)
        .where(Version.state_since >= _midnight(first))
    )
    for version, at in session.execute(query):
        since = clock.london(max(version.state_since, at or version.state_since)).date()
        subject = version.assessment.subject
        held, lead = frozenset({version.author_id}), version.assessment.organisation_id
        yield Waits("idle", version.id, since, held, subject.owner_id, lead, told_of(version, since))


def _checks(session: Session, first: date) -> Iterator[Waits]:
    """What was sent and nobody has answered: by the adviser who has it, or by those who may sign."""
    versions = session.scalars(_versions(CHECKING).where(Version.state_since >= _midnight(first))).all()
    ids = [version.id for version in versions]
    wrote, pending, signed = _writers(session, ids), _pending(session, ids), _signed_in_turn(session, ids)
    found: dict[tuple[Office, int], set[int]] = {}

    def of(office: Office, organisations: Iterable[int]) -> set[int]:
        for organisation in organisations:
            if (office, organisation) not in found:
                found[office, organisation] = {p.id for p in holders(session, office, [organisation])}
        return {person for organisation in organisations for person in found[office, organisation]}

    for version in versions:
        begun = min((owed.since or version.state_since for owed in pending[version.id]), default=version.state_since)
        since, lead = clock.london(begun).date(), version.assessment.organisation_id
        if version.state == "adviser_review":
            kind, held = "check", {version.adviser_id} if version.adviser_id else of(Office.ADVISER, [lead])
        else:
            screens = version.state == "screening_review"
            kind, usual = ("check", Office.ADVISER) if screens else ("sign", Office.APPROVER)
            turns = {(office, owed.organisation_id) for owed in pending[version.id] for office in owed.offices(usual)}
            held = {person for office, organisation in turns for person in of(office, [organisation])}
        held -= wrote[version.id] | signed[version.id] | {version.author_id}
        says = told_of(version, since)
        yield Waits(kind, version.id, since, frozenset(filter(None, held)), version.author_id, lead, says)


def _to_confirm(session: Session, first: date) -> Iterator[Waits]:
    """Actions reported done, or proposed not to be done, that nobody else has answered."""
    query = (
        select(ActionStanding, Mitigation.what, Version)
        .join(Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .join(Version, Version.id == ActionStanding.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(ActionStanding.is_open.is_(True), ActionStanding.status.in_(("done", "drop_proposed")))
        .options(
            joinedload(ActionStanding.last_note),
            contains_eager(Version.assessment).contains_eager(Assessment.subject),
        )
        .order_by(ActionStanding.mitigation_id)
    )
    for standing, what, version in session.execute(query):
        note = standing.last_note
        since = clock.london(note.noted_at).date() if note else first
        if note is None or since < first:
            continue
        held = frozenset(filter(None, (version.author_id, version.adviser_id)))
        never = frozenset({standing.owner_id, note.noted_by})
        says = told_of(version, since, action_id=standing.mitigation_id) | {"what": what}
        lead = version.assessment.organisation_id
        yield Waits("confirm", standing.mitigation_id, since, held, version.author_id, lead, says, never)


def _versions(states: Sequence[str]) -> Any:
    return (
        select(Version)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Version.state.in_(states))
        .options(contains_eager(Version.assessment).contains_eager(Assessment.subject))
        .order_by(Version.id)
    )


def _writers(session: Session, version_ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    query = select(Contributor.version_id, Contributor.person_id).where(Contributor.version_id.in_(version_ids))
    for version_id, person_id in session.execute(query):
        found[version_id].add(person_id)
    return found


@dataclass(frozen=True, slots=True)
class Owed:
    """What an organisation has not answered: on a route the offices whose turn it is, and since when it is."""

    organisation_id: int
    waits_for: str
    since: datetime | None

    def offices(self, usual: Office) -> list[Office]:
        return offices_in(self.waits_for) or [usual]


def _pending(session: Session, version_ids: Sequence[int]) -> dict[int, list[Owed]]:
    """Version -> what has not been answered in the round that goes on."""
    found: dict[int, list[Owed]] = defaultdict(list)
    signed = (
        select(func.max(Signature.signed_at))
        .join(Submission, Submission.id == Signature.submission_id)
        .where(
            Submission.version_id == Adoption.version_id,
            Submission.round == Adoption.round,
            Signature.organisation_id == Adoption.organisation_id,
        )
        .scalar_subquery()
    )
    query = (
        select(Adoption.version_id, Adoption.organisation_id, Adoption.waits_for, signed)
        .join(Version, Version.id == Adoption.version_id)
        .where(Version.id.in_(version_ids), Adoption.round == Version.round, Adoption.status.in_(UNANSWERED))
        .order_by(Adoption.id)
    )
    for version_id, organisation_id, waits_for, since in session.execute(query):
        found[version_id].append(Owed(organisation_id, waits_for, since))
    return found


def _signed_in_turn(session: Session, version_ids: Sequence[int]) -> dict[int, set[int]]:
    """Version -> whoever signed at a stage of a route in the round that goes on: they do not sign again."""
    found: dict[int, set[int]] = defaultdict(set)
    query = (
        select(Submission.version_id, Signature.person_id, Signature.on_behalf_of_id)
        .join(Submission, Submission.id == Signature.submission_id)
        .join(Version, Version.id == Submission.version_id)
        .where(Version.id.in_(version_ids), Submission.round == Version.round, Signature.seat != "")
    )
    for version_id, *people in session.execute(query):
        found[version_id] |= {person for person in people if person}
    return found


def told_of(version: Version, day: date, *, action_id: int | None = None) -> dict[str, Any]:
    """What a reminder says of it, and the page it leads to: where the action is, or the version."""
    assessment = version.assessment
    address: dict[str, Any] = {"reference": assessment.reference, "number": version.number}
    endpoint = "assessments.action" if action_id else "assessments.version"
    return {
        "day": day,
        "title": assessment.subject.title,
        "reference": assessment.reference,
        "state": TABLE.states[version.state].title,
        "page": {"endpoint": endpoint, "values": address | ({"action_id": action_id} if action_id else {})},
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LONDON)
