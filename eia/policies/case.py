"""A policy as the table of its steps looks at it."""

from dataclasses import dataclass

from eia.policies.models import Policy


@dataclass(frozen=True, slots=True)
class PolicyCase:
    policy: Policy

    @property
    def state(self) -> str:
        return self.policy.state

    @property
    def revision(self) -> int:
        return self.policy.revision
