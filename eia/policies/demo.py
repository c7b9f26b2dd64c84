"""The policies of the demonstration, from published documents. What no source says begins with `NOT_IN_SOURCE`."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.people.models import Organisation, Person
from eia.people.queries import standings_of
from eia.policies.commands.policies import add_policy
from eia.policies.facts import Facts
from eia.policies.models import Policy

NOT_IN_SOURCE = "Demonstration text, not in the source"


@dataclass(frozen=True, slots=True)
class Published:
    """One policy as its source names it."""

    lead: str
    owner: str
    number: str
    title: str
    shared_with: tuple[str, ...] = ()
    policy_class: str = ""
    """By what its title says; dates, units and links no source gives."""


PUBLISHED = (
    # Shared policies of the three forces carry numbers such as this one; its title is not given.
    Published(
        "CAMBS", "Policy owner", "BCH17/001", f"{NOT_IN_SOURCE}: a policy shared by three forces", ("BEDS", "HERTS")
    ),
    Published(
        "NHSWALES", "Policy owner, NHS Wales", f"{NOT_IN_SOURCE}: D2", "All Wales NHS Dress Code", policy_class="people"
    ),
    Published(
        "CHES",
        "Policy owner, Cheshire",
        f"{NOT_IN_SOURCE}: D1",
        "Estate move: from the Mickle Trafford police base to a shared office in the village hall",
        policy_class="estates",
    ),
)


def make_policies(session: Session, organisations: Mapping[str, Organisation]) -> dict[str, Policy]:
    """Add them as their owners would; by the code of the organisation that leads."""
    return {published.lead: _add(session, organisations, published) for published in PUBLISHED}


def _add(session: Session, organisations: Mapping[str, Organisation], published: Published) -> Policy:
    lead = organisations[published.lead]
    query = select(Person).where(Person.organisation_id == lead.id, Person.name == published.owner)
    owner = session.scalars(query).one()
    return add_policy(
        session,
        number=published.number,
        title=published.title,
        owner=owner,
        shared_with=[organisations[code] for code in published.shared_with],
        by=standings_of(session, owner),
        facts=Facts(policy_class=published.policy_class),
    )
