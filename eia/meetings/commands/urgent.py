"""What lets an item be decided that is not ready: a quick screen, or the chair's override, each with its mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, NotOffered, Reason, Refused
from eia.meetings.commands.noting import named, note_change
from eia.meetings.gate import readiness
from eia.meetings.guards.items import standing_to_change, still_open
from eia.meetings.guards.who import standing_in, standing_to_chair
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, Decision, GateOverride, OverrideCorrection, QuickScreen
from eia.meetings.models.bodies import DECIDING
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.offices import Office
from eia.people.queries import Standing, Standings

ONLY_WHO_FOLLOWS_UP = "Only who owns the full assessment, the report author, or those who run this body can do it."
READY = "This item is ready: a decision may be recorded on it as it is."


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickAnswers:
    """The one page as it was filled in. `answers` is characteristic -> {"answer", "reason"}."""

    framework: str
    answers: Mapping[str, Mapping[str, str]]
    who_is_hurt: str
    how_badly: str
    what_is_done: str
    why_now: str
    owner: Person
    due: date
    decider: Person
    regard: str


def standing_to_screen(item: AgendaItem, by: Standings) -> Standing | None:
    """Whoever may change the item, and whoever decides."""
    return standing_to_change(item, by) or standing_in(item.body, by, DECIDING)


def complete_quick_screen(session: Session, item_id: int, said: QuickAnswers, *, by: Standings) -> QuickScreen:
    item = load_item(session, item_id, lock=True)
    standing = standing_to_screen(item, by)
    if standing is None:
        raise NotAllowed("Only those who run this body, decide in it, or report on this item can fill this in.")
    still_open(session, item)
    if readiness(session, item).ready:
        raise NotOffered(READY)
    if said.due < clock.today():
        raise Refused(Reason("The day for the full assessment has passed. Give a day from today on.", anchor="due"))
    row = QuickScreen(
        item_id=item.id, framework=said.framework, answers={key: dict(one) for key, one in said.answers.items()},
        who_is_hurt=said.who_is_hurt, how_badly=said.how_badly, what_is_done=said.what_is_done, why_now=said.why_now,
        owner_id=said.owner.id, due=said.due, regard=said.regard, decider_id=said.decider.id,
        completed_by=by.person_id, completed_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    after = {
        "quick_screen": row.id, "framework": row.framework, "answers": row.answers, "why_now": row.why_now,
        "owner": row.owner_id, "due": row.due, "decider": row.decider_id, "regard": row.regard,
    }  # fmt: skip
    sentence = f"Urgent, assessed afterwards: a quick screen of {named(item)}"
    note_change(session, item, "quick_screened", actor=by.actor(standing), sentence=sentence, after=after)
    return row


def begin_follow_up(session: Session, item_id: int, *, by: Standings) -> Decision:
    """The decision as a subject of its own, from which the full assessment afterwards is started. Once for an item."""
    item = load_item(session, item_id, lock=True)
    screen = readiness(session, item).quick_screen
    standing = standing_to_follow_up(item, screen, by)
    if standing is None:
        raise NotAllowed(ONLY_WHO_FOLLOWS_UP)
    if screen is None:
        raise NotOffered("There is no quick screen of this item, so nothing follows it up.")
    if item.subject_id is not None:
        return session.get_one(Decision, item.subject_id)
    bound = {one.id: one for one in item.organisations}
    lead = bound.get(screen.owner.organisation_id) or item.organisations[0]
    title = f"Restricted decision of {item.body.name}" if item.restricted else item.title
    subject = Decision(
        number=f"ITEM-{item.id}", title=title, sort_title=sort_name_of(title), organisation_id=lead.id,
        owner_id=screen.owner_id, created_at=clock.now(),
        organisations=[session.get_one(Organisation, key) for key in bound],
    )  # fmt: skip
    session.add(subject)
    session.flush()
    item.subject_id = subject.id
    sentence = f"The full assessment of {named(item)} was taken up"
    after = {"subject": subject.id, "lead": lead.code}
    note_change(session, item, "follow_up_begun", actor=by.actor(standing), sentence=sentence, after=after)
    return subject


def standing_to_follow_up(item: AgendaItem, screen: QuickScreen | None, by: Standings) -> Standing | None:
    if screen is not None and by.person_id == screen.owner_id:
        return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Owner of the assessment")
    return standing_to_change(item, by)


def override_gate(session: Session, item_id: int, *, reason: str, by: Standings) -> GateOverride:
    """The chair lets an item be decided that is not ready. The mark stays for ever."""
    item = load_item(session, item_id, lock=True)
    standing = standing_to_chair(item.body, by)
    if standing is None:
        raise NotAllowed("Only the chair or deputy chair can let an item be decided that is not ready.")
    still_open(session, item)
    found = readiness(session, item)
    if found.ready:
        raise NotOffered(READY)
    row = GateOverride(item_id=item.id, person_id=by.person_id, reason=reason, at=clock.now())
    session.add(row)
    session.flush()
    after = {"override": row.id, "against": [one.text for one in found.reasons]}
    sentence = f"The chair lets {named(item)} be decided although it is not ready"
    note_change(session, item, "gate_overridden", actor=by.actor(standing), sentence=sentence, note=reason, after=after)
    return row


def correct_override(session: Session, item_id: int, *, words: str, by: Standings) -> OverrideCorrection:
    """An adviser's view, for good beside the override; after the decision too."""
    item = load_item(session, item_id, lock=True)
    standing = standing_to_correct(item, by)
    override = readiness(session, item).override
    if standing is None or override is None:
        raise NotAllowed("Only an adviser of an organisation that this item binds can say something of an override.")
    row = OverrideCorrection(override_id=override.id, adviser_id=by.person_id, words=words, at=clock.now())
    session.add(row)
    session.flush()
    after = {"override": override.id, "words": words}
    sentence = f"An adviser corrects the override of {named(item)}"
    note_change(session, item, "override_corrected", actor=by.actor(standing), sentence=sentence, after=after)
    return row


def standing_to_correct(item: AgendaItem, by: Standings) -> Standing | None:
    return by.standing(Office.ADVISER, {one.id for one in item.organisations})
