"""What assessments ask of the floor above, which registers it in `app.extensions` (nothing here imports it).

`eia_considered`   a function (session, assessment_id, by) -> list of Considered: on which agenda items, that this
                   reader may know of, a version of the assessment is pinned
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy.orm import Session

from eia.people.queries import Standings

CONSIDERED = "eia_considered"


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
