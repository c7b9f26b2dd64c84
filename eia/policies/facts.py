"""What a policy says besides number, title, owner and organisations: as a value, and its links as people type them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eia.people.models import Unit
from eia.policies.models import Policy

MOST_LINKS = 20
LONGEST_LABEL = 120
DOCUMENT = "Document"
_ADDRESS = re.compile(r"https://[^\s<>\"']{1,1900}", re.I)


@dataclass(frozen=True, slots=True)
class Facts:
    """`links` are (label, https address)."""

    unit: Unit | None = None
    policy_class: str = ""
    adopted_on: date | None = None
    review_on: date | None = None
    links: Sequence[tuple[str, str]] = ()

    @classmethod
    def of(cls, policy: Policy) -> "Facts":
        links = [(one["label"], one["address"]) for one in policy.links]
        return cls(policy.unit, policy.policy_class, policy.adopted_on, policy.review_on, links)

    def write_to(self, policy: Policy) -> None:
        policy.unit, policy.policy_class = self.unit, self.policy_class
        policy.adopted_on, policy.review_on = self.adopted_on, self.review_on
        policy.links = [{"label": label, "address": address} for label, address in self.links]

    @property
    def told(self) -> dict[str, object]:
        """As plain values for the trail."""
        return {
            "unit": self.unit.name if self.unit else "",
            "class": self.policy_class,
            "adopted_on": self.adopted_on.isoformat() if self.adopted_on else "",
            "review_on": self.review_on.isoformat() if self.review_on else "",
            "links": [list(one) for one in self.links],
        }


class LinkFault(ValueError):
    """What is wrong with the links, as a sentence."""


def links_from(text: str) -> list[tuple[str, str]]:
    """One link to a line: its name, then its address; without a name it is called “Document”."""
    lines = [line.strip() for line in re.split(r"[\n;]", text) if line.strip()]
    if len(lines) > MOST_LINKS:
        raise LinkFault(f"Give at most {MOST_LINKS} links")
    return [_link(line) for line in lines]


def links_as_text(links: Sequence[tuple[str, str]], between: str = "\n") -> str:
    return between.join(f"{label} {address}" for label, address in links)


def _link(line: str) -> tuple[str, str]:
    label, _, address = line.rpartition(" ")
    if not _ADDRESS.fullmatch(address):
        raise LinkFault(f"“{line[:60]}” must end with an address that begins with https://")
    if len(label) > LONGEST_LABEL:
        raise LinkFault(f"The name of a link must be {LONGEST_LABEL} characters or fewer")
    return label.strip().rstrip(":") or DOCUMENT, address
