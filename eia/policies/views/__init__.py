"""Pages of policies: the list, one with its assessment, a new one, changing it, its steps, and how all are covered."""

from eia.policies.views import coverage, editing, exporting, importing, needing, register, retiring, steps
from eia.policies.views.blueprint import blueprint

__all__ = ["blueprint", "coverage", "editing", "exporting", "importing", "needing", "register", "retiring", "steps"]
