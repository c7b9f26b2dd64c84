"""The table of meetings: how one comes from its call to signed minutes, by whom, and every word people read of it."""

from eia.meetings.workflow.steps import MEETING_STEPS
from eia.workflow.table import State, workflow

MEETING_STATES = (
    State(name="drafted", title="Drafted", colour="grey", open=True),
    State(name="circulated", title="Agenda circulated", colour="blue", open=True),
    State(name="held", title="Held", colour="yellow", open=True),
    State(name="minuted", title="Minutes signed", colour="green", open=False),
    State(name="adjourned", title="Adjourned", colour="orange", open=False),
    State(name="cancelled", title="Cancelled", colour="red", open=False),
)
MEETING_TABLE = workflow(MEETING_STATES, MEETING_STEPS)

__all__ = ["MEETING_STATES", "MEETING_STEPS", "MEETING_TABLE"]
