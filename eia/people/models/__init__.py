"""Who there is. Nobody is deleted: an appointment ends, an account closes."""

from eia.people.models.offices import (
    Appointment,
    DefaultDeputy,
    Deputy,
    Leave,
    Proposal,
    Route,
    UnitHead,
)
from eia.people.models.signing_in import (
    Identity,
    ResetLink,
    SessionSeen,
    SignInAttempt,
    SignInSession,
)
from eia.people.models.who import (
    Demonstration,
    MessageChoice,
    Organisation,
    Person,
    Unit,
)

__all__ = [
    "Appointment",
    "DefaultDeputy",
    "Demonstration",
    "Deputy",
    "Identity",
    "Leave",
    "MessageChoice",
    "Organisation",
    "Person",
    "Proposal",
    "ResetLink",
    "Route",
    "SessionSeen",
    "SignInAttempt",
    "SignInSession",
    "Unit",
    "UnitHead",
]
