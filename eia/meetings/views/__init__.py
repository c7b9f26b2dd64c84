"""What is shown: `reading` and `items` to everybody who may read."""

from eia.meetings.views import equality, items, reading
from eia.meetings.views.blueprint import blueprint

__all__ = ["blueprint", "equality", "items", "reading"]
