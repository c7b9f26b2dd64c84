"""What must be true before a step of a promotion process."""

from sqlalchemy.orm import object_session

from eia.errors import Reason
from eia.pages import joined
from eia.promotions.case import ProcessCase
from eia.promotions.forecast import answered_since, flagged_in


def it_has_stages(case: ProcessCase) -> Reason | None:
    if case.process.stages:
        return None
    return Reason("Nobody said what its stages are. Name them in their order.", "promotions.stages", _here(case))


def it_has_groups(case: ProcessCase) -> Reason | None:
    if case.process.breakdowns:
        return None
    sentence = "Nobody said by which groups people are counted. Choose at least one list of groups."
    return Reason(sentence, "promotions.breakdowns", _here(case))


def it_is_said_when(case: ProcessCase) -> Reason | None:
    if case.process.opens_on:
        return None
    return Reason("Nobody said when applications open. Enter the day.", "promotions.change", _here(case))


def every_organisation_has_signed(case: ProcessCase) -> Reason | None:
    """The gate: due regard comes before people apply, organisation by organisation."""
    if not case.unsigned:
        return None
    names = joined([one.name for one in case.unsigned])
    verb = "has" if len(case.unsigned) == 1 else "have"
    if case.assessed is None:
        return Reason(
            f"{names} {verb} no signed equality impact assessment of this process. Sign it off first, or ask an "
            "approver to open it without.", anchor="assessment",
        )  # fmt: skip
    there = {"reference": case.assessed.reference, "number": case.assessed.number}
    gone = " ".join(one.words for one in case.assessed.since if one.gates)
    otherwise = "Begin its next version and sign it off first, or ask an approver to open the process without."
    sentence = f"{names} {verb} not signed {case.assessed.reference}."
    if gone:
        sentence = f"{case.assessed.reference}: {gone} {otherwise}"
    return Reason(sentence, "assessments.version", there)


def an_assessment_is_missing(case: ProcessCase) -> Reason | None:
    """What is overridden must be there to be overridden."""
    if case.unsigned:
        return None
    return Reason("Every organisation has signed the assessment, so there is nothing to go over. Open it as it is.")


def counts_are_there(case: ProcessCase) -> Reason | None:
    if case.process.counts_from:
        return None
    return Reason("No counts are in yet. Enter them on a page or take them in from a file.", "promotions.counts",
                  _here(case))  # fmt: skip


def the_results_show_the_newest_counts(case: ProcessCase) -> Reason | None:
    if case.is_computed:
        return None
    if case.run is not None and case.run.fault and case.run.edition == case.process.counts_from:
        return Reason(f"The results could not be computed. {case.run.fault}", "promotions.counts", _here(case))
    return Reason("The results are still being computed. Look again in a minute.", "promotions.process", _here(case))


def nothing_is_being_prepared(case: ProcessCase) -> Reason | None:
    if not case.is_preview_being_made:
        return None
    return Reason("A preview is being made already. Look again in a minute.", "promotions.preview", _here(case))


def a_preview_stands(case: ProcessCase) -> Reason | None:
    """Nobody releases what they could not look at first."""
    preview, there = case.preview, ("promotions.prepare_release", _here(case))
    if preview is None or (case.release is not None and preview.after < case.release.number):
        return Reason("Nobody asked for a preview yet. Prepare one first.", *there)
    if not case.is_preview_current:
        return Reason("The counts were changed after the preview was asked for, so it is void. Prepare a new one.",
                      *there)  # fmt: skip
    content = preview.content
    if content is None:
        return Reason("The preview is still being made. Look again in a minute.", "promotions.preview", _here(case))
    if content.fault or content.withheld:
        return Reason(content.fault or content.withheld, "promotions.preview", _here(case))
    return None


def a_release_stands(case: ProcessCase) -> Reason | None:
    if case.is_release_standing:
        return None
    return Reason("There is no release that could be withdrawn.", "promotions.process", _here(case))


def what_was_flagged_is_answered(case: ProcessCase) -> Reason | None:
    """Due regard goes on: what the counts flag is taken up in a version begun after they were in."""
    session = object_session(case.process)
    if session is None or case.run is None:
        return None
    flagged = flagged_in(session, case.run)
    left = sorted(flagged.keys() - answered_since(session, case.process.id)) if flagged else []
    if not left:
        return None
    stages = {one.key: one.title for one in case.process.stages}
    named = joined([f"{one.replace('_', ' ')} at “{stages.get(flagged[one], flagged[one])}”" for one in left])
    sentence = (
        f"The counts are flagged for {named}. Open a new version of the assessment, and say in the impact what "
        "explains it or what is done about it."
    )
    return Reason(sentence, "promotions.process", _here(case), "assessment")


def no_round_follows_yet(case: ProcessCase) -> Reason | None:
    after = case.process.followed_by
    if after is None:
        return None
    return Reason(f"Round {after.round} follows this one already.", "promotions.process", {"process_id": after.id})


def _here(case: ProcessCase) -> dict[str, object]:
    return {"process_id": case.process.id}
