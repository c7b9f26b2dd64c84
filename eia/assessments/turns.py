"""Whose turn it is to sign for an organisation. Guards, audiences and pages ask here."""

from collections.abc import Iterable

from eia.assessments.case import Case
from eia.people.offices import Office
from eia.people.queries import Standing, Standings

SCREENS = ("screening", "screening_review")
"""Where a screening is sent, and where it is signed."""


def due(case: Case, organisation_id: int) -> tuple[Office, ...]:
    """The offices that sign for that organisation next, in any order."""
    return (Office.ADVISER if case.state in SCREENS else Office.APPROVER,)


def seat(case: Case, by: Standings, organisation_ids: Iterable[int]) -> Standing | None:
    """The standing in which somebody signs for one of these organisations; one held in person comes first."""
    wanted = set(organisation_ids)
    found = [s for s in by.held if s.organisation_id in wanted and s.office in due(case, s.organisation_id)]
    return min(found, key=lambda s: s.principal_id is not None, default=None)
