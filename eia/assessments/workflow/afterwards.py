"""Withdrawing, opening a later version, challenging, superseding."""

from eia.assessments.case import Case
from eia.assessments.guards import needs
from eia.assessments.guards.audiences import ACTION_OWNERS, ADVISERS, AUTHORS, SIGNERS
from eia.assessments.guards.who import ANY_APPROVER, AUTHOR, MEMBER, OWNER, STARTER
from eia.assessments.workflow.states import CHECKING, CLOSED, WRITING
from eia.workflow.table import Step

STEPS: tuple[Step[Case], ...] = (
    Step(
        action="withdraw_draft",
        source=(*WRITING, *CHECKING),
        dest=("withdrawn",),
        by=(AUTHOR,),
        button="Withdraw",
        explains="Work on this version ends. It stays readable, and a new version can be opened later.",
        done="Withdrawn by the author",
        event="draft_withdrawn",
        tells=(ADVISERS, SIGNERS),
        asks="reason",
        subject="Withdrawn: {title}",
        quiet=True,
    ),
    Step(
        action="withdraw",
        source=("signed_off", "screened_out"),
        dest=("withdrawn",),
        by=(ANY_APPROVER,),
        button="Withdraw",
        explains="It no longer stands for any decision. Whoever relies on it is told.",
        done="Withdrawn",
        event="withdrawn",
        tells=(AUTHORS, SIGNERS, ACTION_OWNERS),
        asks="withdrawal",
        subject="Withdrawn: {title}",
        quiet=True,
    ),
    Step(
        action="open_version",
        source=CLOSED,
        by=(AUTHOR, OWNER, STARTER),
        needs=(needs.no_open_version,),
        button="Open a new version",
        explains="The answers are carried over for you to confirm. This version stands until the new one is signed.",
        done="Opened a new version",
        event="version_opened",
        tells=(AUTHORS, ADVISERS),
        asks="reason",
        subject="New version opened: {title}",
        quiet=True,
    ),
    Step(
        action="challenge",
        source=("screened_out",),
        by=(MEMBER,),
        needs=(needs.no_open_version,),
        button="Challenge the screening",
        explains="A new version opens in screening. While it is open, this one opens no gates.",
        done="Challenged",
        event="challenged",
        tells=(AUTHORS, ADVISERS, SIGNERS),
        asks="reason",
        subject="Screening challenged: {title}",
        quiet=True,
    ),
    Step(
        action="supersede",
        source=CLOSED,
        dest=("superseded",),
        by=(),
        button="Supersede",
        explains="Happens by itself when a later version is signed or screened out.",
        done="Superseded by a later version",
        event="superseded",
        tells=(ACTION_OWNERS,),
        subject="Superseded: {title}",
        quiet=True,
    ),
)
