"""What promotion processes ask of a neighbour, which the factory registers in `app.extensions`.

`eia_decides_for`   a function (session, by) -> ids of the organisations for which this person sits among those who
                    decide, in any body
"""

from collections.abc import Callable

from flask import current_app
from sqlalchemy.orm import Session

from eia.people.queries import Standings

DECIDES_FOR = "eia_decides_for"
DecidesFor = Callable[[Session, Standings], set[int]]


def decides_for(session: Session, by: Standings) -> set[int]:
    ask: DecidesFor | None = current_app.extensions.get(DECIDES_FOR)
    return ask(session, by) if ask else set()
