"""Who may be named in a comment: those who may read all of the version, who are named in it by choice or by "@Name"."""

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.readers import CHECKING
from eia.people.models import Person
from eia.people.offices import Office
from eia.people.queries import holders

READ_BY_OFFICE = (Office.ADVISER, Office.APPROVER, Office.HEAD, Office.AUDITOR)


def can_be_mentioned(session: Session, case: Case) -> list[Person]:
    """Everybody who may read all of this open version, by name. A test holds it against `readers.RELATIONS`."""
    organisations = case.organisation_ids if case.state in CHECKING else {case.lead.id}
    asked = {row.person_id for row in case.version.consultees if row.taken_back_at is None}
    by_name = {case.subject.owner_id, *case.writers, *asked, *(given.person_id for given in case.in_hand)}
    query = select(Person).where(Person.id.in_(sorted(by_name)), Person.closed_at.is_(None))
    found = {person.id: person for person in session.scalars(query)}
    for office in READ_BY_OFFICE:
        found |= {person.id: person for person in holders(session, office, organisations)}
    others = {organisation.id for organisation in case.subject.organisations} - {case.lead.id}
    found |= {person.id: person for person in holders(session, Office.POLICY_OWNER, others)}
    return sorted(found.values(), key=lambda person: (person.sort_name, person.id))


def mentioned_in(text: str, people: Iterable[Person]) -> set[int]:
    """Ids of those whose whole name follows an "@" in the text, in any case."""
    return {person.id for person in people if re.search(rf"@{re.escape(person.name)}(?!\w)", text, re.IGNORECASE)}
