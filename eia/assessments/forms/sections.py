"""The single answers of each section. A field's name is the question's key in `Section.answers`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from eia.assessments.afterwards.looking_back import HAPPENED
from eia.assessments.case import Case
from eia.assessments.forms.writing import WritingForm
from eia.assessments.guards.consulting import harmed_and_not_asked, reason_key
from eia.assessments.writing.two_languages import (
    ASKED,
    TITLE,
    digest_of,
    holds,
    language_of,
    pairs,
    second,
    written_for,
)
from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateParts,
    HiddenField,
    LineField,
    ProseField,
    TickField,
)

OCCASIONS = (
    ("new", "Something new"),
    ("change", "A change to what is in force"),
    ("review", "A review of what is in force", "Reviewing what is in force already is not late."),
)


class SectionForm(WritingForm):
    """`finished` is the writer's own word."""

    finished = TickField("I have finished this section")

    def answers(self) -> dict[str, Any]:
        """The answers in JSON values: dates as ISO days, unanswered as ""."""
        own = {name: field.data for name, field in self.written() if name != "finished"}
        return {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in own.items()}


class ProposalForm(SectionForm):
    changes = ProseField("What changes?", description="Two or three sentences a member of the public would understand.")
    why = ProseField("Why?", description="The problem it solves, and the outcome you want.")
    occasion = ChoiceField("What is this?", choices=OCCASIONS)
    affects = ChoicesField("Who is affected?")
    affected = ProseField(
        "Say more about the people affected", description="Roughly how many, where, and in which roles or places."
    )
    open_options = ProseField(
        "Which options are still open?", description="The duty comes before the decision: say what could still change."
    )
    decider = LineField(
        "Who takes the decision?", description="The office or body, for example the Deputy Chief Constable."
    )
    planned_day = DateParts("When is the decision planned?")


class ScreeningIntroForm(SectionForm):
    shared_reason = ProseField("One reason for several")


class EvidenceForm(SectionForm):
    pass


class ConsultationForm(SectionForm):
    nobody_because = ProseField(
        "If nobody was asked, say why", description="Leave this empty when you have added a consultation."
    )


class OptionsForm(SectionForm):
    pass


class MitigationForm(SectionForm):
    pass


class ConclusionForm(SectionForm):
    outcome = ChoiceField("Outcome")
    conclusion = ProseField(
        "Conclusion in your own words",
        description="What the impacts come to, and why this outcome follows. Name the people, not only the process.",
    )
    rests_on = ChoicesField("Which impacts does the conclusion rest on?", description="Tick at least one.")


class ReviewForm(SectionForm):
    review_day = DateParts("When will you look again?")
    watch = ProseField(
        "What will you watch until then?", description="The figures, complaints or feedback that would show real harm."
    )


class ExtraForm(SectionForm):
    """Its fields come from the framework."""


class PublicSummaryForm(SectionForm):
    """Each text in English and in the second language. `title_shown` is the digest of the title on the page.

    What a second text was written for is the English as it was typed, before anybody else's words are put in its place.
    """

    title_shown = HiddenField()

    def process(self, *arguments: Any, **values: Any) -> None:
        super().process(*arguments, **values)
        typed = {text: self._fields[text].data or "" for text in ASKED if text in self._fields}
        self.typed_for = {text: digest_of(said) for text, said in typed.items()}

    def answers(self) -> dict[str, Any]:
        of = {written_for(text): digest for text, digest in self.typed_for.items()}
        return {**super().answers(), **of, written_for(TITLE): self.title_shown.data or ""}


FORMS: Mapping[str, type[SectionForm]] = {
    "proposal": ProposalForm,
    "evidence": EvidenceForm,
    "options": OptionsForm,
    "mitigation": MitigationForm,
    "conclusion": ConclusionForm,
    "review": ReviewForm,
}


def section_form(case: Case, key: str) -> SectionForm:
    """The form of a section, filled with what is on record and with the framework's choices."""
    kind = MADE[key](case) if key in MADE else FORMS[key]
    section = case.section(key)
    on_record = dict(section.answers) if section else {}
    for name in ("planned_day", "review_day"):
        if on_record.get(name):
            on_record[name] = date.fromisoformat(on_record[name])
    state = {"seen": section.revision if section else 0, "finished": bool(section and section.finished)}
    form = kind(data={**on_record, **state, "title_shown": digest_of(case.subject.title)})
    _choices(case, form)
    return form


def _choices(case: Case, form: SectionForm) -> None:
    framework = case.framework
    if isinstance(form, ProposalForm):
        form.affects.choices = [Choice(p.key, p.title, p.plain) for p in framework.populations]
    if isinstance(form, ConclusionForm):
        form.outcome.choices = [Choice(o.key, o.title, o.plain) for o in framework.outcomes]
        form.rests_on.choices = [
            Choice(str(i.id), f"{case.about_words(i.about)} ({framework.population(i.population).who})")
            for i in case.version.impacts
        ]


def _consultation_form(case: Case) -> type[SectionForm]:
    """With a question for each characteristic that a harm touches and nobody was asked about."""
    fields = {}
    for about in harmed_and_not_asked(case):
        words = case.about_words(about)
        label = f"Why was nobody asked about {words[:1].lower()}{words[1:]}?"
        fields[reason_key(about)] = ProseField(label, description="A harm is found there.", render_kw={"rows": 3})
    return type("HarmedConsultationForm", (ConsultationForm,), fields)


def _happened_form(case: Case) -> type[SectionForm]:
    """Two questions for each effect that the version before foresaw."""
    fields: dict[str, Any] = {}
    for one in case.foreseen:
        fields[one.question] = ChoiceField("What happened?", choices=list(HAPPENED.items()))
        fields[one.why] = ProseField(
            "How do you know?", description="Figures, complaints, results. If it is not known, why not?",
            render_kw={"rows": 3},
        )  # fmt: skip
    return type("HappenedForm", (SectionForm,), fields)


def _extra_form(case: Case) -> type[SectionForm]:
    fields = {q.key: ProseField(q.text, description=q.hint) for q in case.framework.extra_questions}
    return type("ExtraQuestionsForm", (ExtraForm,), fields)


def _public_summary_form(case: Case) -> type[SectionForm]:
    """Beside each text that is stale, a tick with which its writer says that it still holds."""
    language, spoken = language_of(case), {"lang": case.second_language}
    fields: dict[str, Any] = {}
    for pair in pairs(case):
        called = f"{pair.called} In {language}" if pair.called.endswith("?") else f"{pair.called} in {language}"
        if pair.key == TITLE:
            said = f"In English: {pair.first}"
            fields[second(TITLE)] = LineField(called, description=said, render_kw={"attributes": spoken})
        else:
            fields[pair.key] = ProseField(f"{pair.called} In English")
            fields[second(pair.key)] = ProseField(called, render_kw={"attributes": spoken})
        if pair.stale_since:
            fields[holds(pair.key)] = TickField(f"The {language} still holds")
    return type("BilingualSummaryForm", (PublicSummaryForm,), fields)


MADE: Mapping[str, Callable[[Case], type[SectionForm]]] = {
    "consultation": _consultation_form,
    "extra": _extra_form,
    "happened": _happened_form,
    "public_summary": _public_summary_form,
}
"""Sections whose questions depend on the framework or on what was found."""
