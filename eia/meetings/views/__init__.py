"""What is shown: `reading` and `items` to everybody who may read."""

from eia.meetings.views import items, reading
from eia.meetings.views.blueprint import blueprint

__all__ = ["blueprint", "items", "reading"]
