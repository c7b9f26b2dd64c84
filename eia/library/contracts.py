"""What the library asks of the floor above, which registers it in `app.extensions` (nothing here imports it).

`eia_citations`   a function (session, entry_id, by) -> Citations: which assessments this reader may know of cite it
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from eia.people.queries import Standings

CITATIONS = "eia_citations"


@dataclass(frozen=True, slots=True)
class Citation:
    """One version that cites an entry, and the edition it took."""

    text: str
    edition: int
    endpoint: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Citations:
    """The newest first; `more` when there are others that are not listed."""

    shown: Sequence[Citation]
    more: bool


Cite = Callable[[Session, int, Standings], Citations]


def citations(session: Session, entry_id: int, by: Standings) -> Citations:
    ask: Cite = current_app.extensions[CITATIONS]
    return ask(session, entry_id, by)
