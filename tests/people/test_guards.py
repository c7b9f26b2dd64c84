"""Who administers what, as plain values."""

import pytest

from eia.people.guards import administers
from eia.people.offices import Office
from eia.people.queries import Standing, Standings

HERE, ELSEWHERE = 1, 2


def standings(*held: Standing) -> Standings:
    return Standings(7, "A person", HERE, "Here", held)


@pytest.mark.parametrize(
    ("held", "organisation", "expected"),
    [
        (Standing(Office.ADMINISTRATOR, HERE, "Here"), HERE, True),
        (Standing(Office.ADMINISTRATOR, HERE, "Here"), ELSEWHERE, False),
        (Standing(Office.ADMINISTRATOR, ELSEWHERE, "Elsewhere"), ELSEWHERE, False),
        (Standing(Office.ADMINISTRATOR, HERE, "Here", principal_id=8, principal_name="Another"), HERE, False),
        (Standing(Office.AUDITOR, HERE, "Here"), HERE, False),
    ],
)
def test_an_administrator_acts_in_person_and_in_their_own_organisation(
    held: Standing, organisation: int, expected: bool
) -> None:
    assert administers(standings(held), organisation) is expected
