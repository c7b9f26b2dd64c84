"""What assessments ask of the floor above, which registers it in `app.extensions` (nothing here imports it).

`eia_considered`   a function (session, assessment_id, by) -> list of Considered: on which agenda items, that this
                   reader may know of, a version of the assessment is pinned
`eia_taken_before` a function (session, subject_id) -> list of TakenBefore: what was decided about the subject on
                   something less than an assessment, before one is started
`eia_pinned_changed` a function (session, version_id, words, by_id): tells those in front of whom a version is
                   pinned that it does not stand as it did, in the transaction of the change
`eia_other_actions` `OtherActions`: what else stands in the register of actions beside those of assessments
`eia_flags`        a function (session, subject) -> list of FlagBefore: what earlier results of the subject were flagged
                   for, which an impact has to answer
`eia_released`     a function (session, subject) -> list of ReleasedSource: what was released of its figures
`eia_figures`      a function (session, subject, characteristics) -> list of Figures to read beside the question
`eia_other_waits`  a function (session, first, today) -> what else waits too long for somebody (`waiting.Waits`)
`eia_kept_beside`  `KeptBeside`: what floors above keep beside a subject and have to put in order
`eia_units_named`  queries over `Subject` for the unit that is named for it, one for each kind of subject that names one
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from flask import current_app
from sqlalchemy import Select
from sqlalchemy.orm import Session

from eia.people.queries import Standings
from eia.subjects.models import Subject

CONSIDERED, TAKEN_BEFORE, PINNED_CHANGED = "eia_considered", "eia_taken_before", "eia_pinned_changed"
FLAGS, FIGURES, RELEASED = "eia_flags", "eia_figures", "eia_released"
OTHER_ACTIONS, OTHER_WAITS = "eia_other_actions", "eia_other_waits"
KEPT_BESIDE, UNITS_NAMED = "eia_kept_beside", "eia_units_named"


@dataclass(frozen=True, slots=True)
class Considered:
    """One item in front of people who decide, and the version that is pinned to it."""

    text: str
    number: int
    says: str
    """What became of it there: "Not ready: no decision may be recorded", "Decided"."""
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)


Consider = Callable[[Session, int, Standings], Sequence[Considered]]


def considered(session: Session, assessment_id: int, by: Standings) -> Sequence[Considered]:
    """The newest first; nothing where no floor above keeps any."""
    ask: Consider | None = current_app.extensions.get(CONSIDERED)
    return ask(session, assessment_id, by) if ask else ()


@dataclass(frozen=True, slots=True)
class Decided:
    """`outcome` is a key of `OUTCOMES`; `decider` an office or body, in words."""

    outcome: str
    decider: str
    on: date
    at: time | None
    """London time of day, when known."""
    regard: str
    regarded_at: datetime | None = None
    """When regard was recorded elsewhere before it: on a quick screen."""


@dataclass(frozen=True, slots=True)
class TakenBefore:
    """One decision for one organisation; `sentence` is for the trail."""

    organisation_id: int
    said: Decided
    sentence: str


def taken_before(session: Session, subject_id: int) -> Sequence[TakenBefore]:
    ask: Callable[[Session, int], Sequence[TakenBefore]] | None = current_app.extensions.get(TAKEN_BEFORE)
    return ask(session, subject_id) if ask else ()


@dataclass(frozen=True, slots=True)
class FlagBefore:
    """Flagged in earlier results: of which characteristic (its key), where (in words), and where to read it.

    `entry_id` and `edition` are what the library keeps of the release that flags it.
    """

    characteristic: str
    words: str
    endpoint: str
    values: Mapping[str, object]
    entry_id: int
    edition: int


@dataclass(frozen=True, slots=True)
class ReleasedSource:
    """A release of figures, by its name, where to read it, and the edition of the library that it is."""

    name: str
    endpoint: str
    values: Mapping[str, object]
    edition_id: int
    entry_id: int
    edition: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Released figures that a question is answered beside."""

    title: str
    headline: str
    sentences: Sequence[str]
    endpoint: str
    values: Mapping[str, object]


def flags_before(session: Session, subject: Subject) -> Sequence[FlagBefore]:
    ask: Callable[[Session, Subject], Sequence[FlagBefore]] | None = current_app.extensions.get(FLAGS)
    return ask(session, subject) if ask else ()


def released_sources(session: Session, subject: Subject) -> Sequence[ReleasedSource]:
    ask: Callable[[Session, Subject], Sequence[ReleasedSource]] | None = current_app.extensions.get(RELEASED)
    return ask(session, subject) if ask else ()


def figures_beside(session: Session, subject: Subject, characteristics: Sequence[str]) -> Sequence[Figures]:
    ask: Callable[[Session, Subject, Sequence[str]], Sequence[Figures]] | None = current_app.extensions.get(FIGURES)
    return ask(session, subject, characteristics) if ask else ()


def tell_where_pinned(session: Session, version_id: int, words: str, *, by_id: int | None) -> None:
    """`words` complete "version 2 of it ..."; whoever did it (`by_id`) is not told."""
    tell: Callable[[Session, int, str, int | None], None] | None = current_app.extensions.get(PINNED_CHANGED)
    if tell:
        tell(session, version_id, words, by_id)


class OtherActions(Protocol):
    """`read`: its lines after that day and id, at most so many; `count`: how many there are, at most so many;
    `organisations`: the ids of those whose lines these are.
    """

    def read(
        self, session: Session, by: Standings, wanted: Any, after: tuple[date, int] | None, most: int
    ) -> Sequence[Any]: ...

    def count(self, session: Session, by: Standings, wanted: Any, most: int) -> int: ...

    def organisations(self, by: Standings) -> Select[int]: ...

    def __hash__(self) -> int: ...


def other_actions() -> OtherActions | None:
    found: OtherActions | None = current_app.extensions.get(OTHER_ACTIONS)
    return found


def other_waits(session: Session, first: date, today: date) -> Iterable[Any]:
    ask: Callable[[Session, date, date], Iterable[Any]] | None = current_app.extensions.get(OTHER_WAITS)
    return ask(session, first, today) if ask else ()


class KeptBeside(Protocol):
    """Each is put in order before the transaction of the change is committed."""

    def assessment_changed(self, session: Session, assessment_id: int) -> None: ...

    def subject_changed(self, session: Session, subject_id: int) -> None:
        """What was assessed of it before, elsewhere, is told otherwise."""


def kept_beside() -> KeptBeside | None:
    found: KeptBeside | None = current_app.extensions.get(KEPT_BESIDE)
    return found


def units_named() -> Sequence[Select[int | None]]:
    """For the unit of a subject, in SQL over `Subject`; each finds nothing where another kind is meant."""
    named: Sequence[Select[int | None]] = current_app.extensions.get(UNITS_NAMED, ())
    return named
