"""What the register can be narrowed to, and how each choice reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.register.wanted import DUES, SORTS, WAYS
from eia.assessments.workflow import TABLE
from eia.frameworks.models import StoredFramework
from eia.frameworks.shape import Framework
from eia.frameworks.store import framework_of
from eia.people.models import Organisation, Unit
from eia.people.queries import Standings

LATE = {"yes": "Decided before any recorded regard"}


@dataclass(frozen=True, slots=True)
class Choices:
    """Name of a filter -> what it is called, and its choices: value -> words."""

    titles: Mapping[str, str]
    of: Mapping[str, Mapping[str, str]]

    def known(self, name: str, value: str) -> str:
        """The value if there is such a choice, else ""."""
        return value if value in self.of[name] else ""


def choices(session: Session, by: Standings) -> Choices:
    """In three queries: the organisations, the units of those this person works or acts for, the frameworks in use."""
    mine = sorted({by.organisation_id, *(standing.organisation_id for standing in by.held)})
    organisations = select(Organisation.code, Organisation.name).order_by(Organisation.name)
    units = select(Unit.id, Unit.name).where(Unit.organisation_id.in_(mine)).order_by(Unit.name)
    used = session.execute(select(StoredFramework.key, StoredFramework.digest).order_by(StoredFramework.key)).all()
    frameworks = [framework_of(session, key, digest) for key, digest in used]
    return Choices(
        TITLES,
        {
            "state": {state.name: state.title for state in TABLE.states.values()},
            "organisation": dict(session.execute(organisations).all()),
            "unit": {str(number): name for number, name in session.execute(units)},
            "characteristic": {c.key: c.title for framework in frameworks for c in framework.characteristics},
            "direction": WAYS,
            "outcome": {key: title for framework in frameworks for key, title in _outcomes(framework).items()},
            "due": DUES,
            "late": LATE,
            "sort": {name: sort.title for name, sort in SORTS.items()},
        },
    )


TITLES = {
    "state": "Where it stands",
    "organisation": "Led by",
    "unit": "Unit",
    "characteristic": "Affects",
    "direction": "How",
    "outcome": "Outcome",
    "due": "Due",
    "late": "Late",
    "sort": "Order",
    "decider": "Decided by",
    "text": "Title or reference",
}


def _outcomes(framework: Framework) -> dict[str, str]:
    """Where a screening or a full assessment may end."""
    screened = {one.key: one.title for one in framework.screening.outcomes if not one.assess}
    return screened | {one.key: one.title for one in framework.outcomes}
