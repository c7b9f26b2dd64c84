"""What somebody asked the register for: which assessments, in which order, and from where on."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from eia.assessments.models import Assessment, RegisterEffect, RegisterLine, Version
from eia.assessments.models.version import OPEN
from eia.assessments.search.words import begins_words, words_in_a_row
from eia.people.models import Organisation
from eia.people.names import sort_name_of

Line = RegisterLine
WAYS = {"harms": "Harms", "helps": "Helps", "unknown": "Not known"}
"""How people with a characteristic are affected, in words."""
DUES = {
    "review_overdue": "Review overdue",
    "review_soon": "Review due within 3 months",
    "decision_passed": "Planned decision day has passed",
    "decision_soon": "Decision planned within a month",
}
STANDING = ("signed_off", "screened_out")
SOON = {"review_soon": timedelta(days=92), "decision_soon": timedelta(days=31)}
LAST_LETTER = "\x7f"
"""Sorts after every folded letter."""


@dataclass(frozen=True, slots=True)
class Sort:
    title: str
    key: InstrumentedAttribute[str] | None
    """None: by the number of the version alone."""
    newest_first: bool = False


SORTS = {
    "newest": Sort("Newest first", None, newest_first=True),
    "waiting": Sort("Longest where it stands first", Line.since_key),
    "title": Sort("Title", Line.title_key),
    "planned": Sort("Planned decision, soonest first", Line.planned_key),
    "review": Sort("Review day, soonest first", Line.review_key),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Each "" or 0 asks for nothing. What means nothing here is left out by the view."""

    text: str = ""
    state: str = ""
    organisation: str = ""
    unit: int = 0
    characteristic: str = ""
    direction: str = ""
    outcome: str = ""
    late: bool = False
    due: str = ""
    decider: str = ""
    sort: str = "newest"

    @property
    def of_content(self) -> bool:
        """Whether it asks about what an assessment says: then those who know no more than its title find nothing."""
        asked = (self.characteristic, self.direction, self.outcome, self.late, self.due, self.decider)
        return any(asked)

    @property
    def narrows(self) -> bool:
        return self.of_content or any((self.text, self.state, self.organisation, self.unit))


def conditions(wanted: Wanted, today: date, *, joined: bool = False) -> list[ColumnElement[bool]]:
    """SQL over `RegisterLine` for what is wanted; `joined` leaves out what `effects` says."""
    found = [column == value for column, value in _equal(wanted) if value]
    if wanted.text:
        found.append(named(wanted.text))
    if wanted.organisation:
        lead = select(Organisation.id).where(Organisation.code == wanted.organisation)
        found.append(Line.lead_id == lead.scalar_subquery())
    if wanted.unit:
        found.append(Line.unit_id == wanted.unit)
    if wanted.decider and (begins := sort_name_of(wanted.decider)):
        found += [Line.decider_key >= begins, Line.decider_key < begins + LAST_LETTER]
    if wanted.late:
        found.append(Line.late.is_(True))
    if wanted.due:
        found.append(_due(wanted.due, today))
    if (wanted.characteristic or wanted.direction) and not joined:
        numbers = select(RegisterEffect.version_id).where(*effects(wanted)[1:])
        found.append(Line.version_id.in_(numbers))
    return found


def effects(wanted: Wanted) -> list[ColumnElement[bool]]:
    """SQL for the rows of `RegisterEffect` that say of a line what is asked about whom it touches and how."""
    asked = {RegisterEffect.characteristic: wanted.characteristic, RegisterEffect.way: wanted.direction}
    return [
        RegisterEffect.version_id == Line.version_id,
        RegisterEffect.organisation_id == Line.organisation_id,
        *(column == value for column, value in asked.items() if value),
    ]


def _equal(wanted: Wanted) -> tuple[tuple[InstrumentedAttribute[str], str], ...]:
    return (Line.state, wanted.state), (Line.outcome, wanted.outcome)


def named(text: str) -> ColumnElement[bool]:
    """Every word begins one of the title, whatever its case and accents; or it is the reference."""
    numbers = select(Version.id).join(Version.assessment).where(Assessment.reference == text.upper())
    words = [_in_title(word) for word in words_in_a_row(text).split()]
    return or_(and_(true(), *words) if words else false(), Line.version_id.in_(numbers))


def _in_title(word: str) -> ColumnElement[bool]:
    """Folded, it holds letters and digits alone."""
    if begins_words(word):
        return Line.title_words.contains(f" {word}")
    return or_(Line.title_words.contains(f" {word} "), Line.title_words.endswith(f" {word}"))


def _due(due: str, today: date) -> ColumnElement[bool]:
    review = due.startswith("review")
    key, states = (Line.review_key, STANDING) if review else (Line.planned_key, OPEN)
    now = today.isoformat()
    # no BETWEEN: PostgreSQL takes no COLLATE inside it
    when = and_(key >= now, key <= (today + SOON[due]).isoformat()) if due in SOON else key < now
    return and_(when, Line.state.in_(states))
