"""What is shown: `reading` and `items` to everybody who may read; the rest is what people do there."""

from eia.meetings.views import (
    agenda,
    attending,
    bodies,
    calendars,
    calling,
    decided,
    deciding,
    equality,
    items,
    log,
    minuting,
    packs,
    papers,
    reading,
    regarding,
    steps,
    urgent,
)
from eia.meetings.views.blueprint import blueprint

__all__ = [
    "agenda",
    "attending",
    "blueprint",
    "bodies",
    "calendars",
    "calling",
    "decided",
    "deciding",
    "equality",
    "items",
    "log",
    "minuting",
    "packs",
    "papers",
    "reading",
    "regarding",
    "steps",
    "urgent",
]
