"""What is shown of promotion processes; `reading` first."""

from eia.promotions.views import (
    counting,
    editing,
    importing,
    rates,
    rates_editing,
    reading,
    releases,
    reports,
    results,
    shares,
    steps,
    through,
    told,
    trend,
)
from eia.promotions.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "counting",
    "editing",
    "importing",
    "rates",
    "rates_editing",
    "reading",
    "releases",
    "reports",
    "results",
    "shares",
    "steps",
    "through",
    "told",
    "trend",
]
