"""The blueprint, what the address narrows a list to, and loading a policy for its reader."""

from typing import Any

from flask import Blueprint, request

from eia.db import db
from eia.errors import NotAllowed
from eia.people.queries import Standings
from eia.people.viewer import current_viewer
from eia.policies.catalogue.lists import classes
from eia.policies.guards import standing_to_change
from eia.policies.models import STATE_NAMES, Policy
from eia.policies.queries import NO_CLASS, NO_UNIT, Wanted, policy_for

blueprint = Blueprint("policies", __name__, url_prefix="/policies")
NUMBER = "int(max=2147483647)"
POLICY = f"/<{NUMBER}:policy_id>"
LARGEST_ID = 2**31 - 1


def me() -> Standings:
    return current_viewer().standings


def kept_by_me(policy_id: int) -> Policy:
    """The policy for whoever may change it; 403 for everybody else who may see it."""
    found = policy_for(db.session(), policy_id, me())
    if standing_to_change(me(), found) is None:
        raise NotAllowed(
            f"Only its owner, or a policy owner or HR lead of {found.organisation.name}, can change this policy."
        )
    return found


def wanted_now(states: tuple[str, ...] = ()) -> Wanted:
    """What the address of this request narrows the list to; what makes no sense narrows nothing.

    `states` are the keys of how a policy can be covered.
    """
    given = request.args
    known = {"state": STATE_NAMES, "covered": states, "class": (*classes(), NO_CLASS)}
    word = {name: given.get(name, "") if given.get(name, "") in keys else "" for name, keys in known.items()}
    number = {name: _number(name) for name in ("organisation", "after")}
    unit = NO_UNIT if given.get("unit") == "none" else _number("unit")
    words = given.get("q", "")[:200].replace("\0", "").strip()
    return Wanted(words, number["organisation"], unit, word["class"], word["state"], word["covered"], number["after"])


def narrowed(wanted: Wanted) -> dict[str, Any]:
    """The same as values for an address, without the place in the list."""
    unit = "none" if wanted.unit == NO_UNIT else wanted.unit
    values = {
        "q": wanted.words, "organisation": wanted.organisation, "unit": unit, "class": wanted.policy_class,
        "state": wanted.state, "covered": wanted.covered,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}


def _number(name: str) -> int:
    value = request.args.get(name, 0, type=int)
    return value if 0 < value <= LARGEST_ID else 0
