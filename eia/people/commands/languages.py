"""The second language an organisation publishes in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.audit.record import record_event
from eia.errors import Reason, Refused
from eia.people.guards import refuse_unless_administrator
from eia.people.languages import LANGUAGES
from eia.people.models import Organisation
from eia.people.queries import Standings
from eia.people.sentences import administrator
from eia.people.streams import stream_of


def name_second_language(session: Session, organisation_id: int, language: str, *, by: Standings) -> None:
    """From now on what the public reads is written in that language too; "" ends it."""
    refuse_unless_administrator(by, organisation_id)
    if language not in ("", *LANGUAGES):
        raise Refused(Reason("Choose one of the languages.", anchor="language"))
    found = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    organisation = session.scalars(found.execution_options(populate_existing=True)).one()
    before = organisation.second_language
    if language == before:
        return
    organisation.second_language = language
    also = f"in English and {LANGUAGES[language]}" if language else "in English only"
    record_event(
        session,
        stream=stream_of(organisation),
        event="second_language_named",
        actor=administrator(by),
        before={"second_language": before},
        after={"second_language": language},
        sentence=f"{organisation.name} publishes {also}",
    )
