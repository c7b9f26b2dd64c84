"""The pages of people: signing in, one's own account, and what an administrator looks after."""

from eia.people.views import (
    account,
    administration,
    default_deputies,
    leave,
    offices,
    organisation,
    routes,
    signing_in,
    units,
)
from eia.people.views.blueprint import blueprint

__all__ = [
    "account",
    "administration",
    "blueprint",
    "default_deputies",
    "leave",
    "offices",
    "organisation",
    "routes",
    "signing_in",
    "units",
]
