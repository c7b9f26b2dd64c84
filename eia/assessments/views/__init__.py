"""What is shown: `reading` what people read, `writing` and `grids` the sections, `steps` the steps, `after` later."""

from eia.assessments.views import after, reading, steps, writing
from eia.assessments.views.blueprint import blueprint

__all__ = ["after", "blueprint", "reading", "steps", "writing"]
