"""What is shown: `register` and `reading` to people who read, `writing`, `grids` and `rows` to those who write, then
steps.

`actions` is one action after signing; `action_register` shows all of them, a blueprint of its own. Besides: `local`
what each organisation adds for itself, `cover` the parent of a screening.
"""

from eia.assessments.views import (
    action_register,
    actions,
    after,
    changes,
    checks,
    comments,
    confirming,
    correcting,
    cover,
    cumulative,
    evidence_files,
    gaps,
    local,
    occasions,
    old_forms,
    outside,
    past,
    past_files,
    points,
    reading,
    register,
    rows,
    saved_views,
    steps,
    taking,
    told,
    writing,
)
from eia.assessments.views.blueprint import blueprint

__all__ = [
    "action_register",
    "actions",
    "after",
    "blueprint",
    "changes",
    "checks",
    "comments",
    "confirming",
    "correcting",
    "cover",
    "cumulative",
    "evidence_files",
    "gaps",
    "local",
    "occasions",
    "old_forms",
    "outside",
    "past",
    "past_files",
    "points",
    "reading",
    "register",
    "rows",
    "saved_views",
    "steps",
    "taking",
    "told",
    "writing",
]
