"""How somebody wants to be told: each message at once, or one message a day."""

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.people.models import MessageChoice, Person
from eia.people.queries import Standings
from eia.people.streams import stream_of

SENTENCES = {True: "{name} chose one message a day", False: "{name} chose to be told at once"}


def choose_messages(session: Session, *, by: Standings, daily: bool) -> None:
    """Only for oneself. What may not wait is sent at once all the same."""
    person = session.get_one(Person, by.person_id)
    choice = session.get(MessageChoice, person.id, with_for_update=True)
    if choice is None:
        choice = MessageChoice(person_id=person.id)
        session.add(choice)
    elif choice.daily == daily:
        return
    choice.daily, choice.chosen_at = daily, clock.now()
    record_event(
        session,
        stream=stream_of(person.organisation),
        event="messages_chosen",
        actor=by.actor(),
        after={"person_id": person.id, "person": person.name, "daily": daily},
        sentence=SENTENCES[daily].format(name=person.name),
    )
