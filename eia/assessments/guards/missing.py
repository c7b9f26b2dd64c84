"""What each section still lacks, as sentences with the field to go to. Empty: the section says all it must.

The task list, the needs of the steps and the pages all ask here, so they cannot disagree.
"""

from collections.abc import Callable, Iterator, Sequence

from eia import clock
from eia.assessments.case import Case
from eia.assessments.guards.consulting import consultation
from eia.assessments.models import Gap, Impact, Mitigation, ScreeningCell
from eia.assessments.sections import HAPPENED, PUBLIC_SUMMARY
from eia.assessments.writing.two_languages import out_of_step
from eia.errors import Reason
from eia.frameworks.screening import Answer, Proposal, input_id, propose, unanswered

SHOWN = 3
"""So many names stand in a sentence before it says "and n more"."""


def missing(case: Case, section: str) -> list[Reason]:
    """Everything the section lacks, in the order of its page."""
    return list(_SECTIONS[section](case))


def _at(case: Case, section: str, text: str, anchor: str = "") -> Reason:
    return Reason(text, "assessments.section", {**case.address, "key": section}, anchor)


def _unanswered(case: Case, section: str, questions: dict[str, str]) -> Iterator[Reason]:
    for question, text in questions.items():
        if not case.answer(section, question).strip():
            yield _at(case, section, text, question)


def proposal(case: Case) -> Iterator[Reason]:
    yield from _unanswered(case, "proposal", {"changes": "Say what changes.", "why": "Say why it changes."})
    if not case.answers("proposal", "affects"):
        yield _at(case, "proposal", "Say who is affected: staff, the public or both.", "affects")
    yield from _unanswered(
        case,
        "proposal",
        {"open_options": "Say which options are still open.", "decider": "Name who takes the decision, by office."},
    )
    if case.answer("proposal", "occasion") != "review" and not case.answer("proposal", "planned_day"):
        yield _at(case, "proposal", "Say when the decision is planned.", "planned_day-day")


def screening_answers(case: Case) -> list[Answer]:
    return [case.as_answer(cell) for cell in case.version.cells]


def proposed(case: Case) -> Proposal:
    """What the framework's rules make of the screening."""
    return propose(case.framework, screening_answers(case))


def screening(case: Case) -> Iterator[Reason]:
    blank = unanswered(case.framework, screening_answers(case))
    names = list(dict.fromkeys(_pair_words(case, a.characteristic, a.population) for a in blank))
    if names:
        yield _at(case, "screening", f"Answer the screening for {_listed(names)}.", _input(case, blank[0], "answer"))
    reasonless = [c for c in case.version.cells if _lacks_reason(case, c)]
    if reasonless:
        words = _listed(list(dict.fromkeys(_pair_words(case, c.characteristic, c.population) for c in reasonless)))
        yield _at(case, "screening", f"Give a reason for {words}.", _input(case, reasonless[0], "reason"))


def _input(case: Case, cell: Answer | ScreeningCell, what: str) -> str:
    return input_id(case.framework, (cell.question, cell.characteristic, cell.population), what)


def _lacks_reason(case: Case, cell: ScreeningCell) -> bool:
    option = case.option_of(cell)
    return bool(option and option.needs_reason and not case.reason_of(cell).strip())


def evidence(case: Case) -> Iterator[Reason]:
    if not case.version.evidence and not case.version.gaps:
        yield _at(case, "evidence", "Add what you know, or say what is not known as a gap.", "add-evidence")


def options(case: Case) -> Iterator[Reason]:
    if len(case.version.options) < 2:
        yield _at(case, "options", "Add at least two options; doing nothing is one of them.", "add-option")
    elif not any(option.does_nothing for option in case.version.options):
        yield _at(case, "options", "Add the option of doing nothing.", "add-option")
    if case.version.options and not any(option.chosen == "chosen" for option in case.version.options):
        yield _at(case, "options", "Say which option is chosen.", f"option-{case.version.options[0].id}")


def impacts(case: Case) -> Iterator[Reason]:
    unconfirmed = [
        characteristic.title
        for characteristic in case.framework.characteristics
        if any(
            c.key == characteristic.key and case.is_closed(c.key, p.key) and (c.key, p.key) not in case.impacts
            for c, p in case.pairs
        )
    ]
    if unconfirmed:
        text = f"Confirm the finding “none” that screening made for {_listed(unconfirmed)}."
        yield _at(case, "impacts", text, "confirm")
    for characteristic, population in case.pairs:
        if case.is_open(characteristic.key, population.key):
            yield from _open_pair(case, characteristic.key, population.key)
    for impact in case.version.impacts:
        yield from _impact(case, impact)
    yield from flagged(case)


def flagged(case: Case) -> Iterator[Reason]:
    """What earlier results were flagged for is explained, or met by an action, before anybody signs."""
    known = {one.key: one for one in case.framework.characteristics}
    for key in dict.fromkeys(one.characteristic for one in case.flags if one.characteristic in known):
        where = _listed([one.words for one in case.flags if one.characteristic == key])
        said = f"{known[key].title}: earlier results were flagged ({where})."
        yield _about(case, f"{said} Say what explains it, or what is done about it.", key, "staff-reason")


def _open_pair(case: Case, characteristic: str, population: str) -> Iterator[Reason]:
    impact = case.impacts.get((characteristic, population))
    wanted = set(case.framework.aims_for(characteristic, population))
    answered = {aim.aim for aim in impact.aims if aim.direction} if impact else set()
    if wanted - answered:
        text = f"Say what happens to {_pair_words(case, characteristic, population)} under each aim."
        yield _about(case, text, characteristic, f"{population}-{min(wanted - answered)}")


def _impact(case: Case, impact: Impact) -> Iterator[Reason]:
    words = f"{case.about_words(impact.about)} ({_who(case, impact.population)})"
    if not impact.reason.strip() and impact.aims:
        yield _about(case, f"Give the reason for your finding on {words}.", impact.about, f"{impact.population}-reason")
    if not (case.is_negative(impact) or case.is_positive(impact) or case.is_unknown(impact)):
        return
    if case.is_negative(impact) and not (impact.how_bad and impact.how_many and impact.how_likely and impact.who):
        text = f"Say who is harmed, how many, how badly and how likely: {words}."
        yield _about(case, text, impact.about, f"{impact.population}-who")
    if not impact.evidence and not _gaps_about(case, impact.about):
        text = f"Cite evidence for {words}, or record what is not known as a gap."
        yield _about(case, text, impact.about, f"{impact.population}-evidence")


def _gaps_about(case: Case, about: str) -> list[Gap]:
    return [gap for gap in case.version.gaps if gap.characteristic in ("", *about.split("+"))]


def mitigation(case: Case) -> Iterator[Reason]:
    if case.state in ("draft", "screening"):
        yield from minor_harms_met(case)
        return
    for impact in case.version.impacts:
        if case.is_negative(impact) and not case.meeting(impact=impact.id):
            words = f"{case.about_words(impact.about)} ({_who(case, impact.population)})"
            text = f"Meet the harm to {words} by an action, an existing control or a justification."
            yield _at(case, "mitigation", text, f"impact-{impact.id}")
    for gap in case.version.gaps:
        if not case.meeting(gap=gap.id):
            text = f"Meet the gap “{gap.missing[:60]}” by an action, or give the reason why not."
            yield _at(case, "mitigation", text, f"gap-{gap.id}")
    for row in case.version.mitigations:
        yield from _half_said(case, row)


def minor_harms_met(case: Case) -> Iterator[Reason]:
    """For screening out: each minor harm has an owned, dated action."""
    for cell in case.harmful_cells():
        if not any(m.kind == "action" for m in case.meeting(cell=cell.id)):
            words = _pair_words(case, cell.characteristic, cell.population)
            text = f"Plan an action for the minor harm to {words} before it is screened out."
            yield _at(case, "mitigation", text, f"cell-{cell.id}")
    for row in case.version.mitigations:
        if row.cell_id:
            yield from _half_said(case, row)


_WANTED = {
    "action": (
        ("owner_id", "an owner"),
        ("due", "a date"),
        ("type", "its type"),
        ("measure", "how you will know it worked"),
    ),
    "justification": (
        ("aim", "the aim"),
        ("necessity", "why it is necessary"),
        ("alternatives", "why no less harmful way would do"),
    ),
    "control": (),
    "reason": (),
}


def _half_said(case: Case, row: Mitigation) -> Iterator[Reason]:
    lacking = [words for column, words in _WANTED[row.kind] if not getattr(row, column)]
    if lacking:
        text = f"“{row.what[:60]}” needs {_listed(lacking, shown=9)}."
        yield _at(case, "mitigation", text, f"mitigation-{row.id}")


def conclusion(case: Case) -> Iterator[Reason]:
    outcome = case.answer("conclusion", "outcome")
    if not outcome:
        yield _at(case, "conclusion", "Choose the outcome.", "outcome")
    else:
        yield from _outcome_holds(case, outcome)
    yield from _unanswered(case, "conclusion", {"conclusion": "Write the conclusion in your own words."})
    known = {str(impact.id) for impact in case.version.impacts}
    if not known & set(case.answers("conclusion", "rests_on")):
        yield _at(case, "conclusion", "Tick at least one impact that the conclusion rests on.", "rests_on")


def _outcome_holds(case: Case, key: str) -> Iterator[Reason]:
    outcome = case.framework.outcome(key)
    kinds = {row.kind for row in case.version.mitigations}
    if outcome.needs_action and "action" not in kinds:
        yield _at(
            case, "conclusion", f"“{outcome.title}” needs at least one action. Plan it, or choose again.", "outcome"
        )
    if outcome.needs_justification and "justification" not in kinds:
        text = f"“{outcome.title}” needs a justification of the harm that remains. Write it, or choose again."
        yield _at(case, "conclusion", text, "outcome")


def review(case: Case) -> Iterator[Reason]:
    day = case.answer("review", "review_day")
    if not day:
        yield _at(case, "review", "Set the date of the review.", "review_day-day")
    elif day <= clock.today().isoformat():
        yield _at(case, "review", "Set a review date that is still to come.", "review_day-day")


def extra(case: Case) -> Iterator[Reason]:
    for question in case.framework.extra_questions:
        if question.required and not case.answer("extra", question.key).strip():
            yield _at(case, "extra", f"Answer: {question.text}", question.key)


def public_summary(case: Case) -> Iterator[Reason]:
    """Said where it is written and where it is signed; no step waits for it."""
    for field, sentence in out_of_step(case):
        yield _at(case, PUBLIC_SUMMARY.key, sentence, field)


def happened(case: Case) -> Iterator[Reason]:
    """Said where it is written; no step waits for it."""
    for one in case.foreseen:
        words = f"{case.about_words(one.impact.about)} ({_who(case, one.impact.population)})"
        if not case.answer(HAPPENED.key, one.question):
            yield _at(case, HAPPENED.key, f"Say what happened: {words}.", one.question)
        elif not case.answer(HAPPENED.key, one.why).strip():
            yield _at(case, HAPPENED.key, f"Say how you know: {words}.", one.why)


def _pair_words(case: Case, characteristic: str, population: str) -> str:
    return f"{case.framework.characteristic(characteristic).in_sentence} ({_who(case, population)})"


def _who(case: Case, population: str) -> str:
    return case.framework.population(population).who


def _about(case: Case, text: str, about: str, anchor: str) -> Reason:
    return Reason(text, "assessments.impact", {**case.address, "about": about}, anchor)


def _listed(names: Sequence[str], shown: int = SHOWN) -> str:
    if len(names) <= shown:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{', '.join(names[:shown])} and {len(names) - shown} more"


_SECTIONS: dict[str, Callable[[Case], Iterator[Reason]]] = {
    "happened": happened,
    "proposal": proposal,
    "screening": screening,
    "evidence": evidence,
    "consultation": consultation,
    "options": options,
    "impacts": impacts,
    "extra": extra,
    "mitigation": mitigation,
    "conclusion": conclusion,
    "review": review,
    "public_summary": public_summary,
}
