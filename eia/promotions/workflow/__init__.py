"""The table of promotion processes: how one comes from its plan to its review, by whom, and its every word."""

from eia.promotions.workflow.steps import PROCESS_STEPS
from eia.workflow.table import State, workflow

PROCESS_STATES = (
    State(name="planned", title="Planned", colour="grey", open=True),
    State(name="open", title="Open", colour="blue", open=True),
    State(name="results_in", title="Results in", colour="yellow", open=True),
    State(name="reviewed", title="Reviewed", colour="teal", open=True),
    State(name="closed", title="Closed", colour="green", open=False),
    State(name="cancelled", title="Cancelled", colour="red", open=False),
    State(name="run_again", title="Run again", colour="orange", open=False),
)
PROCESS_TABLE = workflow(PROCESS_STATES, PROCESS_STEPS)

__all__ = ["PROCESS_STATES", "PROCESS_STEPS", "PROCESS_TABLE"]
