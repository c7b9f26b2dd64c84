"""What is shown: `reading` to people who read, `writing`, `grids` and `rows` to those who write, then steps."""

from eia.assessments.views import (
    after,
    changes,
    checks,
    evidence_files,
    gaps,
    outside,
    reading,
    rows,
    steps,
    taking,
    writing,
)
from eia.assessments.views.blueprint import blueprint

__all__ = [
    "after",
    "blueprint",
    "changes",
    "checks",
    "evidence_files",
    "gaps",
    "outside",
    "reading",
    "rows",
    "steps",
    "taking",
    "writing",
]
