"""Text that somebody typed and did not save, for those about to take a step after which it cannot be saved any more.

Only that it is there, whose it is and where; nobody but its writer reads what it says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.guards.local import rows_to_take_back
from eia.assessments.joint.jointly import COVER, local_key
from eia.assessments.models import WorkingCopy
from eia.assessments.sections import section_titles
from eia.assessments.workflow import CHECKING, TABLE
from eia.assessments.writing.hands import local_titles
from eia.assessments.writing.replies import POINTS
from eia.assessments.writing.rows import KINDS
from eia.assessments.writing.sheets import Place, place_at
from eia.errors import NotFound
from eia.frameworks.shape import UnknownKey
from eia.people.models import Person
from eia.people.queries import Standings
from eia.workflow.table import Step

MOST = 30
OF_SOME: dict[str, Callable[[Case, int, Standings], bool]] = {
    "hand_over": lambda case, whose, by: whose == by.person_id == case.version.author_id,
    "hand_back_sections": lambda case, whose, by: whose == by.person_id,
    "take_back_sections": lambda case, whose, by: whose in {row.person_id for row in rows_to_take_back(case, by)},
}
"""Steps after which some of them can no longer save. The table tells which steps end the writing of all."""
_COPIES = (
    select(WorkingCopy.page, WorkingCopy.person_id, WorkingCopy.kept_at, Person.name)
    .join(Person, Person.id == WorkingCopy.person_id)
    .where(WorkingCopy.version_id == bindparam("version_id"))
    .order_by(Person.sort_name, Person.id, WorkingCopy.page)
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """`name` is "" for the reader's own, which `place` leads to."""

    name: str
    title: str
    place: Place | None
    kept_at: datetime


def ends_writing(case: Case, step: Step[Case]) -> bool:
    """Whether nobody can save any more after this step."""
    return bool(TABLE.states[case.state].editable) and any(not TABLE.states[to].editable for to in step.dest)


def unsaved_before(session: Session, case: Case, step: Step[Case], by: Standings) -> Sequence[Unsaved]:
    """What could not be saved any more after this step.

    Only its author and whoever wrote it sees it, and the author knows everybody whom they gave a section.
    """
    counts = OF_SOME.get(step.action)
    if counts is None and not ends_writing(case, step):
        return []
    found = session.execute(_COPIES, {"version_id": case.version.id})
    if counts is None:
        local_stays = any(to in (*CHECKING, "signed_off") for to in step.dest)
        return [_shown(case, row, by) for row in found if not (local_stays and row.page.startswith("local/"))]
    return [_shown(case, row, by) for row in found if counts(case, row.person_id, by)]


def _shown(case: Case, row: Any, by: Standings) -> Unsaved:
    mine = row.person_id == by.person_id
    return Unsaved(
        "" if mine else row.name, _title(case, row.page), _place(case, row.page) if mine else None, row.kept_at
    )


def _title(case: Case, page: str) -> str:
    """The section it stands in, and what in it: “Impacts: Disability”."""
    what, _, rest = page.partition("/")
    name, titles = rest.partition("/")[0], section_titles(case)
    if what == POINTS:
        return "Replies to what was returned"
    if what == COVER:
        return "Covered by another assessment"
    if what == "local":
        return local_titles(case).get(local_key(name), name)
    if what == "rows" and name in KINDS:
        return f"{titles[KINDS[name].section]}: {KINDS[name].title}"
    if what == "impacts":
        try:
            return f"{titles['impacts']}: {case.about_words(name)}"
        except UnknownKey:
            return titles["impacts"]
    return titles.get(name, name)


def _place(case: Case, page: str) -> Place | None:
    try:
        return place_at(case, page)
    except NotFound:
        return None
