"""The pages people write on: each has a path below its version, a section it belongs to, and fields of its own."""

from dataclasses import dataclass

from eia.assessments.case import Case
from eia.assessments.guards.local import organisation_here
from eia.assessments.joint.jointly import COVER, local_key
from eia.assessments.sections import sections_of
from eia.assessments.writing.replies import POINTS
from eia.assessments.writing.rows import KINDS
from eia.errors import NotFound
from eia.frameworks.shape import UnknownKey

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Place:
    """`path` names the page below its version; `prefix` is where its fields stand in what the section says."""

    path: str
    section: str
    prefix: str = ""

    @property
    def address(self) -> str:
        """The path as an address: what a new row is about travels behind a question mark."""
        what, _, target = self.path.partition("/new/")
        return f"{what}/new?target={target}" if target else what


def section_place(key: str) -> Place:
    return Place(f"sections/{key}", key)


def impact_place(about: str) -> Place:
    return Place(f"impacts/{about}", "impacts", f"{about}/")


def row_place(kind: str, row_id: int | None, target: str = "") -> Place:
    """One row; `target` is what a new mitigation meets."""
    if row_id is None:
        return Place(f"rows/{kind}/new" + (f"/{target}" if target else ""), KINDS[kind].section, f"{kind}/new/")
    return Place(f"rows/{kind}/{row_id}", KINDS[kind].section, f"{kind}/{row_id}/")


def local_place(code: str) -> Place:
    return Place(f"local/{code}", local_key(code))


def place_at(case: Case, path: str) -> Place:
    """The page at this path, or NotFound."""
    what, _, rest = path.partition("/")
    name, _, more = rest.partition("/")
    if path in (POINTS, COVER):
        return Place(path, path)
    if len(path) <= LONGEST:
        if what == "sections" and not more and name in {section.key for section in sections_of(case)}:
            return section_place(name)
        if what == "impacts" and not more and _is_about(case, name):
            return impact_place(name)
        if what == "rows" and name in KINDS:
            return _row_place(case, name, more)
        if what == "local" and not more:
            return local_place(organisation_here(case, name).code)
    raise NotFound("There is no such page to write on.")


def _row_place(case: Case, kind: str, which: str) -> Place:
    if which == "new" or which.startswith("new/"):
        return row_place(kind, None, which[4:44])
    if any(str(row.id) == which for row in KINDS[kind].rows(case)):
        return row_place(kind, int(which))
    raise NotFound("It is not there any more. Somebody may have removed it.")


def _is_about(case: Case, about: str) -> bool:
    try:
        return bool(about and case.about_words(about))
    except UnknownKey:
        return False
