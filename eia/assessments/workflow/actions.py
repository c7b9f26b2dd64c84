"""The table of actions: how one comes from its first note to its end, by whom, and every word people read of it.

Two people stand behind every end: whoever reports an action done, or proposes not to do it, and another who agrees.
"""

from eia.assessments.afterwards.action_case import UNDER_WAY, ActionCase
from eia.assessments.guards import actions as needs
from eia.assessments.guards.actions import (
    ACTION_AUTHORS,
    ACTION_KEEPERS,
    AGREER,
    CONFIRMERS,
    DROP_AGREERS,
    HARM_APPROVERS,
    KEEPER,
    OWNERS_OF_IT,
    SECOND,
)
from eia.assessments.models.living import STATUSES
from eia.workflow.table import State, Step, workflow

_COLOURS = {
    "not_started": "grey", "going_on": "blue", "done": "yellow", "sent_back": "orange", "drop_proposed": "yellow",
    "confirmed": "green", "dropped": "red", "closed": "grey", "moved": "grey",
}  # fmt: skip
ENDED = ("confirmed", "dropped", "closed", "moved")
OPEN = tuple(status for status in STATUSES if status not in ENDED)
ACTION_STATES = tuple(
    State(name=name, title=title, colour=_COLOURS[name], open=name in OPEN) for name, title in STATUSES.items()
)

ACTION_STEPS: tuple[Step[ActionCase], ...] = (
    Step(
        action="begin",
        source=("not_started",),
        by=(),
        button="Begin",
        explains="Happens by itself when the assessment is signed.",
        done="Begun",
        event="action_begun",
        tells=(ACTION_KEEPERS,),
        subject="Yours to do: {title}",
    ),
    Step(
        action="note_progress",
        source=OPEN,
        dest=("going_on",),
        by=(KEEPER,),
        button="Save the note",
        explains="The note stays on record, and the action goes on.",
        done="Going on",
        event="progress_noted",
    ),
    Step(
        action="report_done",
        source=(*UNDER_WAY, "drop_proposed"),
        dest=("done",),
        by=(KEEPER,),
        button="Report it done",
        explains="Somebody else confirms it, or sends it back with a reason.",
        done="Reported done",
        event="action_reported",
        tells=(CONFIRMERS,),
        subject="To confirm, an action is reported done: {title}",
    ),
    Step(
        action="confirm_done",
        source=("done",),
        dest=("confirmed",),
        by=(SECOND,),
        by_needs=(needs.somebody_else_reported_it,),
        button="Confirm that it is done",
        explains="You say that you have seen the evidence. The action ends.",
        done="Confirmed done",
        event="action_confirmed",
        tells=(ACTION_KEEPERS, ACTION_AUTHORS, HARM_APPROVERS),
        subject="An action is confirmed done: {title}",
    ),
    Step(
        action="send_back",
        source=("done", "drop_proposed"),
        dest=("sent_back",),
        by=(SECOND,),
        by_needs=(needs.somebody_else_reported_it,),
        button="Send it back",
        explains="Whoever reported it gets your reason, and the action goes on.",
        done="Sent back",
        event="action_sent_back",
        tells=(ACTION_KEEPERS,),
        asks="reason",
        subject="Sent back, an action goes on: {title}",
        at_once=True,
        quiet=True,
    ),
    Step(
        action="propose_dropping",
        source=UNDER_WAY,
        dest=("drop_proposed",),
        by=(KEEPER,),
        button="Propose not to do it",
        explains="An adviser or approver agrees, or sends it back with a reason.",
        done="Proposed not to be done",
        event="action_drop_proposed",
        tells=(DROP_AGREERS,),
        asks="reason",
        subject="An action is proposed not to be done: {title}",
        quiet=True,
    ),
    Step(
        action="agree_dropping",
        source=("drop_proposed",),
        dest=("dropped",),
        by=(AGREER,),
        by_needs=(needs.somebody_else_reported_it,),
        button="Agree that it will not be done",
        explains="The action ends. The harm it was meant to meet stays as it is.",
        done="Will not be done",
        event="action_dropped",
        tells=(ACTION_KEEPERS, ACTION_AUTHORS, HARM_APPROVERS),
        asks="reason",
        subject="An action will not be done: {title}",
        quiet=True,
    ),
    Step(
        action="give_away",
        source=UNDER_WAY,
        by=(KEEPER,),
        button="Give it to somebody else",
        explains="The person you choose owns the action from now on. What was noted stays.",
        done="Given to somebody else",
        event="action_given",
        tells=(OWNERS_OF_IT, ACTION_AUTHORS),
        asks="give_away",
        subject="An action has a new owner: {title}",
        quiet=True,
    ),
    Step(
        action="close",
        source=OPEN,
        dest=("closed",),
        by=(),
        button="Close",
        explains="Happens by itself when the assessment is withdrawn, or a later version no longer names the action.",
        done="Closed",
        event="action_closed",
    ),
    Step(
        action="hand_on",
        source=OPEN,
        dest=("moved",),
        by=(),
        button="Move to the later version",
        explains="Happens by itself when a later version that names the action is signed.",
        done="Moved to a later version",
        event="action_moved",
    ),
)
ACTION_TABLE = workflow(ACTION_STATES, ACTION_STEPS)
