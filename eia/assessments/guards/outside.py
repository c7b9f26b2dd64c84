"""Who may let readers outside read a version, and whether their comments are open."""

from eia.assessments.case import Case
from eia.assessments.guards.who import ADVISER, AUTHOR
from eia.assessments.readers import WRITING
from eia.people.queries import Standing, Standings


def keeper(case: Case, by: Standings) -> Standing | None:
    """The author, or an equality adviser who did not write it."""
    return AUTHOR.finds(case, by) or ADVISER.finds(case, by)


def closed_because(case: Case) -> str:
    """Why nobody outside can comment any more; "" while its author still writes."""
    if case.state in WRITING:
        return ""
    return "Comments are closed: this version is no longer being written."
