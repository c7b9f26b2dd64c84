"""The equality part of an item, directly before its paper: the statement, what it means for people, and the duty."""

from collections.abc import Iterable, Iterator, Sequence

from eia.assessments.afterwards.correctable import in_front_of
from eia.assessments.case import Case
from eia.assessments.models import Consultation, Mitigation
from eia.assessments.views.glance import Found, harms_and_gains, screening_in_words
from eia.frameworks.loader import shipped
from eia.frameworks.shape import Framework
from eia.meetings.models import EqualityStatement, QuickScreen
from eia.meetings.models.items import STATEMENTS
from eia.meetings.screened import answered
from eia.pages import counted, day, iso_day, joined
from eia.printing.blocks import Block, Bullets, Facts, Heading, Paragraph, Quotation, Table

FINDINGS = {
    "negative": "Harms", "positive": "Helps", "both": "Harms and helps", "unknown": "Not known",
    "unanswered": "Not answered",
}  # fmt: skip
KINDS = {
    "action": "Action", "control": "Existing control", "justification": "Justification", "reason": "Reason not to",
}  # fmt: skip
OPTION = {"chosen": " (chosen)", "rejected": " (not chosen)"}
COLUMNS = ("Who", "What happens to them", "What is done about it", "What remains")


def stated(statement: EqualityStatement) -> str:
    """The statement as its author signed it."""
    words = STATEMENTS[statement.kind]
    if statement.kind == "not_needed":
        words = f"{words}, because: {statement.because}"
    return f"{ended(words)} Stated by {statement.signer.name}, {day(statement.signed_at)}."


def screened_quickly(screen: QuickScreen) -> Iterator[Block]:
    """What stands in for an assessment until one is made."""
    yield Heading("Quick screen")
    yield Table("Who may be affected", ("Answer", "For whom", "Why"), tuple(tuple(one) for one in answered(screen)))
    rows = (
        ("Who may be hurt", screen.who_is_hurt),
        ("How badly", screen.how_badly),
        ("What is done", screen.what_is_done),
        ("Why now", screen.why_now),
        ("Assessed by", f"{screen.owner.name}, until {day(screen.due)}"),
        ("Regard", screen.regard),
    )
    yield Facts(tuple(row for row in rows if row[1]))
    yield from duty(shipped()[screen.framework])


def attached(case: Case, statement: EqualityStatement, prefix: str) -> Iterator[Block]:
    """What the pinned version says to those who decide; `prefix` begins the number of its paragraphs."""
    version = case.version
    yield Paragraph(
        f"{case.assessment.reference}, version {version.number}: {case.subject.title}. {_signed(case)} "
        f"Pinned as signed, SHA-256 {statement.content_digest[:16]}…"
    )
    if corrections := in_front_of(version):
        yield Paragraph(
            f"Corrected since it was signed: this is version {version.reads_as}. Read what was signed with:"
        )
        yield Bullets(tuple(row.says for row in corrections))
    if statement.kind == "full":
        yield from _impacts(case, prefix)
    else:
        yield from _screening(case, prefix)
    yield from _unknown(case)
    yield from _options(case)
    yield from _consulted(case)
    yield from _conclusion(case)


def duty(framework: Framework) -> Iterator[Block]:
    """The words of the law that whoever decides must have regard to."""
    yield Heading("The duty")
    law = framework.law.partition(",")[0]
    for quotation in framework.duty:
        yield Quotation(f"{law}, {quotation.section}", quotation.text.strip())


def _impacts(case: Case, prefix: str) -> Iterator[Block]:
    found = harms_and_gains(case)
    shown = [one for one in found if one.kind != "none"]
    if shown:
        rows = tuple(_row(case, one, f"{prefix}{number}") for number, one in enumerate(shown, 1))
        yield Table("Who is hurt and who gains, the gravest first", COLUMNS, rows)
    else:
        yield Paragraph("No harm and no gain was found.")
    if nobody := _by_population(one for one in found if one.kind == "none"):
        yield Paragraph(f"No different effect was found for: {nobody}.")


def _by_population(found: Iterable[Found]) -> str:
    """ "age (staff and public), race (public)"."""
    whom: dict[str, list[str]] = {}
    for one in found:
        whom.setdefault(one.words, []).append(one.population.lower())
    return ", ".join(f"{words[:1].lower()}{words[1:]} ({joined(who)})" for words, who in whom.items())


def _row(case: Case, one: Found, number: str) -> tuple[str, ...]:
    remains = {residual_words(case, row) for row in one.met_by if row.residual}
    return (
        f"{number} {one.words} ({one.population.lower()}): {FINDINGS[one.kind].lower()}",
        "\n".join(text for text in (one.impact.reason, _scales(case, one)) if text),
        "\n".join(mitigation_words(row) for row in one.met_by) or "Nothing is recorded.",
        "\n".join(sorted(remains)) or ("Not stated" if one.kind in ("negative", "both") else ""),
    )


def _scales(case: Case, one: Found) -> str:
    """ "How bad: serious. How likely: likely." """
    told = []
    for scale in case.framework.scales:
        value = getattr(one.impact, scale.key, "")
        choices = case.framework.levels if scale.kind == "level" else scale.options
        words = value if scale.kind == "text" else next((each.title for each in choices if each.key == value), "")
        if words:
            told.append(ended(f"{scale.title}{'' if scale.title.endswith('?') else ':'} {words}"))
    return " ".join(told)


def mitigation_words(row: Mitigation) -> str:
    """ "Action: a ramp. Owner: Head of Estates. Due 3 March 2027." """
    words = [ended(f"{KINDS[row.kind]}: {row.what}")]
    if row.owner:
        words.append(f"Owner: {row.owner.name}.")
    if row.due:
        words.append(f"Due {day(row.due)}.")
    if row.necessity:
        words.append(f"Why it is necessary: {ended(row.necessity)} Why no less harmful way: {ended(row.alternatives)}")
    return " ".join(words)


def residual_words(case: Case, row: Mitigation) -> str:
    return "None" if row.residual == "none" else case.framework.level(row.residual).title


def _screening(case: Case, prefix: str) -> Iterator[Block]:
    if case.cover:
        parent = case.cover.parent
        yield Paragraph(
            f"Covered by {parent.assessment.reference}, version {parent.number}. {ended(case.cover.reason)}",
            f"{prefix}1",
        )
        return
    rows = tuple(
        (
            f"{prefix}{number} {one.answer}", joined(one.whom), one.reason,
            "\n".join(mitigation_words(row) for row in one.met_by),
        )
        for number, one in enumerate(screening_in_words(case), 1)
    )  # fmt: skip
    yield Table("What screening says", ("Answer", "For whom", "Why", "What is done about it"), rows)


def _unknown(case: Case) -> Iterator[Block]:
    if case.version.gaps:
        yield Heading("What is not known")
        yield Bullets(
            tuple(
                " ".join([ended(gap.missing), *map(mitigation_words, case.meeting(gap=gap.id))])
                for gap in case.version.gaps
            )
        )


def _options(case: Case) -> Iterator[Block]:
    if case.version.options:
        yield Heading("Options that were considered")
        yield Bullets(
            tuple(
                " ".join(
                    filter(
                        None, (ended(f"{one.title}{OPTION.get(one.chosen, '')}"), ended(one.effect), ended(one.because))
                    )
                )
                for one in case.version.options
            )
        )


def _consulted(case: Case) -> Iterator[Block]:
    rows: Sequence[Consultation] = case.version.consultations
    nobody = case.answer("consultation", "nobody_because")
    if rows or nobody:
        yield Heading("What others said")
    if rows:
        yield Bullets(tuple(_one_consulted(case, row) for row in rows))
    if nobody:
        yield Paragraph(f"Why nobody was asked: {ended(nobody)}")


def _one_consulted(case: Case, row: Consultation) -> str:
    words = [row.who + (f", until {day(row.until_day)}" if row.until_day else "") + "."]
    if row.answered is not None:
        words.append(f"{counted(row.answered, 'person', 'people')} answered.")
    if row.said:
        words.append(f"They said: {ended(row.said)}")
    if row.done:
        words.append(f"What was done: {ended(row.done)}")
    for point in case.points_of(row):
        words.append(f"They said: {ended(point.point)} What was done: {ended(point.response or 'not answered yet')}")
    return " ".join(words)


def _conclusion(case: Case) -> Iterator[Block]:
    if outcome := case.answer("conclusion", "outcome"):
        yield Heading(f"Conclusion: {case.framework.outcome(outcome).title}")
        if said := case.answer("conclusion", "conclusion"):
            yield Paragraph(said)
    if case.version.scope:
        yield Heading("What the assessment assumes")
        yield Bullets(tuple(f"{one.label}: {one.value}" for one in case.version.scope))
    if planned := case.answer("proposal", "planned_day"):
        yield Paragraph(f"Decision planned for {iso_day(planned)}.")


def _signed(case: Case) -> str:
    """ "Signed for Cambridgeshire Constabulary by ..., 3 March 2027." """
    told = [
        f"{'Refused' if one.kind == 'refusal' else 'Signed'} for {one.organisation.name} by {one.person.name}"
        f"{f' as {one.office.lower()}' if one.seat else ''}, {day(one.signed_at)}."
        for one in case.signatures
    ]
    return " ".join(told) or "Nobody has signed it."


def ended(words: str) -> str:
    """With a full stop, unless it ends with a mark of its own."""
    said = words.strip()
    return said if said[-1:] in ".!?" or not said else f"{said}."
