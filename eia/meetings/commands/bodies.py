"""Adding and changing a body, and who sits in it. Each is one entry in the trail of the body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.audit.recording import said_since
from eia.errors import NotAllowed, NotFound, Reason, Refused, Stale
from eia.meetings.commands.recording import record_of_body
from eia.meetings.deadlines import COUNTED_BACK
from eia.meetings.guards.who import standing_to_add_body, standing_to_run
from eia.meetings.models import Body, BodyMember, StandingItem
from eia.meetings.models.bodies import COUNTS, DECIDES, ROLES
from eia.pages import day as in_words
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.queries import Standing, Standings

ONLY_THOSE_WHO_RUN_IT = (
    "Only its chair, deputy chair or secretary, or a meeting secretary of the organisation that keeps it, can do this."
)
FIRST_STANDING = (("Apologies", False), ("Equality impact of actions and decisions", True))
"""What stands on every agenda of a new body; the second is the standing item on equality impact."""
ONE_AT_A_TIME = ("chair",)
WORDS = {
    "name": "name",
    "organisations": "organisations it decides for",
    "terms": "terms",
    "decides": "who decides",
    "decider": "who decides",
    "quorum": "quorum",
    "deadline": "when papers are due",
}


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    """What a body says of itself; `organisations` without the one that keeps it."""

    name: str
    organisations: Sequence[Organisation]
    terms: str
    decides: str
    decider: Person | None
    quorum: int | None
    deadline_days: int
    deadline_counts: str


def add_body(
    session: Session, *, name: str, organisations: Sequence[Organisation], terms: str, decides: str,
    decider: Person | None, quorum: int | None, deadline_days: int, deadline_counts: str, by: Standings,
) -> Body:  # fmt: skip
    """A body kept by the organisation in which `by` is a meeting secretary, deciding for that and for others."""
    standing = standing_to_add_body(by)
    if standing is None:
        raise NotAllowed("Only a meeting secretary can add a body. Ask an administrator who holds that office.")
    keeper = session.get_one(Organisation, standing.organisation_id)
    facts = BodyFacts(
        name=name, organisations=organisations, terms=terms, decides=decides, decider=decider, quorum=quorum,
        deadline_days=deadline_days, deadline_counts=deadline_counts,
    )  # fmt: skip
    body = Body(organisation=keeper, created_at=clock.now(), sort_name="", name="")
    with session.no_autoflush:
        _refuse(session, body, facts)
        _set(body, facts)
    session.add(body)
    session.flush()
    for position, (title, is_equality) in enumerate(FIRST_STANDING, 1):
        row = StandingItem(body_id=body.id, position=position, kind="information", title=title, is_equality=is_equality)
        session.add(row)
    session.flush()
    after = facts_of(body) | {"revision": 1}
    actor, sentence = by.actor(standing), f"{name} was added"
    record_event(session, stream=body.stream, event="body_added", actor=actor, after=after, sentence=sentence)
    return body


def change_body(session: Session, body_id: int, facts: BodyFacts, *, seen: int, by: Standings) -> Body:
    """Other facts for the body. `seen` is the revision that the reader saw."""
    body, standing = body_to_change(session, body_id, by)
    if seen != body.revision:
        raise Stale(said_since(session, body.stream) or "Somebody changed this body after you opened it.")
    before = facts_of(body)
    _refuse(session, body, facts)
    _set(body, facts)
    session.flush()
    after = facts_of(body)
    changed = [fact for fact in after if after[fact] != before[fact]]
    if changed:
        words = ", ".join(dict.fromkeys(WORDS[fact] for fact in changed))
        old, new = {fact: before[fact] for fact in changed}, {fact: after[fact] for fact in changed}
        actor = by.actor(standing)
        record_of_body(session, body, "body_changed", actor=actor, sentence=f"Changed: {words}", before=old, after=new)
    return body


def seat(
    session: Session, body: Body, person: Person, role: str, *, from_day: date, until_day: date | None, by: Standings
) -> BodyMember:
    """Somebody sits in the body in that role from a day on."""
    body, standing = body_to_change(session, body.id, by)
    reasons = [*_against_days(from_day, until_day), *_against_seat(body, person, role, from_day, until_day)]
    if reasons:
        raise Refused(*reasons)
    member = BodyMember(
        body_id=body.id, person=person, role=role, from_day=from_day, until_day=until_day,
        recorded_by=by.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(member)
    session.flush()
    session.expire(body, ["members"])
    after = {"person": person.id, "role": role, "from_day": from_day, "until_day": until_day}
    until = f" until {in_words(until_day)}" if until_day else ""
    sentence = f"{person.name} {_sits(role)} from {in_words(from_day)}{until}"
    record_of_body(session, body, "member_seated", actor=by.actor(standing), sentence=sentence, after=after)
    return member


def end_seat(session: Session, body_id: int, member_id: int, *, last_day: date, by: Standings) -> BodyMember:
    """Somebody sits in the body until that day; the row stays, for the meetings they were at."""
    body, standing = body_to_change(session, body_id, by)
    member = next((member for member in body.members if member.id == member_id), None)
    if member is None:
        raise NotFound("There is no such member, or you may not see it.")
    if member.until_day is not None and member.until_day < clock.today():
        sentence = (
            f"{member.person.name} has not sat in it since {in_words(member.until_day)}. There is nothing to end."
        )
        raise Refused(sentence)
    if last_day < member.from_day:
        sentence = f"It began on {in_words(member.from_day)}. Give a last day from then on."
        raise Refused(Reason(sentence, anchor="last_day"))
    before = {"until_day": member.until_day}
    member.until_day = last_day
    sentence = f"{member.person.name} {_sits(member.role)} until {in_words(last_day)}"
    after = {"person": member.person_id, "role": member.role, "until_day": last_day}
    actor = by.actor(standing)
    record_of_body(session, body, "seat_ended", actor=actor, sentence=sentence, before=before, after=after)
    return member


def body_to_change(session: Session, body_id: int, by: Standings) -> tuple[Body, Standing]:
    """The body, locked until the transaction ends, for somebody who runs it."""
    session.execute(select(Body.id).where(Body.id == body_id).with_for_update())
    body = session.get(Body, body_id, populate_existing=True)
    if body is None:
        raise NotFound("There is no such body, or you may not see it.")
    standing = standing_to_run(body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    return body, standing


def facts_of(body: Body) -> dict[str, Any]:
    """What a body says, as plain values for the trail."""
    return {
        "name": body.name,
        "organisations": sorted(one.code for one in body.organisations),
        "terms": body.terms,
        "decides": body.decides,
        "decider": body.decider.name if body.decider else "",
        "quorum": body.quorum,
        "deadline": f"{body.deadline_days} {COUNTS[body.deadline_counts]}",
    }


def _sits(role: str) -> str:
    return "is in attendance" if role == "in_attendance" else f"sits in it as {ROLES[role].lower()}"


def _set(body: Body, facts: BodyFacts) -> None:
    keeper = body.organisation
    body.name, body.sort_name, body.terms = facts.name, sort_name_of(facts.name), facts.terms
    body.decides, body.decider, body.quorum = facts.decides, facts.decider, facts.quorum
    body.deadline_days, body.deadline_counts = facts.deadline_days, facts.deadline_counts
    body.organisations = [keeper, *(one for one in facts.organisations if one.id != keeper.id)]


def _refuse(session: Session, body: Body, facts: BodyFacts) -> None:
    """Raise every reason against these facts at once."""
    keeper, reasons = body.organisation, []
    taken = select(Body.id).where(Body.organisation_id == keeper.id, func.lower(Body.name) == facts.name.lower())
    if session.scalar(taken.where(Body.id != (body.id or 0))):
        sentence = f"{keeper.name} already has a body called {facts.name}. Give another name."
        reasons.append(Reason(sentence, anchor="name"))
    if facts.decides not in DECIDES or (facts.decides == "alone") != (facts.decider is not None):
        reasons.append(Reason("Say who decides: its members together, or one person by name.", anchor="decides"))
    if facts.decider is not None and facts.decider.closed_at is not None and facts.decider != body.decider:
        sentence = f"The account of {facts.decider.name} is closed. Choose somebody else."
        reasons.append(Reason(sentence, anchor="decider"))
    if not 0 <= facts.deadline_days <= COUNTED_BACK or facts.deadline_counts not in COUNTS:
        sentence = (
            f"Papers are due between 0 and {COUNTED_BACK} days before a meeting, never after it. Give another number."
        )
        reasons.append(Reason(sentence, anchor="deadline_days"))
    if facts.quorum is not None and facts.quorum < 1:
        reasons.append(Reason("A quorum is at least one. Leave it empty where the terms state none.", anchor="quorum"))
    if reasons:
        raise Refused(*reasons)


def _against_days(from_day: date, until_day: date | None) -> list[Reason]:
    if until_day is not None and until_day < from_day:
        return [Reason("The last day comes before the first. Change one of them.", anchor="until_day")]
    return []


def _against_seat(body: Body, person: Person, role: str, from_day: date, until_day: date | None) -> list[Reason]:
    """A person sits in a body once at a time, and a body has one chair at a time."""
    if person.closed_at is not None:
        return [Reason(f"The account of {person.name} is closed. Choose somebody else.", anchor="person")]
    last = until_day or date.max
    at_once = [m for m in body.members if m.from_day <= last and (m.until_day or date.max) >= from_day]
    same = next((member for member in at_once if member.person_id == person.id), None)
    if same is not None:
        sentence = (
            f"{person.name} sits in it already, as {ROLES[same.role].lower()}. End that first, or give other days."
        )
        return [Reason(sentence, anchor="person")]
    other = next((m for m in at_once if m.role == role and role in ONE_AT_A_TIME and m.person.closed_at is None), None)
    if other is not None:
        free = f"from {in_words(other.until_day + timedelta(days=1))}" if other.until_day else "once that has ended"
        sentence = f"{other.person.name} is its chair in those days. A body has one chair: name another {free}."
        return [Reason(sentence, anchor="role")]
    return []
