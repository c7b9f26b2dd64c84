"""Who may read: one table, relation by stage, and the one SQL expression made from it.

Lists, single pages, the trail and every other address use `part_of`; who may read and what is listed cannot drift
apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, false, or_, select, true, union_all

from eia.assessments.models import Assessment, Assignment, ConsulteeOpinion, Contributor, Mitigation, Version
from eia.people.offices import Office
from eia.people.queries import KEPT, Standings
from eia.plans import among
from eia.subjects.models import Subject, subject_organisation


class Part(IntEnum):
    """How much of a version somebody may read."""

    NONE = 0
    TITLE = 1
    ALL = 2


WRITING = ("draft", "screening", "full_assessment", "mitigation")
CHECKING = ("screening_review", "adviser_review", "sign_off")
CLOSED = ("signed_off", "screened_out", "stopped", "withdrawn", "superseded")
STAGES = {"while it is written": WRITING, "while it is checked": CHECKING, "afterwards": CLOSED}


@dataclass(frozen=True, slots=True)
class Relation:
    """How a person stands to a version, in SQL over Version, Assessment and Subject, and what they may read when."""

    words: str
    holds: Callable[[Standings], ColumnElement[bool]]
    reads: tuple[Part, Part, Part]
    """While it is written, while it is checked, afterwards."""
    finds: Callable[[Standings], Sequence[Select[int]]] = lambda by: ()
    """For lists: the ids of the versions in which it may hold, along an index; more may be found, never less."""
    leads: Callable[[Standings], set[int]] = lambda by: set()
    """In place of that: the organisations it holds in whatever they lead, ..."""
    shares: Callable[[Standings], set[int]] = lambda by: set()
    """... and those it holds in what they take part in and another leads."""


def _writer(by: Standings) -> ColumnElement[bool]:
    wrote = select(Contributor.id).where(Contributor.version_id == Version.id, Contributor.person_id == by.person_id)
    return or_(Version.author_id == by.person_id, wrote.exists())


def _written(by: Standings) -> Sequence[Select[int]]:
    return (
        select(Version.id).where(Version.author_id == by.person_id),
        select(Contributor.version_id).where(Contributor.person_id == by.person_id),
    )


def _assigned(by: Standings) -> ColumnElement[bool]:
    given = select(Assignment.id).where(
        Assignment.version_id == Version.id, Assignment.person_id == by.person_id, Assignment.ended_at.is_(None)
    )
    return given.exists()


def _in_hand(by: Standings) -> Sequence[Select[int]]:
    given = Assignment.person_id == by.person_id, Assignment.ended_at.is_(None)
    return (select(Assignment.version_id).where(*given),)


def _asked(by: Standings) -> ColumnElement[bool]:
    return _asked_of(by)[0].where(ConsulteeOpinion.version_id == Version.id).exists()


def _asked_of(by: Standings) -> Sequence[Select[int]]:
    asked = ConsulteeOpinion.person_id == by.person_id, ConsulteeOpinion.taken_back_at.is_(None)
    return (select(ConsulteeOpinion.version_id).where(*asked),)


def _owner(by: Standings) -> ColumnElement[bool]:
    return Subject.owner_id == by.person_id


def _owned(by: Standings) -> Sequence[Select[int]]:
    return (_of_subjects(select(Subject.id).where(Subject.owner_id == by.person_id)),)


def _of_subjects(few: Select[int]) -> Select[int]:
    """The versions of these few subjects, found one after the other: as joins they are planned for an average owner
    or organisation, and whole tables are read where a few rows are meant.
    """
    assessments = select(Assessment.id).where(among(Assessment.subject_id, few))
    return select(Version.id).where(among(Version.assessment_id, assessments))


def _action_owner(by: Standings) -> ColumnElement[bool]:
    owns = select(Mitigation.id).where(Mitigation.version_id == Version.id, Mitigation.owner_id == by.person_id)
    return owns.exists()


def _with_actions(by: Standings) -> Sequence[Select[int]]:
    return (select(Mitigation.version_id).where(Mitigation.owner_id == by.person_id),)


def _lead_office(by: Standings) -> ColumnElement[bool]:
    return _leads(_office_organisations(by))


def _participating_office(by: Standings) -> ColumnElement[bool]:
    return _takes_part(_office_organisations(by))


def _local_writer(by: Standings) -> ColumnElement[bool]:
    """In another organisation than the lead's: there the author writes the local part."""
    shares = select(subject_organisation.c.subject_id).where(
        subject_organisation.c.subject_id == Assessment.subject_id,
        subject_organisation.c.organisation_id.in_(sorted(_writing_organisations(by))),
        subject_organisation.c.organisation_id != Assessment.organisation_id,
    )
    return shares.exists() if _writing_organisations(by) else false()


def _writing_organisations(by: Standings) -> set[int]:
    return by.organisations_of(Office.POLICY_OWNER)


def _lead_staff(by: Standings) -> ColumnElement[bool]:
    return Assessment.organisation_id == by.organisation_id


def _participating_staff(by: Standings) -> ColumnElement[bool]:
    return _takes_part({by.organisation_id})


def _own_organisation(by: Standings) -> set[int]:
    return {by.organisation_id}


def _office_organisations(by: Standings) -> set[int]:
    offices = (Office.ADVISER, Office.APPROVER, Office.HEAD, Office.AUDITOR)
    return {organisation for office in offices for organisation in by.organisations_of(office)}


def _takes_part(organisations: set[int]) -> ColumnElement[bool]:
    shares = select(subject_organisation.c.subject_id).where(
        subject_organisation.c.subject_id == Assessment.subject_id,
        subject_organisation.c.organisation_id.in_(sorted(organisations)),
    )
    return shares.exists() if organisations else false()


def _shared_with(organisations: set[int]) -> Select[int]:
    """The versions in which one of these takes part and another leads."""
    shares = subject_organisation.c
    return _of_subjects(
        select(shares.subject_id).where(
            shares.organisation_id.in_(sorted(organisations)), shares.organisation_id != shares.lead_id
        )
    )


def _leads(organisations: set[int]) -> ColumnElement[bool]:
    return Assessment.organisation_id.in_(sorted(organisations)) if organisations else false()


NONE, TITLE, ALL = Part.NONE, Part.TITLE, Part.ALL
RELATIONS = (
    Relation("whoever has written in it", _writer, (ALL, ALL, ALL), finds=_written),
    Relation("whoever has a section of it to write", _assigned, (ALL, ALL, ALL), finds=_in_hand),
    Relation("whoever was asked by name for an opinion", _asked, (ALL, ALL, ALL), finds=_asked_of),
    Relation("the owner of what is assessed", _owner, (ALL, ALL, ALL), finds=_owned),
    Relation(
        "an adviser, approver, head of department or auditor of the lead organisation", _lead_office, (ALL, ALL, ALL),
        leads=_office_organisations,
    ),
    Relation(
        "an adviser, approver, head of department or auditor of another that takes part", _participating_office,
        (TITLE, ALL, ALL), shares=_office_organisations,
    ),
    Relation(
        "a policy owner of another that takes part, who writes its local part", _local_writer, (ALL, ALL, ALL),
        shares=_writing_organisations,
    ),
    Relation("the owner of an action in it", _action_owner, (TITLE, TITLE, ALL), finds=_with_actions),
    Relation("anyone in the lead organisation", _lead_staff, (TITLE, TITLE, ALL), leads=_own_organisation),
    Relation("anyone in another that takes part", _participating_staff, (NONE, TITLE, ALL), shares=_own_organisation),
)  # fmt: skip


@lru_cache(KEPT)
def part_of(by: Standings) -> ColumnElement[int]:
    """SQL for how much of a version this person may read: 0 none, 1 its title, 2 all."""
    return case((reads(by, Part.ALL), int(Part.ALL)), (_only_the_title(by), int(Part.TITLE)), else_=int(Part.NONE))


@lru_cache(KEPT)
def reads(by: Standings, part: Part) -> ColumnElement[bool]:
    """SQL for whether this person may read at least that much of a version."""
    return or_(*(and_(in_time, relation.holds(by)) for relation in RELATIONS for in_time in _when(relation, part)))


def _only_the_title(by: Standings) -> ColumnElement[bool]:
    """Of those who may not read all of it."""
    titled = ((_in(states), one) for one in RELATIONS if (states := _states(one, lambda may: may == Part.TITLE)))
    return or_(*(and_(in_time, one.holds(by)) for in_time, one in titled))


def _when(relation: Relation, part: Part) -> list[ColumnElement[bool]]:
    """SQL for the states in which people who stand so may read at least that much; nothing when there are none."""
    states = _states(relation, lambda may: may >= part)
    return [_in(states)] if states else []


def _states(relation: Relation, wanted: Callable[[Part], bool]) -> list[str]:
    stages = zip(STAGES.values(), relation.reads, strict=True)
    return [state for states, may in stages if wanted(may) for state in states]


def _in(states: Sequence[str]) -> ColumnElement[bool]:
    """Where it is all of them no state is named: PostgreSQL takes each list of states for a choice of few rows, and
    joined thousands of versions row by row.
    """
    everywhere = len(states) == sum(map(len, STAGES.values()))
    return true() if everywhere else Version.state.in_(states)


def reads_what_they_lead(by: Standings, part: Part, *stages: str) -> list[int]:
    """The organisations of whose versions this person may read at least that much, in each of these stages."""
    found: set[int] = set()
    for relation in RELATIONS:
        may = dict(zip(STAGES, relation.reads, strict=True))
        if all(may[stage] >= part for stage in stages):
            found |= relation.leads(by)
    return sorted(found)


def states_read(by: Standings, part: Part) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
    """Organisation -> the states in which this person reads at least that much: of what it leads, of what it shares."""
    found: dict[int, tuple[set[str], set[str]]] = {}
    for relation in RELATIONS:
        states = _states(relation, lambda may: may >= part)
        for side, organisations in enumerate((relation.leads(by), relation.shares(by))):
            for one in organisations:
                found.setdefault(one, (set(), set()))[side].update(states)
    return {one: (frozenset(led), frozenset(shared)) for one, (led, shared) in sorted(found.items())}


def found_in_person(by: Standings) -> CompoundSelect[int]:
    """SQL for the versions this person has to do with by themselves, whatever their organisation has."""
    return union_all(*(one for relation in RELATIONS for one in relation.finds(by)))


def found_elsewhere(by: Standings) -> CompoundSelect[int]:
    """SQL for the versions this person has anything to do with but as one of the lead's: whom to ask who may read."""
    found = [one for relation in RELATIONS for one in relation.finds(by)]
    sharing = {organisation for relation in RELATIONS for organisation in relation.shares(by)}
    return union_all(*found, _shared_with(sharing))


def readable_by(by: Standings) -> ColumnElement[bool]:
    """SQL for the versions a person may know of, for lists."""
    return reads(by, Part.TITLE)
