"""What is shown: `reading` the pages people read, `writing` the sections, `steps` the steps, `after` what comes later."""

from eia.assessments.views import after, reading, steps, writing
from eia.assessments.views.blueprint import blueprint

__all__ = ["after", "blueprint", "reading", "steps", "writing"]
