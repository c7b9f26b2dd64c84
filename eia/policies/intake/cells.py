"""One cell at a time: what people write for a state, a class, an owner of a policy."""

from collections.abc import Mapping, Sequence

from eia.people.names import folded_address, sort_name_of
from eia.policies.catalogue.lists import classes
from eia.policies.models import STATE_NAMES
from eia.policies.workflow import POLICY_TABLE
from eia.spreadsheets.cells import folded

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("Number", "Policy number", "Reference", "Ref", "No"),
    "title": ("Title", "Policy", "Policy title", "Name of policy"),
    "owner": ("Owner", "Policy owner", "Owner e-mail", "Owner email"),
    "unit": ("Unit", "Department", "Business area"),
    "class": ("Class", "Type", "Category"),
    "organisations": ("Shared with", "Organisations that share it", "Organisations"),
    "state": ("Status", "State", "Policy stands"),
    "adopted_on": ("Date of adoption", "Adopted", "Adopted on", "In force from"),
    "review_on": ("Date of review", "Review by", "Review date", "Next review"),
    "links": ("Links", "Link", "Address"),
}
"""Key -> the titles it is known by, the one of the template first."""
_STATES = {POLICY_TABLE.states[name].title.casefold(): name for name in STATE_NAMES} | {
    "live": "in_force", "current": "in_force", "active": "in_force", "published": "in_force", "adopted": "in_force",
    "withdrawn": "retired", "obsolete": "retired", "archived": "retired", "in review": "under_review",
}  # fmt: skip


def state_of(cell: str) -> str:
    """ "" for an empty cell."""
    if cell and folded(cell) not in _STATES:
        titles = ", ".join(f"“{POLICY_TABLE.states[name].title}”" for name in STATE_NAMES)
        raise ValueError(f"“{cell[:40]}” is not how a policy can stand. Write one of {titles}.")
    return _STATES.get(folded(cell), "")


def class_of(cell: str) -> str:
    known = {folded(word): one.key for one in classes().values() for word in (one.key, one.title)}
    if cell and folded(cell) not in known:
        titles = ", ".join(f"“{one.title}”" for one in classes().values())
        raise ValueError(f"“{cell[:60]}” is not a class. Write one of {titles}, or leave it empty.")
    return known.get(folded(cell), "")


def owner_of(cell: str, owners: Mapping[str, Sequence[int]]) -> int | None:
    """`owners` are ids by folded address and by folded name."""
    found = owners.get(folded_address(cell)) or owners.get(sort_name_of(cell)) or ()
    if cell and not found:
        raise ValueError(f"Nobody called “{cell[:60]}” works here. Write the name or e-mail address of an account.")
    if len(found) > 1:
        raise ValueError(f"Several people are called “{cell[:60]}”. Write the e-mail address.")
    return found[0] if found else None
