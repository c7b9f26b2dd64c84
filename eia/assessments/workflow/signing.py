"""Signing and refusing, one organisation at a time."""

from eia.assessments.case import Case
from eia.assessments.guards import needs
from eia.assessments.guards.audiences import ADVISERS, AUTHORS, CHECKERS, NEXT_HOLDERS, NEXT_IN_TURN, SIGNERS
from eia.assessments.guards.who import ANSWERING, APPROVER
from eia.assessments.workflow.landing import after_answer, after_refusal
from eia.workflow.table import Step

STEPS: tuple[Step[Case], ...] = (
    Step(
        action="sign",
        source=("sign_off",),
        dest=("sign_off", "signed_off", "stopped"),
        lands=after_answer,
        by=(APPROVER,),
        by_needs=(
            needs.signer_wrote_nothing,
            needs.signer_has_no_interest,
            needs.organisation_has_not_answered,
            needs.it_is_their_turn,
            needs.settled_where_it_stops,
        ),
        unless_said=(needs.nothing_left_to_fix,),
        button="Sign",
        explains="You sign for your organisation. When all have answered, the text is frozen for good.",
        done="Signed",
        event="signed",
        tells=(AUTHORS, SIGNERS, ADVISERS),
        asks="declaration",
        subject="Signed: {title}",
        beside=True,
    ),
    Step(
        action="refuse",
        source=("sign_off",),
        dest=("sign_off", "signed_off", "stopped", "mitigation"),
        lands=after_refusal,
        by=(APPROVER,),
        by_needs=(
            needs.signer_wrote_nothing,
            needs.signer_has_no_interest,
            needs.organisation_has_not_answered,
            needs.it_is_their_turn,
        ),
        button="Refuse",
        explains="Your organisation is shown as not covered. If you lead, it goes back to the author.",
        done="Refused",
        event="refused",
        tells=(AUTHORS, SIGNERS, CHECKERS),
        asks="reason",
        subject="Refused: {title}",
        at_once=True,
        quiet=True,
        beside=True,
    ),
    Step(
        action="pass_on",
        source=("sign_off", "screening_review", "signed_off"),
        by=(),
        button="Ask the next to sign",
        explains="Happens by itself when a stage of the route of an organisation is complete.",
        done="The next to sign was asked",
        event="turn_to_sign",
        tells=(NEXT_IN_TURN,),
        subject="To sign: {title}",
        at_once=True,
        quiet=True,
    ),
    Step(
        action="declare_interest",
        source=("sign_off", "screening_review", "signed_off"),
        by=(ANSWERING,),
        by_needs=(needs.signer_has_no_interest, needs.organisation_has_not_answered),
        button="Declare an interest",
        explains="You leave the answer to another holder of your office. What you say stands on record.",
        done="Declared an interest",
        event="interest_declared",
        tells=(NEXT_HOLDERS,),
        asks="interest",
        subject="To answer in place of a colleague: {title}",
        quiet=True,
        beside=True,
    ),
)
