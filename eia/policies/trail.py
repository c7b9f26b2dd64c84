"""Policies, held against their trail by `eia verify`: the state and revision that the last entry says."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.audit.verify import Finding
from eia.people.models import Organisation
from eia.policies.models import Policy, stream_named

STREAM = "policy:"
RENUMBERED = "policy_renumbered"


class TrailOfPolicies:
    """Remembers what the trails of policies said last."""

    def __init__(self) -> None:
        self.left: dict[str, tuple[str, str, int]] = {}
        """Stream -> its last entry that says where the policy stands, and the state and revision it says."""
        self.blanked: set[str] = set()
        """Streams that have lost details, as a recorded redaction may take them."""

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(STREAM):
            return
        after = (entry.body or {}).get("after") or {}
        if entry.body is None:
            self.blanked.add(entry.stream)
        elif entry.event == RENUMBERED:
            self.left.pop(entry.stream, None)  # the trail goes on under the other number
        elif "revision" in after:
            self.left[entry.stream] = f"{entry.stream}#{entry.sequence}", after["state"], after["revision"]

    def verify(self, session: Session) -> Iterator[Finding]:
        query = (
            select(Organisation.code, Policy.number, Policy.state, Policy.revision)
            .join(Organisation, Organisation.id == Policy.organisation_id)
            .order_by(Policy.id)
        )
        for code, number, state, revision in session.execute(query):
            stream = stream_named(code, number)
            entry, *said = self.left.pop(stream, ("", state, revision))
            if said != [state, revision] and stream not in self.blanked:
                words = f"says “{said[0]}”, revision {said[1]}; the policy is “{state}”, revision {revision}"
                yield Finding(entry, words)
        for stream, (entry, _, _) in self.left.items():
            if stream not in self.blanked:
                yield Finding(entry, "the policy it speaks of is gone, or has another number")
