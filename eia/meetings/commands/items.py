"""Items of an agenda, or between meetings: putting one on, changing its text, taking it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, NotOffered, Reason, Refused
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.commands.noting import named, note_change
from eia.meetings.guards.items import may_change, still_open, text_open, unchanged
from eia.meetings.guards.who import standing_to_chair, standing_to_run
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, Body, Meeting
from eia.meetings.models.items import KINDS
from eia.people.models import Organisation, Person
from eia.people.queries import Standings

TAKES_ITEMS = ("drafted", "circulated", "held")
WORDS = {
    "kind": "type",
    "title": "title",
    "author_id": "report author",
    "report": "report",
    "recommendation": "recommendation",
    "legal_advice": "legal advice",
    "restricted_reason": "restriction",
    "organisations": "organisations it binds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """What is typed about an item. Legal advice is None from somebody who does not read it, and stays as it is."""

    kind: str
    title: str
    author: Person
    report: str = ""
    recommendation: str = ""
    restricted_reason: str = ""
    organisations: Sequence[Organisation] = ()
    legal_advice: str | None = None


def add_item(
    session: Session, meeting_id: int, *, kind: str, title: str, author: Person, report: str = "",
    recommendation: str = "", restricted_reason: str = "", organisations: Sequence[Organisation] = (),
    late_reason: str = "", legal_advice: str | None = None, by: Standings,
) -> AgendaItem:  # fmt: skip
    """An item at the end of the agenda. It binds every organisation of the body unless some are named."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if case.state not in TAKES_ITEMS:
        raise Refused("Nothing is added to the agenda of a meeting that has ended. Put it on the next one.")
    late = case.state != "drafted"
    if late and not late_reason:
        raise Refused(Reason("Say why this comes after the agenda went out.", anchor="late_reason"))
    text = ItemText(
        kind=kind, title=title, author=author, report=report, recommendation=recommendation,
        restricted_reason=restricted_reason, organisations=organisations, legal_advice=legal_advice,
    )  # fmt: skip
    item = _new(case.body, text, by)
    item.meeting, item.position = case.meeting, _last_position(session, meeting_id) + 1
    item.supplement, item.late_reason = case.meeting.supplements + 1 if late else 0, late_reason
    session.add(item)
    session.flush()
    after = {"kind": kind, "title": title, "author": author.id}
    sentence = f"{KINDS[kind]}: {named(item)} was put on the agenda"
    note_change(session, item, "item_added", actor=by.actor(standing), sentence=sentence, after=after, note=late_reason)
    return item


def add_between(session: Session, body: Body, text: ItemText, *, between: str, by: Standings) -> AgendaItem:
    """Chair's action or an officer's decision between meetings: the same record without a meeting."""
    standing = standing_to_chair(body, by) if between == "chair" else None
    standing = standing or standing_to_run(body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if body.closed_at is not None:
        raise Refused(f"{body.name} was closed. It decides no more.")
    if between == "chair" and not any(member.role in ("chair", "deputy_chair") for member in body.members):
        raise Refused(Reason(f"{body.name} has no chair, so there is no chair’s action. Name a chair first."))
    item = _new(body, text, by)
    item.between, item.position = between, 1
    session.add(item)
    session.flush()
    words = {"chair": "Chair’s action", "officer": "An officer’s decision"}[between]
    after = {"body": body.id, "kind": text.kind, "title": text.title, "author": text.author.id, "between": between}
    sentence = f"{words} between meetings was begun: {named(item)}"
    note_change(session, item, "item_begun", actor=by.actor(standing), sentence=sentence, after=after)
    return item


def change_item(session: Session, item_id: int, text: ItemText, *, seen: int, why: str = "", by: Standings) -> bool:
    """Whether anything changed. `why` is asked once the agenda is out, and stays in the trail."""
    item = load_item(session, item_id, lock=True)
    standing = may_change(item, by)
    text_open(session, item)
    unchanged(item, seen)
    before, after = _facts(item), _facts_of(text, item.body, item.legal_advice)
    changed = [fact for fact in after if before[fact] != after[fact]]
    if not changed:
        return False
    if item.meeting is not None and item.meeting.state != "drafted" and not why:
        raise Refused(Reason("The agenda is out. Say why this is changed now.", anchor="why"))
    _put(item, text)
    session.flush()
    says = [f"type (was {KINDS[before['kind']].lower()})" if fact == "kind" else WORDS[fact] for fact in changed]
    sentence = f"Changed {named(item)}: {', '.join(says)}"
    note_change(
        session, item, "item_changed", actor=by.actor(standing), sentence=sentence, note=why,
        before={fact: _told(fact, before) for fact in changed}, after={fact: _told(fact, after) for fact in changed},
    )  # fmt: skip
    return True


def remove_item(session: Session, item_id: int, *, reason: str, seen: int, by: Standings) -> Meeting | None:
    """Taken off: the row stays. Once the agenda is out its number stays empty; before, the others move up."""
    item = load_item(session, item_id, lock=True)
    standing = standing_to_run(item.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    still_open(session, item)
    unchanged(item, seen)
    if item.is_equality:
        raise NotOffered("Equality impact stands on every agenda of this body, so this item stays.")
    if not reason:
        raise Refused(Reason("Say why it is taken off.", anchor="reason"))
    item.removed_at = clock.now()
    if item.meeting is not None and item.meeting.state == "drafted":
        for number, one in enumerate(_on_it(session, item.meeting.id, but=item.id), 1):
            one.position = number
    sentence = f"{named(item)} was taken off".capitalize() if item.restricted else f"{named(item)} was taken off"
    note_change(session, item, "item_removed", actor=by.actor(standing), sentence=sentence, note=reason)
    return item.meeting


def _new(body: Body, text: ItemText, by: Standings) -> AgendaItem:
    bound = _bound(body, text.organisations)
    item = AgendaItem(body=body, is_equality=False, created_by=by.person_id, created_at=clock.now(), revision=0)
    _put(item, text, bound)
    return item


def _put(item: AgendaItem, text: ItemText, bound: Sequence[Organisation] = ()) -> None:
    item.kind, item.title, item.author_id = text.kind, text.title, text.author.id
    item.report, item.recommendation = text.report, text.recommendation
    item.restricted, item.restricted_reason = bool(text.restricted_reason), text.restricted_reason
    item.organisations = list(bound or _bound(item.body, text.organisations))
    if text.legal_advice is not None:
        item.legal_advice = text.legal_advice


def _bound(body: Body, organisations: Sequence[Organisation]) -> list[Organisation]:
    bound = list(organisations) or list(body.organisations)
    if {one.id for one in bound} - {one.id for one in body.organisations}:
        raise Refused(Reason("The body does not decide for every organisation you named.", anchor="organisations"))
    return bound


def _facts(item: AgendaItem) -> dict[str, Any]:
    facts = {fact: getattr(item, fact) for fact in WORDS if fact != "organisations"}
    return {**facts, "organisations": sorted(one.code for one in item.organisations)}


def _facts_of(text: ItemText, body: Body, legal_advice: str) -> dict[str, Any]:
    bound = sorted(one.code for one in _bound(body, text.organisations))
    facts = {fact: getattr(text, fact) for fact in WORDS if fact not in ("organisations", "author_id")}
    kept = legal_advice if text.legal_advice is None else text.legal_advice
    return {**facts, "author_id": text.author.id, "organisations": bound, "legal_advice": kept}


def _told(fact: str, facts: dict[str, Any]) -> Any:
    """Legal advice is in the trail by its digest alone."""
    return sha256(facts[fact].encode()).hexdigest() if fact == "legal_advice" else facts[fact]


def _last_position(session: Session, meeting_id: int) -> int:
    return max(session.scalars(select(AgendaItem.position).where(AgendaItem.meeting_id == meeting_id)), default=0)


def _on_it(session: Session, meeting_id: int, *, but: int) -> Sequence[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_(None))
    return session.scalars(query.where(AgendaItem.id != but).order_by(AgendaItem.position, AgendaItem.id)).all()


def order_seen(case: MeetingCase) -> str:
    """What a page carries of the order it shows, so that of two who change it at once the second sees the first."""
    return sha256(",".join(str(item.id) for item in case.items).encode()).hexdigest()[:16]
