"""What the house says when it says no. Each refusal carries every reason and the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence that says what is missing, and where to go to mend it.

    `endpoint` and `values` name the page (as for `url_for`); `anchor` the field on it.
    """

    text: str
    endpoint: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    anchor: str = ""


class Refusal(Exception):
    """The base of every "no" that is said to a person. `status` is the HTTP status."""

    status = 409
    title = "This cannot be done now"

    def __init__(self, *reasons: Reason | str, title: str = "") -> None:
        self.reasons: Sequence[Reason] = [r if isinstance(r, Reason) else Reason(r) for r in reasons]
        self.title = title or type(self).title
        super().__init__("; ".join(reason.text for reason in self.reasons))


class Refused(Refusal):
    """The step exists and the person may take it, but something must be true first."""

    title = "Some things must be done first"


class NotOffered(Refusal):
    """The step is not offered in the state the record is in."""

    title = "This step is not open now"


class Stale(Refusal):
    """Somebody else changed the record since the person read it."""

    title = "This changed while you were reading"


class NotAllowed(Refusal):
    """The person may read this but not do that."""

    status = 403
    title = "You cannot do this"


class NotFound(Refusal):
    """There is nothing here that this person may know of."""

    status = 404
    title = "Page not found"


class Busy(Refusal):
    """The database could not serve the write in time; nothing was saved."""

    status = 503
    title = "The service is busy"
