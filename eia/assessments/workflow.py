"""THE TABLE. Each step is a stanza: from where, to where, by whom, what must be true, and every word people read of it.

From it, and only from it, come what the machine accepts, permission, the greyed button with its reasons, the flash
text, the trail line, the subject of the mail, `docs/workflow.md` and the page "who can do what".
"""

from collections.abc import Mapping

from eia.assessments.case import Case
from eia.assessments.guards import needs
from eia.assessments.guards.audiences import ACTION_OWNERS, ADVISERS, APPROVERS, AUTHORS, SIGNERS
from eia.assessments.guards.who import (
    ADVISER,
    ANY_APPROVER,
    APPROVER,
    AUTHOR,
    CLAIMING_ADVISER,
    LEAD_APPROVER,
    MEMBER,
    OWNER,
    SIGNING_ADVISER,
    STARTER,
)
from eia.workflow.table import State, Step, workflow

_PROPOSAL = frozenset({"proposal"})
_SCREENING = _PROPOSAL | {"screening", "mitigation"}
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


def after_answer(case: Case, answers: Mapping[str, object]) -> str:
    """The state after one more organisation has answered, for every combination of answers.

    `answers` holds the status each organisation has now, by id (see `commands/signing.py`).
    """
    statuses: dict[int, str] = answers["statuses"]  # type: ignore[assignment]
    if statuses[case.lead.id] != "signed" or "pending" in statuses.values():
        return case.state
    if case.state == "screening_review":
        return "screened_out"
    assert case.submission is not None
    return "stopped" if case.framework.outcome(case.submission.outcome).stops else "signed_off"


def after_refusal(case: Case, answers: Mapping[str, object]) -> str:
    """A refusal by the lead returns it to the author; by another it stays, or completes the round."""
    statuses: dict[int, str] = answers["statuses"]  # type: ignore[assignment]
    return "mitigation" if statuses[case.lead.id] == "refused" else after_answer(case, answers)


def chosen_stage(case: Case, answers: Mapping[str, object]) -> str:
    """The stage the returner chose."""
    return str(answers["stage"])


def stage_before_submission(case: Case, answers: Mapping[str, object]) -> str:
    return "screening" if case.state == "screening_review" else "mitigation"


STEPS: tuple[Step[Case], ...] = (
    # -- the author writes, and moves freely between the four stages ------------------------------------------------
    Step(
        action="go_to_draft",
        source=("screening", "full_assessment", "mitigation"),
        dest=("draft",),
        by=(AUTHOR,),
        button="Go back to the draft",
        explains="You can change what is proposed. Nothing you have written is lost.",
        done="Went back to the draft",
        event="went_to_draft",
        quiet=True,
    ),
    Step(
        action="go_to_screening",
        source=("draft", "full_assessment", "mitigation"),
        dest=("screening",),
        by=(AUTHOR,),
        button="Go to screening",
        explains="Next you say, for each characteristic, whether people could be affected.",
        done="Went to screening",
        event="went_to_screening",
    ),
    Step(
        action="go_to_full_assessment",
        source=("screening", "mitigation"),
        dest=("full_assessment",),
        by=(AUTHOR,),
        button="Go to the full assessment",
        explains="Next you add evidence, consultation and options, and say what happens to whom.",
        done="Went to the full assessment",
        event="went_to_full_assessment",
    ),
    Step(
        action="go_to_mitigation",
        source=("full_assessment",),
        dest=("mitigation",),
        by=(AUTHOR,),
        button="Go to mitigation",
        explains="Next you say what is done about each harm and each gap, and conclude.",
        done="Went to mitigation",
        event="went_to_mitigation",
    ),
    # -- screening out ----------------------------------------------------------------------------------------------
    Step(
        action="send_screening",
        source=("screening",),
        dest=("screening_review",),
        by=(AUTHOR,),
        needs=(
            needs.proposal_described,
            needs.screening_answered,
            needs.screening_allows_screening_out,
            needs.minor_harms_have_actions,
            needs.nothing_left_unconfirmed,
            needs.every_point_answered,
        ),
        button="Ask to screen out",
        explains="An equality adviser is asked to sign that no full assessment is needed.",
        done="Sent for the screening check",
        event="screening_sent",
        tells=(ADVISERS,),
        asks="confirm",
        subject="Screening to check: {title}",
    ),
    Step(
        action="screen_out",
        source=("screening_review",),
        dest=("screening_review", "screened_out"),
        lands=after_answer,
        by=(SIGNING_ADVISER,),
        by_needs=(needs.signer_wrote_nothing, needs.organisation_has_not_answered),
        button="Sign: screened out",
        explains="You sign for your organisation that no full assessment is needed, with the reasons given.",
        done="Signed as screened out",
        event="screened_out_signed",
        tells=(AUTHORS, SIGNERS),
        asks="declaration",
        subject="Screened out: {title}",
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
        tells=(AUTHORS, SIGNERS),
        asks="reason",
        subject="Full assessment needed: {title}",
        quiet=True,
    ),
    # -- checking ---------------------------------------------------------------------------------------------------
    Step(
        action="send_to_adviser",
        source=("mitigation",),
        dest=("adviser_review",),
        by=(AUTHOR,),
        needs=(
            needs.proposal_described,
            needs.screening_answered,
            needs.evidence_or_gaps_recorded,
            needs.consultation_recorded,
            needs.options_compared,
            needs.every_impact_found,
            needs.further_questions_answered,
            needs.every_harm_and_gap_met,
            needs.conclusion_reached,
            needs.review_date_set,
            needs.nothing_left_unconfirmed,
            needs.every_point_answered,
        ),
        button="Send to the adviser",
        explains="An equality adviser checks it. You can call it back until someone signs.",
        done="Sent to the adviser",
        event="sent_to_adviser",
        tells=(ADVISERS,),
        asks="confirm",
        subject="To check: {title}",
    ),
    Step(
        action="claim",
        source=("adviser_review", "screening_review"),
        by=(ADVISER,),
        needs=(needs.not_claimed,),
        button="Claim it",
        explains="You take the check on. The author sees your name.",
        done="Claimed for checking",
        event="claimed",
        tells=(AUTHORS,),
        subject="Being checked: {title}",
        quiet=True,
    ),
    Step(
        action="give_opinion",
        source=("adviser_review",),
        dest=("sign_off",),
        by=(CLAIMING_ADVISER,),
        button="Give your opinion and send for sign-off",
        explains="Your opinion stands on the record. The approvers are asked to sign.",
        done="Gave an opinion and sent for sign-off",
        event="opinion_given",
        tells=(APPROVERS, AUTHORS),
        asks="opinion",
        subject="To sign: {title}",
    ),
    Step(
        action="go_on_without_opinion",
        source=("adviser_review",),
        dest=("sign_off",),
        by=(LEAD_APPROVER,),
        by_needs=(needs.signer_wrote_nothing,),
        needs=(needs.adviser_had_time,),
        button="Go on without an adviser’s opinion",
        explains="“No adviser’s opinion given” stays on the record.",
        done="Went on without an adviser’s opinion",
        event="went_on_without_opinion",
        tells=(APPROVERS, AUTHORS, ADVISERS),
        asks="reason",
        subject="To sign, without an adviser’s opinion: {title}",
        quiet=True,
    ),
    Step(
        action="return_to_author",
        source=CHECKING,
        dest=WRITING,
        lands=chosen_stage,
        by=(ADVISER, ANY_APPROVER),
        button="Return it to the author",
        explains="Signatures of this round become void and stay on record. Your points go to the author.",
        done="Returned to the author",
        event="returned",
        tells=(AUTHORS, SIGNERS),
        asks="return",
        subject="Returned: {title}",
        quiet=True,
    ),
    Step(
        action="recall",
        source=CHECKING,
        dest=("screening", "mitigation"),
        lands=stage_before_submission,
        by=(AUTHOR,),
        needs=(needs.no_signature_yet,),
        button="Call it back",
        explains="You can change it again, and send it anew.",
        done="Called back by the author",
        event="recalled",
        tells=(ADVISERS, APPROVERS),
        asks="confirm",
        subject="Called back: {title}",
        quiet=True,
    ),
    # -- signing ----------------------------------------------------------------------------------------------------
    Step(
        action="sign",
        source=("sign_off",),
        dest=("sign_off", "signed_off", "stopped"),
        lands=after_answer,
        by=(APPROVER,),
        by_needs=(needs.signer_wrote_nothing, needs.organisation_has_not_answered),
        button="Sign",
        explains="You sign for your organisation. When all have answered, the text is frozen for good.",
        done="Signed",
        event="signed",
        tells=(AUTHORS, SIGNERS, ADVISERS),
        asks="declaration",
        subject="Signed: {title}",
    ),
    Step(
        action="refuse",
        source=("sign_off",),
        dest=("sign_off", "signed_off", "stopped", "mitigation"),
        lands=after_refusal,
        by=(APPROVER,),
        by_needs=(needs.signer_wrote_nothing, needs.organisation_has_not_answered),
        button="Refuse",
        explains="Your organisation is shown as not covered. If you lead, it goes back to the author.",
        done="Refused",
        event="refused",
        tells=(AUTHORS, SIGNERS, ADVISERS),
        asks="reason",
        subject="Refused: {title}",
        quiet=True,
    ),
    # -- afterwards -------------------------------------------------------------------------------------------------
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

TABLE = workflow(STATES, STEPS)
