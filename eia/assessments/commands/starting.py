"""Starting an assessment: a number of its own, a first version in draft."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.beginning.sources import source_of
from eia.assessments.case import Case, load_case
from eia.assessments.commands.after import write_decision
from eia.assessments.commands.carrying import NOT_ANEW, copy_content
from eia.assessments.commands.recording import record, wrote_already
from eia.assessments.contracts import taken_before
from eia.assessments.models import Assessment, Contributor, ReferenceCounter, StartedFrom, Version
from eia.errors import NotAllowed, Reason, Refused
from eia.frameworks.store import stored, use
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.subjects.models import Subject


def start_assessment(
    session: Session, subject: Subject, framework: str, *, by: Standings, source_id: int | None = None
) -> Case:
    """Open version 1 of a new assessment of `subject`, led by the subject's own organisation.

    `source_id` is a closed version that this person may read in full: what it says is carried over, to be confirmed.
    """
    standing = _standing_to_start(subject, by)
    if standing is None:
        raise NotAllowed(f"Only a policy owner of {subject.organisation.name} can start this assessment.")
    _refuse_a_second(session, subject)
    key = use(session, framework).key
    now = clock.now()
    assessment = Assessment(
        reference=_next_reference(session, subject.organisation), subject=subject,
        organisation_id=subject.organisation_id, created_at=now,
    )  # fmt: skip
    version = Version(
        assessment=assessment, number=1, framework=key, state="draft", state_since=now, revision=1, round=0,
        author_id=by.person_id, created_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    session.add(Contributor(version_id=version.id, person_id=by.person_id, since=now))
    session.flush()
    sentence, details = f"Started {assessment.reference}", dict[str, Any]()
    if source_id is not None:
        name, details = _carry_over(session, version, source_id, by)
        sentence = f"{sentence} from {name}"
    session.expire_all()
    case = load_case(session, version.id)
    after = {**details, **wrote_already(case)}
    record(session, case, "started", actor=by.actor(standing), sentence=sentence, after=after)
    taken = [one for one in taken_before(session, subject.id) if one.organisation_id in case.organisation_ids]
    for one in taken:
        write_decision(session, case, one.said, organisation_id=one.organisation_id, by=by, standing=standing,
                       had_it=False, sentence=one.sentence)  # fmt: skip
    return load_case(session, version.id) if taken else case


def _standing_to_start(subject: Subject, by: Standings) -> Standing | None:
    here = {subject.organisation_id}
    found = by.standing(Office.POLICY_OWNER, here) or by.standing(Office.HR_LEAD, here)
    if found is None and subject.owner_starts and subject.owner_id == by.person_id:
        organisation, role = subject.organisation, "Owner of the assessment"
        return Standing(Office.POLICY_OWNER, organisation.id, organisation.name, role=role)
    return found


def _refuse_a_second(session: Session, subject: Subject) -> None:
    """Locks the subject: of two who start at once, the second is refused."""
    session.execute(select(Subject.id).where(Subject.id == subject.id).with_for_update())
    existing = session.scalar(select(Assessment).where(Assessment.subject_id == subject.id))
    if existing is not None:
        values = {"reference": existing.reference}
        raise Refused(Reason(f"It is assessed already, as {existing.reference}.", "assessments.latest", values))


def _carry_over(session: Session, version: Version, source_id: int, by: Standings) -> tuple[str, dict[str, Any]]:
    """Answers with the name of the source and what the trail keeps: which it was, and what found no place."""
    source = source_of(session, by, source_id)
    if source is None:
        raise Refused("What you wanted to start from is not there any more, or you may not read it. Choose again.")
    framework = stored(session, version.framework)
    if stored(session, source.framework).key != framework.key:
        raise Refused("It was written under another law. Choose one that was written under the same.")
    old = load_case(session, source.version_id)
    session.add(StartedFrom(version_id=version.id, source_id=source.version_id))
    known = {version.author_id}
    for person_id in sorted(old.writers - known):
        session.add(Contributor(version_id=version.id, person_id=person_id, since=version.created_at))
    lost = copy_content(session, old, version, framework, but=NOT_ANEW)
    session.flush()
    return source.name, {"source": {"reference": source.reference, "version": source.number}, "left_behind": lost}


def _next_reference(session: Session, organisation: Organisation) -> str:
    """The next number of the organisation in this London year; its row is locked until the commit."""
    year = clock.today().year
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(ReferenceCounter)
    session.execute(insert.values(organisation_id=organisation.id, year=year, last=0).on_conflict_do_nothing())
    counter = session.scalars(
        select(ReferenceCounter)
        .where(ReferenceCounter.organisation_id == organisation.id, ReferenceCounter.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    counter.last += 1
    return f"{organisation.code}-EIA-{year}-{counter.last:04d}"
