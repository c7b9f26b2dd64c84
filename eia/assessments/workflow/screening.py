"""Screening out, or being asked for a full assessment."""

from eia.assessments.case import Case
from eia.assessments.guards import cover, needs
from eia.assessments.guards.audiences import AUTHORS, CHECKERS, SCREENERS, SIGNERS
from eia.assessments.guards.who import ADVISER, AUTHOR, SIGNING_ADVISER
from eia.assessments.workflow.landing import after_answer
from eia.workflow.table import Step

STEPS: tuple[Step[Case], ...] = (
    Step(
        action="send_screening",
        source=("screening",),
        dest=("screening_review",),
        by=(AUTHOR,),
        needs=(
            needs.proposal_described,
            cover.parent_covers_it,
            cover.screening_answered_or_covered,
            cover.screening_allows_it_or_covered,
            cover.minor_harms_met_or_covered,
            needs.nothing_left_unconfirmed,
            needs.nothing_left_to_place,
            needs.every_point_answered,
        ),
        button="Ask to screen out",
        explains="An equality adviser is asked to sign that no full assessment is needed.",
        done="Sent for the screening check",
        event="screening_sent",
        tells=(SCREENERS,),
        asks="confirm",
        subject="Screening to check: {title}",
        at_once=True,
    ),
    Step(
        action="screen_out",
        source=("screening_review",),
        dest=("screening_review", "screened_out"),
        lands=after_answer,
        by=(SIGNING_ADVISER,),
        by_needs=(
            needs.signer_wrote_nothing,
            needs.signer_has_no_interest,
            needs.organisation_has_not_answered,
            needs.it_is_their_turn,
        ),
        needs=(needs.nothing_left_to_fix,),
        button="Sign: screened out",
        explains="You sign for your organisation that no full assessment is needed, with the reasons given.",
        done="Signed as screened out",
        event="screened_out_signed",
        tells=(AUTHORS, SIGNERS),
        asks="declaration",
        subject="Screened out: {title}",
        beside=True,
    ),
    Step(
        action="require_full_assessment",
        source=("screening_review",),
        dest=("full_assessment",),
        by=(ADVISER,),
        button="Ask for a full assessment",
        explains="The author goes on with the full assessment; your reason goes to them.",
        done="Asked for a full assessment",
        event="full_assessment_required",
        tells=(AUTHORS, SIGNERS, CHECKERS),
        asks="reason",
        subject="Full assessment needed: {title}",
        at_once=True,
        quiet=True,
    ),
)
