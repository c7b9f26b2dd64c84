"""What a reader can do with an item, the one thing first that they most likely came for."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from eia.meetings.commands.stating import standing_to_sample
from eia.meetings.commands.urgent import standing_to_correct, standing_to_screen
from eia.meetings.gate import Readiness
from eia.meetings.guards.items import ENDED, had_by_those_who_decide, is_decided, standing_to_change
from eia.meetings.guards.who import decides_in, standing_to_chair, standing_to_record, standing_to_run
from eia.meetings.models import AgendaItem
from eia.people.queries import Standings


@dataclass(frozen=True, slots=True)
class Doing:
    words: str
    endpoint: str


def doings(session: Session, item: AgendaItem, ready: Readiness, by: Standings) -> tuple[Doing | None, list[Doing]]:
    """The button, when something waits for this reader here, and the links below it."""
    decided = is_decided(session, item)
    closed = decided or (item.meeting is not None and item.meeting.state in ENDED)
    now = [*([RECORD] if decided else []), *(() if closed else _waiting(item, ready, by))]
    reading = [one for one in _reading(item, ready, by, decided) if one not in now]
    text = () if closed or had_by_those_who_decide(item) else _text(item, by)
    off = () if closed else _off(item, by)
    return (now[0] if now else None), [*now[1:], *_equality(item, ready, by, closed), *text, *off, *reading]


def _waiting(item: AgendaItem, ready: Readiness, by: Standings) -> Iterator[Doing]:
    state = item.meeting.state if item.meeting else "held"
    if by.person_id == item.author_id and ready.asked and not ready.statement:
        yield Doing("Sign the equality statement", "statement")
    if state == "held" and standing_to_record(item, by) and ready.may_be_decided:
        yield DECIDE
    if state in ("circulated", "held") and decides_in(item.body, by.person_id) and _has_something(item, ready):
        yield OPEN


def _equality(item: AgendaItem, ready: Readiness, by: Standings, closed: bool) -> Iterator[Doing]:
    stated = ready.statement
    if not closed and by.person_id == item.author_id and (stated or not ready.asked):
        yield Doing("Sign another equality statement" if stated else "Sign an equality statement", "statement")
    if not closed and by.person_id != item.author_id and standing_to_run(item.body, by):
        yield Doing("Prepare the equality statement", "statement")
    if stated and stated.kind == "not_needed" and standing_to_sample(item, by):
        yield Doing("Say whether “not needed” holds", "sample")
    if not closed and not ready.ready and standing_to_screen(item, by):
        yield Doing("It cannot wait: make a quick screen", "quick_screen")
    if not closed and not ready.ready and standing_to_chair(item.body, by):
        yield Doing("Let it be decided although it is not ready", "override")
    if ready.override and standing_to_correct(item, by):
        yield Doing("Say something of the override", "correction")


def _text(item: AgendaItem, by: Standings) -> Iterator[Doing]:
    if standing_to_change(item, by):
        yield Doing("Change this item", "change")
        yield Doing("Add or take out papers", "item_papers")


def _off(item: AgendaItem, by: Standings) -> Iterator[Doing]:
    if not item.is_equality and standing_to_run(item.body, by):
        yield Doing("Take this item off", "remove")


def _reading(item: AgendaItem, ready: Readiness, by: Standings, decided: bool) -> Iterator[Doing]:
    """For whoever reads it."""
    if _has_something(item, ready):
        yield OPEN
    if not decided and standing_to_record(item, by):
        yield DECIDE
    if ready.asked or ready.statement:
        yield RECORD


def _has_something(item: AgendaItem, ready: Readiness) -> bool:
    return bool(ready.asked or ready.statement or ready.quick_screen or item.papers)


OPEN = Doing("Open the papers and declare regard", "regard")
DECIDE = Doing("Record the decision", "decision")
RECORD = Doing("Due-regard record", "record")
