"""What people need from the floors above, which register it in `app.extensions` (nothing here imports them).

`eia_queue_notice`   `queue_notice` of notices: tells somebody something by mail, in the transaction of the change
`eia_open_work`      a list of functions (session, person_id) -> list[Work]: what somebody leaves behind
`eia_unit_changed`   a function (session, person_id): puts in order what shows the unit of somebody who moved to another
`eia_notice_makers`  ours, for notices: by event, what a mail says that is made only when it is posted
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import current_app
from sqlalchemy.orm import Session

QUEUE, OPEN_WORK, MAKERS = "eia_queue_notice", "eia_open_work", "eia_notice_makers"
UNIT_CHANGED = "eia_unit_changed"


@dataclass(frozen=True, slots=True)
class Work:
    """One thing somebody still has to do, and the page where it can be handed over."""

    text: str
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    once_closed: bool = False
    """The page opens to others only when the account is closed; until then its holder hands it over."""


OpenWork = Callable[[Session, int], Sequence[Work]]


class QueueNotice(Protocol):
    def __call__(
        self,
        session: Session,
        *,
        event: str,
        to: Sequence[int],
        subject: str,
        values: Mapping[str, Any],
        about: str = "",
    ) -> object: ...


def queue_notice() -> QueueNotice:
    queue: QueueNotice = current_app.extensions[QUEUE]
    return queue


def open_work(session: Session, person_id: int) -> list[Work]:
    """Everything a person still has to do, from every floor that knows of some."""
    asked: Sequence[OpenWork] = current_app.extensions.get(OPEN_WORK, ())
    return [work for ask in asked for work in ask(session, person_id)]


def unit_changed(session: Session, person_id: int) -> None:
    """Tell the floors above that this person belongs to another unit, in the transaction of the change."""
    tell: Callable[[Session, int], None] | None = current_app.extensions.get(UNIT_CHANGED)
    if tell:
        tell(session, person_id)
