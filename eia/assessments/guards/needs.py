"""What must be true before a step: each need answers None, or the sentence that says what is missing."""

from collections.abc import Sequence
from dataclasses import replace

from eia import clock
from eia.assessments.case import Case
from eia.assessments.guards import missing as lacks
from eia.assessments.joint.turns import due, given, signers_so_far, stages
from eia.assessments.models import UNANSWERED, Template
from eia.assessments.sections import section_titles
from eia.assessments.writing.replies import points_to_answer
from eia.errors import Reason
from eia.frameworks.screening import against
from eia.pages import ago, joined
from eia.people.queries import Standing, Standings

ADVISER_DAYS = 10
"""After so many working days without an adviser's opinion an approver may go on without one."""

NUDGE_DAYS = 2
"""So many working days lie between two reminders by whoever waits."""


def _section_says_all(case: Case, section: str, reasons: Sequence[Reason] | None = None) -> Reason | None:
    """The first thing a section lacks, with how many more there are."""
    found = lacks.missing(case, section) if reasons is None else reasons
    if not found:
        return None
    first, more = found[0], len(found) - 1
    title = section_titles(case)[section]
    rest = f" ({more} more in this section)" if more else ""
    return Reason(f"{title}: {first.text}{rest}", first.endpoint, first.values, first.anchor)


def proposal_described(case: Case) -> Reason | None:
    return _section_says_all(case, "proposal")


def screening_answered(case: Case) -> Reason | None:
    return _section_says_all(case, "screening")


def evidence_or_gaps_recorded(case: Case) -> Reason | None:
    return _section_says_all(case, "evidence")


def consultation_recorded(case: Case) -> Reason | None:
    return _section_says_all(case, "consultation")


def options_compared(case: Case) -> Reason | None:
    return _section_says_all(case, "options")


def every_impact_found(case: Case) -> Reason | None:
    return _section_says_all(case, "impacts")


def further_questions_answered(case: Case) -> Reason | None:
    return _section_says_all(case, "extra") if case.framework.extra_questions else None


def every_harm_and_gap_met(case: Case) -> Reason | None:
    return _section_says_all(case, "mitigation")


def conclusion_reached(case: Case) -> Reason | None:
    return _section_says_all(case, "conclusion")


def review_date_set(case: Case) -> Reason | None:
    return _section_says_all(case, "review")


def minor_harms_have_actions(case: Case) -> Reason | None:
    return _section_says_all(case, "mitigation", list(lacks.minor_harms_met(case)))


def screening_allows_screening_out(case: Case) -> Reason | None:
    """Nothing unknown, nothing above the framework's minor level, and nothing flagged that nobody answered."""
    if case.flags:
        first = case.flags[0]
        words = f"Earlier results were flagged ({first.words}). A full assessment says what explains that."
        return Reason(words, first.endpoint, first.values)
    answers = lacks.screening_answers(case)
    outcome = next((o for o in case.framework.screening.outcomes if o.needs_action and not o.assess), None)
    said = against(case.framework, answers, outcome.key) if outcome else ()
    if not said:
        return None
    return Reason(said[0], "assessments.section", {**case.address, "key": "screening"})


def nothing_left_unconfirmed(case: Case) -> Reason | None:
    titles = section_titles(case)
    kept = [section for section in case.version.sections if section.carried_over and section.key in titles]
    if not kept:
        return None
    words = ", ".join(titles[section.key] for section in kept)
    values = {**case.address, "key": kept[0].key}
    return Reason(f"Confirm what was carried over: {words}.", "assessments.section", values)


def nothing_left_to_place(case: Case) -> Reason | None:
    """Every line of an old form that was brought in stands somewhere, or was set aside with a reason."""
    form = next((form for form in case.old_forms if form.brought_at and form.waiting), None)
    if form is None:
        return None
    what, them = ("a line", "it") if form.waiting == 1 else (f"{form.waiting} lines", "them")
    values = {**case.address, "form_id": form.id, "show": "waiting"}
    return Reason(f"Place {what} of the old form, or set {them} aside.", "assessments.old_form", values)


def every_point_answered(case: Case) -> Reason | None:
    """Each point of the last return has the author's reply."""
    open_points = [point for point in points_to_answer(case) if not point.reply]
    if not open_points:
        return None
    count = "a reply" if len(open_points) == 1 else f"{len(open_points)} replies"
    return Reason(f"Write {count} to what was returned.", "assessments.points", case.address)


def no_signature_yet(case: Case) -> Reason | None:
    if not case.signatures:
        return None
    return Reason("It has been signed for one organisation already; ask an approver to return it.")


def adviser_had_time(case: Case) -> Reason | None:
    """An adviser has n working days before an approver may go on without an opinion."""
    since = clock.london(case.version.state_since).date()
    waited = clock.working_days_between(since, clock.today())
    if waited >= ADVISER_DAYS:
        return None
    return Reason(
        f"An adviser has {ADVISER_DAYS} working days to give an opinion; {waited} have passed. "
        "You can go on without one after that."
    )


def not_reminded_lately(case: Case) -> Reason | None:
    """A polite reminder, once in two working days for an assessment."""
    if case.last_nudge is None:
        return None
    day = clock.london(case.last_nudge).date()
    if clock.working_days_between(day, clock.today()) >= NUDGE_DAYS:
        return None
    return Reason(f"They were last reminded {ago(day)}. You can remind them again after {NUDGE_DAYS} working days.")


def not_claimed(case: Case) -> Reason | None:
    if case.version.adviser is None:
        return None
    return Reason(f"Already claimed by {case.version.adviser.name}.")


def signer_wrote_nothing(case: Case, by: Standings, standing: Standing) -> Reason | None:
    """Author, contributors and submitter may not sign, nor may a deputy of one of them sign in their place."""
    if by.person_id in case.writers:
        return Reason("You wrote or sent part of this, so you cannot sign it. Ask another holder of the office.")
    if standing.principal_id in case.writers:
        return Reason(
            f"You would sign for {standing.principal_name}, who wrote or sent part of this. "
            "Ask another holder of the office."
        )
    return None


def signer_has_no_interest(case: Case, by: Standings, standing: Standing) -> Reason | None:
    """Whoever declared an interest leaves every answer to others, and not to their own deputy."""
    if by.person_id in case.recused:
        return Reason("You have declared an interest in this. Another holder of the office answers.")
    if standing.principal_id in case.recused:
        return Reason(
            f"You would answer for {standing.principal_name}, who declared an interest. "
            "Another holder of the office answers."
        )
    return None


def organisation_has_not_answered(case: Case, by: Standings, standing: Standing) -> Reason | None:
    """The organisation this person would sign for has neither signed nor refused in this round."""
    adoption = case.adoption_of(standing.organisation_id)
    if adoption is None or adoption.status in UNANSWERED or standing.organisation_id in case.joining:
        return None
    signed = case.submission.answer_of(standing.organisation_id) if case.submission else None
    who = f" by {signed.person.name}" if signed else ""
    return Reason(f"Already decided{who} for {standing.organisation_name}.")


def it_is_their_turn(case: Case, by: Standings, standing: Standing) -> Reason | None:
    """On a route: the stages before are signed, this office has not signed yet, and nobody signs twice."""
    here = standing.organisation_id
    adoption = case.adoption_of(here)
    if len(stages(case, here)) == 1 or (adoption and adoption.status not in UNANSWERED and here not in case.joining):
        return None
    now = due(case, here)
    if standing.office in now and signers_so_far(case, here) & {by.person_id, standing.principal_id}:
        words = "One person signs once for an organisation: you, or the person you act for, have signed this already."
        return Reason(f"{words} Another {standing.words.lower()} of {standing.organisation_name} signs.")
    if standing.office in now:
        return None
    signed = next((one for one in given(case, here) if one.seat == standing.office), None)
    if signed:
        return Reason(f"{signed.person.name} has signed as {signed.office.lower()} for {standing.organisation_name}.")
    first = "signs" if len(now) == 1 else "sign"
    return Reason(
        f"The {joined([office.words.lower() for office in now])} of {standing.organisation_name} {first} first."
    )


def not_a_template(case: Case) -> Reason | None:
    offered = _template(case)
    return Reason(f"It is offered as a template already, as “{offered.title}”.") if offered else None


def is_a_template(case: Case) -> Reason | None:
    return None if _template(case) else Reason("It is not offered as a template.")


def _template(case: Case) -> Template | None:
    return next((one for one in case.version.templates if one.ended_at is None), None)


def nothing_left_to_fix(case: Case) -> Reason | None:
    """No adviser or approver waits for something that must be fixed before it is signed."""
    found = [thread for thread in case.threads if thread.blocks]
    if not found:
        return None
    first, more = found[0], len(found) - 1
    title = section_titles(case).get(first.section, first.section)
    rest = f" ({more} more)" if more else ""
    values = {**case.address, "thread_id": first.id}
    words = f"{title}: {first.first.person.name} says that this must be fixed: “{first.beginning}”{rest}"
    return Reason(words, "assessments.comment", values)


def settled_where_it_stops(case: Case, by: Standings, standing: Standing) -> Reason | None:
    """An organisation may have agreed that it never signs over what must be fixed."""
    adoption = case.adoption_of(standing.organisation_id)
    reason = nothing_left_to_fix(case) if adoption and adoption.must_fix_stops else None
    if reason is None:
        return None
    words = f"{standing.organisation_name} signs once this is settled; else return it to the author."
    return replace(reason, text=f"{words} {reason.text}")


def no_open_version(case: Case) -> Reason | None:
    """A new version can be opened only when none is being worked on, and from the last that was not withdrawn."""
    later = (v for v in case.assessment.versions if v.number > case.version.number)
    busy = next((v for v in later if v.state != "withdrawn"), None)
    if busy is None:
        return None
    values = {"reference": case.assessment.reference, "number": busy.number}
    return Reason(f"Version {busy.number} is already there.", "assessments.version", values)
