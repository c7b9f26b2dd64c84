"""What stands on every new agenda of a body, and the reasons it accepts for "no assessment is needed"."""

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import said_since
from eia.errors import NotFound, Reason, Refused, Stale
from eia.meetings.commands.bodies import body_to_change
from eia.meetings.commands.recording import record_of_body
from eia.meetings.models import Body, NotNeededReason, StandingItem
from eia.meetings.models.items import KINDS
from eia.people.queries import Standings

NO_ITEM = "There is no such standing item any more. Somebody may have taken it off."


def add_standing_item(session: Session, body_id: int, *, title: str, kind: str, by: Standings) -> StandingItem:
    """One more item at the end of every agenda that is begun from now on."""
    body, standing = body_to_change(session, body_id, by)
    if any(item.title.lower() == title.lower() for item in body.standing_items):
        raise Refused(Reason(f"“{title}” stands on every agenda already.", anchor="title"))
    position = max((item.position for item in body.standing_items), default=0) + 1
    item = StandingItem(body_id=body.id, position=position, kind=kind, title=title, is_equality=False)
    session.add(item)
    session.flush()
    sentence = f"“{title}” ({KINDS[kind].lower()}) stands on every agenda"
    record_of_body(
        session,
        body,
        "standing_item_added",
        actor=by.actor(standing),
        sentence=sentence,
        after={"title": title, "kind": kind},
    )
    session.expire(body, ["standing_items"])
    return item


def remove_standing_item(session: Session, body_id: int, item_id: int, *, by: Standings) -> None:
    """Not on the agendas that are begun from now on. The item on equality impact stays."""
    body, standing = body_to_change(session, body_id, by)
    item = _item(body, item_id)
    if item.is_equality:
        raise Refused("The equality impact of actions and decisions stands on every agenda. It cannot be taken off.")
    session.delete(item)
    record_of_body(
        session,
        body,
        "standing_item_removed",
        actor=by.actor(standing),
        sentence=f"“{item.title}” no longer stands on every agenda",
        after={},
    )
    session.expire(body, ["standing_items"])


def move_standing_item(session: Session, body_id: int, item_id: int, *, down: bool, seen: int, by: Standings) -> None:
    """One place up or down. `seen` is the revision of the body that the reader saw."""
    body, standing = body_to_change(session, body_id, by)
    if seen != body.revision:
        raise Stale(said_since(session, body.stream))
    items = list(body.standing_items)
    index = items.index(_item(body, item_id))
    other = index + (1 if down else -1)
    if not 0 <= other < len(items):
        return
    items[index], items[other] = items[other], items[index]
    for position, item in enumerate(items, 1):
        item.position = position
    order = [item.title for item in items]
    sentence = f"Every agenda begins with: {', '.join(order)}"
    record_of_body(
        session, body, "standing_items_ordered", actor=by.actor(standing), sentence=sentence, after={"order": order}
    )
    session.expire(body, ["standing_items"])


def accept_reason(session: Session, body_id: int, *, words: str, by: Standings) -> NotNeededReason:
    """One more reason that authors of reports to the body can choose."""
    body, standing = body_to_change(session, body_id, by)
    if any(reason.words.lower() == words.lower() and reason.ended_at is None for reason in body.reasons):
        raise Refused(Reason("This reason is accepted already.", anchor="words"))
    reason = NotNeededReason(body_id=body.id, words=words)
    session.add(reason)
    session.flush()
    sentence = f"Accepted as a reason why no assessment is needed: “{words}”"
    record_of_body(
        session,
        body,
        "reason_accepted",
        actor=by.actor(standing),
        sentence=sentence,
        after={"reason": reason.id, "words": words},
    )
    session.expire(body, ["reasons"])
    return reason


def end_reason(session: Session, body_id: int, reason_id: int, *, by: Standings) -> None:
    """Not to be chosen from now on; statements that were signed with it keep their words."""
    body, standing = body_to_change(session, body_id, by)
    reason = next((reason for reason in body.reasons if reason.id == reason_id), None)
    if reason is None:
        raise NotFound("There is no such reason, or you may not see it.")
    if reason.ended_at is not None:
        return
    reason.ended_at = clock.now()
    sentence = f"No longer accepted as a reason why no assessment is needed: “{reason.words}”"
    record_of_body(
        session, body, "reason_ended", actor=by.actor(standing), sentence=sentence, after={"reason": reason.id}
    )


def _item(body: Body, item_id: int) -> StandingItem:
    item = next((item for item in body.standing_items if item.id == item_id), None)
    if item is None:
        raise Refused(NO_ITEM)
    return item
