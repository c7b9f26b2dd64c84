"""After it was signed: an organisation withdraws its adoption, another adopts it later with a part of its own."""

from eia.assessments.case import Case
from eia.assessments.guards import adopting, needs
from eia.assessments.guards.adopting import ADOPTED_APPROVER, JOINING_ADVISER, JOINING_APPROVER, JOINING_BEFORE
from eia.assessments.guards.audiences import AUTHORS, LEADERS, LOCAL_APPROVERS, SIGNERS
from eia.workflow.table import Step

STEPS: tuple[Step[Case], ...] = (
    Step(
        action="withdraw_adoption",
        source=("signed_off", "screened_out"),
        by=(ADOPTED_APPROVER,),
        button="Withdraw your organisation’s adoption",
        explains="Your organisation is shown as not covered. The assessment stands for the others.",
        done="Withdrew the adoption",
        event="adoption_withdrawn",
        tells=(LEADERS, AUTHORS, SIGNERS),
        asks="withdrawal",
        subject="One organisation withdrew: {title}",
        quiet=True,
    ),
    Step(
        action="check_local",
        source=("signed_off",),
        by=(JOINING_ADVISER,),
        by_needs=(adopting.local_part_not_checked_yet,),
        button="Check it for your organisation",
        explains="You say what you think of adopting it, with what your organisation adds.",
        done="Checked for an organisation that adopts it",
        event="local_part_checked",
        tells=(LOCAL_APPROVERS,),
        asks="opinion",
        subject="To adopt: {title}",
        quiet=True,
    ),
    Step(
        action="sign_before_adopting",
        source=("signed_off",),
        by=(JOINING_BEFORE,),
        by_needs=(
            needs.signer_wrote_nothing,
            needs.signer_has_no_interest,
            adopting.local_part_checked,
            needs.it_is_their_turn,
        ),
        button="Sign, so that your organisation can adopt it",
        explains="You sign on the route of your organisation. Its approver signs last, and adopts it.",
        done="Signed before adopting",
        event="adoption_begun",
        tells=(LEADERS, AUTHORS),
        asks="declaration",
        subject="Another organisation begins to adopt: {title}",
        quiet=True,
        beside=True,
    ),
    Step(
        action="adopt",
        source=("signed_off",),
        by=(JOINING_APPROVER,),
        by_needs=(
            needs.signer_wrote_nothing,
            needs.signer_has_no_interest,
            adopting.local_part_checked,
            needs.it_is_their_turn,
        ),
        button="Adopt it for your organisation",
        explains="You sign what the others signed, with what your own organisation adds.",
        done="Adopted",
        event="adopted",
        tells=(LEADERS, AUTHORS, SIGNERS),
        asks="declaration",
        subject="Another organisation adopted: {title}",
        quiet=True,
        beside=True,
    ),
)
