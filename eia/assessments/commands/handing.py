"""Giving sections to others, having them back, and handing over the authorship."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.guards.local import parts_to_give, rows_to_take_back
from eia.assessments.joint.jointly import local_key
from eia.assessments.models import Assignment, Contributor
from eia.assessments.queries import people_of
from eia.assessments.sections import section_titles
from eia.assessments.writing.hands import can_become_author, part_titles
from eia.errors import Reason, Refused
from eia.pages import day, joined
from eia.people.models import Person
from eia.people.offices import Office
from eia.people.queries import Standings, standings_of
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def give_sections(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    person = _chosen(people_of(session, case.organisation_ids), answers["person"])
    if person.id == case.version.author_id:
        raise Refused(Reason("The author can write in every section already. Choose somebody else.", anchor="person"))
    if not set(answers["sections"]) <= set(section_titles(case)):
        raise Refused(
            Reason("Choose sections of what all share. Each organisation gives its own part.", anchor="sections")
        )
    return _give(session, case, permitted, answers, person)


def give_local_part(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """The local part of an organisation, to one of its own people."""
    open_ones = {local_key(one.code): one.id for one in parts_to_give(case, permitted.by)}
    if not set(answers["sections"]) <= set(open_ones):
        raise Refused(Reason("Choose a local part of your own that can be written now.", anchor="sections"))
    person = _chosen(people_of(session, {open_ones[key] for key in answers["sections"]}), answers["person"])
    if standings_of(session, person).holds(Office.POLICY_OWNER, [open_ones[key] for key in answers["sections"]]):
        raise Refused(Reason("A policy owner can write there already. Choose somebody else.", anchor="person"))
    if any(signature.person_id == person.id for signature in case.signatures):
        raise Refused(Reason("They have signed this, so they cannot write in it. Choose another.", anchor="person"))
    return _give(session, case, permitted, answers, person)


def _give(session: Session, case: Case, permitted: Permitted[Case], answers: Answers, person: Person) -> Answers:
    titles = part_titles(case)
    wanted_by, note = answers.get("wanted_by"), str(answers.get("remark") or "")
    rows = assign(session, case, person.id, answers["sections"], by=permitted.by, note=note, wanted_by=wanted_by)
    words = joined(titles[key] for key in answers["sections"])
    given = [[row.id, row.section, row.person_id, row.note] for row in rows]
    details = {"given_to": person.name, "sections": words, "wanted_by": wanted_by, "given": given}
    until = f", wanted by {day(wanted_by)}" if wanted_by else ""
    return {"sentence": f"Gave {words} to {person.name}{until}", "details": details}


def assign(
    session: Session, case: Case, person_id: int, sections: Iterable[str], *, by: Standings, note: str = "",
    wanted_by: date | None = None,
) -> Sequence[Assignment]:  # fmt: skip
    """Put each of these sections (or other parts, such as "local:CAMBS") into the person's hands.

    Whoever calls has asked whether `by` may give them. A section that the person has already is left as it is.
    """
    fresh = [key for key in sections if key not in case.given_to(person_id)]
    if not fresh:
        raise Refused(Reason("They have this already. Choose another section, or another person.", anchor="sections"))
    now = clock.now()
    rows = [
        Assignment(
            section=key, person_id=person_id, note=note, wanted_by=wanted_by, given_by=by.person_id, given_at=now
        )
        for key in fresh
    ]
    case.version.assignments.extend(rows)
    session.flush()
    return rows


def hand_back_sections(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    mine = [row for row in case.in_hand if row.person_id == permitted.by.person_id]
    return _end(session, case, mine, permitted.by, answers, how="handed_back", verb="Handed back")


def take_back_sections(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    mine = rows_to_take_back(case, permitted.by)
    return _end(session, case, mine, permitted.by, answers, how="taken_back", verb="Took back")


def _end(
    session: Session, case: Case, rows: Sequence[Assignment], by: Standings, answers: Answers, *, how: str, verb: str
) -> Answers:
    """End those that were chosen, by their ids."""
    chosen = [row for row in rows if str(row.id) in {str(key) for key in answers["assignments"]}]
    if not chosen:
        raise Refused("That was handed or taken back already.")
    now, word = clock.now(), str(answers.get("remark") or "")
    for row in chosen:
        row.ended_at, row.ended_by, row.ended_as, row.word = now, by.person_id, how, word
    session.flush()
    titles = part_titles(case)
    words = joined(titles.get(row.section, row.section) for row in chosen)
    whose = "" if how == "handed_back" else f" from {joined(dict.fromkeys(row.person.name for row in chosen))}"
    return {"sentence": f"{verb} {words}{whose}", "details": {"sections": words, **_ended(chosen)}}


def _ended(rows: Sequence[Assignment]) -> dict[str, Any]:
    """What the trail keeps of sections that are in nobody's hands any more, all in the same way."""
    return {"ended": [[row.id, row.ended_as, row.word] for row in rows]}


def hand_over(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """The former author stays a contributor; the new one becomes one at once, and so can never sign either."""
    new = _chosen(can_become_author(session, case), answers["person"])
    version, former, now = case.version, case.version.author, clock.now()
    known = {contributor.person_id for contributor in version.contributors}
    for person_id in {former.id, new.id} - known:
        version.contributors.append(Contributor(person_id=person_id, since=now))
    own = [row for row in case.in_hand if row.person_id == new.id]
    for row in own:
        row.ended_at, row.ended_by, row.ended_as = now, permitted.by.person_id, "became_author"
    session.flush()
    version.author = new
    session.flush()
    details = {"author": new.name, "author_before": former.name, "writers": [former.id, new.id], **_ended(own)}
    return {"sentence": f"Handed over from {former.name} to {new.name}", "details": details}


def _chosen(people: Iterable[Person], person_id: object) -> Person:
    found = next((person for person in people if str(person.id) == str(person_id)), None)
    if found is None:
        raise Refused(Reason("Choose somebody from the list.", anchor="person"))
    return found
