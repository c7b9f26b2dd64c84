"""A row per state: how it is called and shown, and which sections are open in it."""

from eia.workflow.table import State

_PROPOSAL = frozenset({"happened", "proposal"})
_SCREENING = _PROPOSAL | {"screening", "mitigation", "public_summary"}
_FULL = _SCREENING | {"evidence", "consultation", "options", "impacts", "extra"}
_ALL = _FULL | {"conclusion", "review"}

STATES = (
    State(name="draft", title="Draft", colour="grey", open=True, editable=_PROPOSAL, stage=1),
    State(name="screening", title="Screening", colour="blue", open=True, editable=_SCREENING, stage=2),
    State(name="full_assessment", title="Full assessment", colour="blue", open=True, editable=_FULL, stage=3),
    State(name="mitigation", title="Mitigation", colour="blue", open=True, editable=_ALL, stage=4),
    State(name="screening_review", title="Screening check", colour="yellow", open=True, stage=2),
    State(name="adviser_review", title="Adviser’s check", colour="yellow", open=True, stage=5),
    State(name="sign_off", title="Sign-off", colour="purple", open=True, stage=6),
    State(name="signed_off", title="Signed off", colour="green", open=False, stage=7),
    State(name="screened_out", title="Screened out", colour="green", open=False, stage=7),
    State(name="stopped", title="Stopped", colour="red", open=False, stage=7),
    State(name="withdrawn", title="Withdrawn", colour="grey", open=False),
    State(name="superseded", title="Superseded", colour="grey", open=False),
)
WRITING = ("draft", "screening", "full_assessment", "mitigation")
CHECKING = ("screening_review", "adviser_review", "sign_off")
CLOSED = ("signed_off", "screened_out", "withdrawn", "stopped")
