"""Starting an assessment: a number of its own, a first version in draft."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.models import Assessment, Contributor, ReferenceCounter, Version
from eia.errors import NotAllowed, Reason, Refused
from eia.frameworks.store import use
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standings
from eia.subjects.models import Subject


def start_assessment(session: Session, subject: Subject, framework: str, *, by: Standings) -> Case:
    """Open version 1 of a new assessment of `subject`, led by the subject's own organisation."""
    standing = by.standing(Office.POLICY_OWNER, {subject.organisation_id}) or by.standing(
        Office.HR_LEAD, {subject.organisation_id}
    )
    if standing is None:
        raise NotAllowed(f"Only a policy owner of {subject.organisation.name} can start this assessment.")
    session.execute(select(Subject.id).where(Subject.id == subject.id).with_for_update())
    existing = session.scalar(select(Assessment).where(Assessment.subject_id == subject.id))
    if existing is not None:
        values = {"reference": existing.reference}
        raise Refused(Reason(f"It is assessed already, as {existing.reference}.", "assessments.latest", values))
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
    case = load_case(session, version.id)
    record(session, case, "started", actor=by.actor(standing), sentence=f"Started {assessment.reference}")
    return case


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
