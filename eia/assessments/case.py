"""One version with all that is asked about it: guards and pages run no query of their own, each list is read whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, object_session, selectinload

from eia.assessments.beginning.brought_in import BroughtIn
from eia.assessments.joint.jointly import Jointly
from eia.assessments.models import (
    Adoption,
    Assessment,
    Assignment,
    Consultation,
    Impact,
    Mitigation,
    OutsideComment,
    RaisedPoint,
    ScreeningCell,
    Section,
    Signature,
    Submission,
    Version,
)
from eia.assessments.writing.threads import Thread, threads_on
from eia.audit.queries import last_time
from eia.frameworks.models import StoredFramework
from eia.frameworks.screening import Answer, is_harm
from eia.frameworks.shape import AnswerOption, Characteristic, Framework, Population
from eia.frameworks.store import framework_of
from eia.people.models import Organisation
from eia.people.queries import Standings, standings_of

LOADED = (
    select(Version, StoredFramework.digest)
    .join(StoredFramework, StoredFramework.key == Version.framework)
    .join(Version.assessment)
    .join(Assessment.subject)
    .join(Assessment.organisation)
    .options(
        contains_eager(Version.assessment).options(
            contains_eager(Assessment.subject), contains_eager(Assessment.organisation)
        ),
        joinedload(Version.author, innerjoin=True),
        joinedload(Version.adviser),
    )
    .execution_options(populate_existing=True)
)
"""What every page and every step asks. Built once: putting a statement together costs more than running it."""
_OWNER = select(Version.assessment_id).where(Version.id == bindparam("version_id")).scalar_subquery()
_QUEUE = select(Assessment.id).where(Assessment.id == _OWNER).with_for_update()
_VERSION = LOADED.where(Version.id == bindparam("version_id"))


@dataclass(frozen=True)
class Case(Jointly, BroughtIn):
    version: Version
    framework: Framework
    address: dict[str, object]
    """The values every address of this version needs; known after a commit too, as its id is, without asking again."""
    version_id: int

    @property
    def state(self) -> str:
        return self.version.state

    @property
    def revision(self) -> int:
        return self.version.revision

    @property
    def assessment(self) -> Assessment:
        return self.version.assessment

    @property
    def lead(self) -> Organisation:
        return self.assessment.organisation

    @cached_property
    def organisations(self) -> Sequence[Organisation]:
        """The organisations bound: those of the round once submitted, else those of the subject; the lead first."""
        adopting = [a.organisation for a in self.adoptions] or [*self.subject.organisations]
        others = [o for o in adopting if o.id != self.lead.id]
        return [self.lead, *others]

    @cached_property
    def organisation_ids(self) -> set[int]:
        return {organisation.id for organisation in self.organisations}

    @cached_property
    def writers(self) -> set[int]:
        """Author, contributors and submitters: none of them may sign."""
        return (
            {self.version.author_id}
            | {contributor.person_id for contributor in self.version.contributors}
            | {submission.submitted_by for submission in self.version.submissions}
            | self.amenders
        )

    @cached_property
    def threads(self) -> Sequence[Thread]:
        """The comments on this version, thread by thread; those still open on an earlier one go on."""
        session = object_session(self.version)
        return threads_on(self.version, session) if session else []

    @property
    def in_hand(self) -> Sequence[Assignment]:
        """Sections that somebody was given and has not handed back."""
        return [given for given in self.version.assignments if given.ended_at is None]

    def given_to(self, person_id: int) -> set[str]:
        """Keys of the sections this person was given and has in hand."""
        return {given.section for given in self.in_hand if given.person_id == person_id}

    @cached_property
    def submission(self) -> Submission | None:
        """The round that is going on, or the last one."""
        return self.version.submissions[-1] if self.version.submissions else None

    @cached_property
    def every_round(self) -> Sequence[Submission]:
        """The rounds of every version of the assessment, in order."""
        rounds = (
            select(Submission)
            .join(Version, Version.id == Submission.version_id)
            .where(Version.assessment_id == self.assessment.id)
            .options(selectinload(Submission.signatures))
            .order_by(Submission.id)
        )
        session = object_session(self.version)
        return session.scalars(rounds).all() if session else []

    @cached_property
    def author_standings(self) -> Standings:
        """Everything its author may act as today."""
        session = object_session(self.version)
        if session is None:
            raise RuntimeError("asked of a version that belongs to no session any more")
        return standings_of(session, self.version.author)

    @cached_property
    def last_nudge(self) -> datetime | None:
        """When whoever waits last reminded whoever has it."""
        session = object_session(self.version)
        return last_time(session, "nudged", [self.assessment.stream]).get(self.assessment.stream) if session else None

    @cached_property
    def signatures(self) -> Sequence[Signature]:
        """The signatures of the current round."""
        return self.submission.signatures if self.submission and not self._voided else []

    @property
    def _voided(self) -> bool:
        return bool(self.submission and self.submission.ended_as in ("returned", "recalled", "withdrawn"))

    def adoption_of(self, organisation_id: int) -> Adoption | None:
        return next((a for a in self.adoptions if a.organisation_id == organisation_id), None)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.version.sections if section.key == key), None)

    def answer(self, section: str, question: str) -> str:
        return str(found.answers.get(question) or "") if (found := self.section(section)) else ""

    def answers(self, section: str, question: str) -> list[str]:
        """The answer to a question with several ticks."""
        return [str(one) for one in found.answers.get(question) or []] if (found := self.section(section)) else []

    @property
    def pairs(self) -> Sequence[tuple[Characteristic, Population]]:
        """Every characteristic with every population it applies to."""
        return self.framework.cells()

    @cached_property
    def cells(self) -> dict[tuple[str, str, str], ScreeningCell]:
        """(question, characteristic, population) -> the answer."""
        return {(c.question, c.characteristic, c.population): c for c in self.version.cells}

    def option_of(self, cell: ScreeningCell) -> AnswerOption | None:
        return self.framework.screening.question(cell.question).option(cell.answer) if cell.answer else None

    def screened(self, characteristic: str, population: str) -> list[ScreeningCell]:
        """The answered cells of one characteristic and population."""
        return [
            cell
            for question in self.framework.questions_for(characteristic, population)
            if (cell := self.cells.get((question.key, characteristic, population))) and cell.answer
        ]

    def is_open(self, characteristic: str, population: str) -> bool:
        """Whether screening left something to assess here: a "yes" or a "don't know"."""
        options = [self.option_of(cell) for cell in self.screened(characteristic, population)]
        return any(o and (o.asks_direction or o.unknown or o.level) for o in options)

    def is_closed(self, characteristic: str, population: str) -> bool:
        """Whether screening answered "no" here, to be confirmed as the finding "none"."""
        return bool(self.screened(characteristic, population)) and not self.is_open(characteristic, population)

    def reason_of(self, cell: ScreeningCell) -> str:
        shared = self.answer("screening", "shared_reason") if cell.shares_reason else ""
        return "\n".join(text for text in (cell.reason, shared) if text)

    @cached_property
    def impacts(self) -> dict[tuple[str, str], Impact]:
        """(about, population) -> the impact."""
        return {(impact.about, impact.population): impact for impact in self.version.impacts}

    def directions(self, impact: Impact) -> set[str]:
        return {aim.direction for aim in impact.aims}

    def is_negative(self, impact: Impact) -> bool:
        return any(self.framework.direction(d).negative for d in self.directions(impact) if d)

    def is_positive(self, impact: Impact) -> bool:
        return any(self.framework.direction(d).positive for d in self.directions(impact) if d)

    def is_unknown(self, impact: Impact) -> bool:
        return any(self.framework.direction(d).unknown for d in self.directions(impact) if d)

    def harmful_cells(self) -> list[ScreeningCell]:
        """Screening answers that say something harms: by a direction, or in some frameworks by a level alone."""
        return [cell for cell in self.version.cells if cell.answer and is_harm(self.framework, self.as_answer(cell))]

    def as_answer(self, cell: ScreeningCell) -> Answer:
        """The cell in the words of the framework's rules."""
        return Answer(cell.question, cell.characteristic, cell.population, cell.answer, cell.direction, cell.level)

    def meeting(self, *, impact: int = 0, gap: int = 0, cell: int = 0) -> list[Mitigation]:
        """What is done about one impact, gap or screening answer."""
        return [
            m
            for m in self.version.mitigations
            if (impact and m.impact_id == impact) or (gap and m.gap_id == gap) or (cell and m.cell_id == cell)
        ]

    def points_of(self, consultation: Consultation) -> list[RaisedPoint]:
        """What was raised in one consultation."""
        return [point for point in self.version.raised_points if point.consultation_id == consultation.id]

    @cached_property
    def waiting_comments(self) -> int:
        """How many comments of readers outside nobody has answered."""
        session = object_session(self.version)
        waits = OutsideComment.status == "waiting", OutsideComment.version_id == self.version.id
        return (session.scalar(select(func.count(OutsideComment.id)).where(*waits)) or 0) if session else 0

    def about_words(self, about: str) -> str:
        """ "disability" -> "Disability"; "age+sex" -> "Age and sex"; "local:carers" -> "Carers"."""
        titles = [
            self.framework.local_group(key.removeprefix("local:")).title
            if key.startswith("local:")
            else self.framework.characteristic(key).title
            for key in about.split("+")
        ]
        return " and ".join([titles[0], *(t[:1].lower() + t[1:] for t in titles[1:])])


def load_case(session: Session, version_id: int, *, lock: bool = False) -> Case:
    """Load a version. With `lock` the assessment, then the version, is locked before anything is read.

    All versions of an assessment queue at its row: the one order in which locks are taken, so nobody deadlocks.
    """
    if lock:
        if session.get_bind().dialect.name != "sqlite":  # where whoever writes holds the whole file
            session.execute(_QUEUE, {"version_id": version_id})
        _forget_what_was_read(session)
    query = _VERSION.with_for_update(of=Version) if lock else _VERSION
    version, digest = session.execute(query, {"version_id": version_id}).one()
    return case_of(session, version, digest)


def case_of(session: Session, version: Version, digest: str) -> Case:
    """A version that was loaded as `LOADED` says, with the digest of its framework."""
    address: dict[str, object] = {"reference": version.assessment.reference, "number": version.number}
    return Case(version, framework_of(session, version.framework, digest), address, version.id)


def load_again(session: Session, case: Case) -> Case:
    """The same version after something was written in this transaction."""
    _forget_what_was_read(session)
    return load_case(session, case.version_id)


def read_anew(session: Session, case: Case) -> Case:
    """The same, read when somebody looks: most look at nothing of what they have just written."""
    _forget_what_was_read(session)
    return replace(case)


def _forget_what_was_read(session: Session) -> None:
    """Whatever is asked for from here on is read anew."""
    session.flush()
    session.expire_all()
