"""What is shown: `reading` to everybody who may read."""

from eia.meetings.views import reading
from eia.meetings.views.blueprint import blueprint

__all__ = ["blueprint", "reading"]
