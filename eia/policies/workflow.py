"""The table of policies: draft, in force, under review, retired; who moves one, and what follows.

A policy can be changed in any state: what is in force is followed by people, and that is what coverage asks about.
"""

from eia.policies.case import PolicyCase
from eia.policies.guards import ADVISERS, KEEPERS, OWNER
from eia.policies.models import DRAFT, IN_FORCE, RETIRED, UNDER_REVIEW
from eia.workflow.table import State, Step, workflow

POLICY_STATES = (
    State(name=DRAFT, title="Draft", colour="grey", open=True),
    State(name=IN_FORCE, title="In force", colour="green", open=True),
    State(name=UNDER_REVIEW, title="Under review", colour="yellow", open=True),
    State(name=RETIRED, title="Retired", colour="purple", open=False),
)
POLICY_STEPS: tuple[Step[PolicyCase], ...] = (
    Step(
        action="bring_into_force",
        source=(DRAFT,),
        dest=(IN_FORCE,),
        by=(KEEPERS,),
        button="Bring it into force",
        explains="From then on it counts among the policies that must have an assessment in date.",
        done="Brought into force",
        event="policy_in_force",
        tells=(OWNER, ADVISERS),
        asks="adoption",
        subject="In force: {title}",
    ),
    Step(
        action="begin_review",
        source=(IN_FORCE,),
        dest=(UNDER_REVIEW,),
        by=(KEEPERS,),
        button="Begin its review",
        explains="It is still followed while it is reviewed, and its assessment still counts.",
        done="Under review",
        event="policy_under_review",
        tells=(OWNER, ADVISERS),
        subject="Under review: {title}",
        quiet=True,
    ),
    Step(
        action="end_review",
        source=(UNDER_REVIEW,),
        dest=(IN_FORCE,),
        by=(KEEPERS,),
        button="End its review",
        explains="It goes on in force until the next date of review.",
        done="Reviewed, and in force",
        event="policy_reviewed",
        tells=(OWNER, ADVISERS),
        asks="review",
        subject="Reviewed: {title}",
    ),
    Step(
        action="retire",
        source=(DRAFT, IN_FORCE, UNDER_REVIEW),
        dest=(RETIRED,),
        by=(KEEPERS,),
        button="Retire it",
        explains="Nobody follows it any more. You say what becomes of its assessment and of each open action.",
        done="Retired",
        event="policy_retired",
        tells=(OWNER, ADVISERS),
        asks="retirement",
        subject="Retired: {title}",
        quiet=True,
    ),
    Step(
        action="take_up_again",
        source=(RETIRED,),
        dest=(DRAFT,),
        by=(KEEPERS,),
        button="Take it up again",
        explains="It becomes a draft. What was withdrawn when it was retired stays withdrawn.",
        done="Taken up again, as a draft",
        event="policy_taken_up_again",
        tells=(OWNER, ADVISERS),
        asks="reason",
        subject="Taken up again: {title}",
        quiet=True,
    ),
)
POLICY_TABLE = workflow(POLICY_STATES, POLICY_STEPS)
