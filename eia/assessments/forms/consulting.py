"""An entry of the consultation log, and one point raised in it."""

from typing import Any

from wtforms.validators import ValidationError

from eia.assessments.case import Case
from eia.assessments.forms.row import KeysField, RowForm
from eia.assessments.sections import sections_of
from eia.forms import Choice, DateParts, LineField, NumberField, PickField, ProseField, Required
from eia.frameworks.shape import Consultation
from eia.pages import joined


class ConsultationRowForm(RowForm):
    who = LineField("Who was asked?", [Required()], description="For example: the disability support network.")
    kind = PickField("What kind of group is it?", empty="Select a kind")
    how = LineField("How?", description="For example: a meeting, a survey, an open consultation.")
    from_day = DateParts("From")
    until_day = DateParts("Until")
    too_short_because = ProseField("If it was shorter, why?", render_kw={"rows": 2})
    about = KeysField("Which characteristics were they asked about?")
    populations = KeysField("About whom?")
    asked = NumberField("How many were asked?")
    answered = NumberField("How many answered?")
    said = ProseField(
        "What did they say, in short?", description="You can add each point they raised next.", render_kw={"rows": 3}
    )
    done = ProseField("What was done about it?", render_kw={"rows": 3})

    def validate_until_day(self, field: Any) -> None:
        if field.data and self.from_day.data and field.data < self.from_day.data:
            raise ValidationError("The last day must not come before the first")

    def validate_answered(self, field: Any) -> None:
        if field.data is not None and self.asked.data is not None and field.data > self.asked.data:
            raise ValidationError("No more people can have answered than were asked")


def offer_who(case: Case, form: ConsultationRowForm) -> None:
    """The choices of the framework; what it does not know is not asked."""
    framework = case.framework
    asks = framework.consultation
    form.kind.choices = [Choice(kind.key, kind.title) for kind in asks.kinds]
    local = [Choice(f"local:{group.key}", group.title) for group in framework.local_groups]
    form.about.choices = [*(Choice(c.key, c.title) for c in framework.characteristics), *local]
    form.populations.choices = [Choice(p.key, p.title) for p in framework.populations]
    if asks.sets_a_time:
        form.too_short_because.label.text = f"If it was shorter than {_asked_for(asks)}, why?"
    else:
        del form.too_short_because
    if not asks.kinds:
        del form.kind


def _asked_for(asks: Consultation) -> str:
    """ "12 weeks", or "12 weeks (4 for “A union”)"."""
    own = [k for k in asks.kinds if k.minimum_weeks is not None and k.minimum_weeks != asks.minimum_weeks]
    apart = joined(f"{kind.minimum_weeks or 'no time'} for “{kind.title}”" for kind in own)
    general = f"{asks.minimum_weeks} weeks" if asks.minimum_weeks else "the weeks asked for"
    return f"{general} ({apart})" if apart else general


class RaisedPointForm(RowForm):
    consultation_id = PickField("Who raised it?", [Required()], empty="Select who raised it")
    point = ProseField("You said: what was raised?", [Required()], render_kw={"rows": 3})
    response = ProseField(
        "We did: what was done about it?",
        description="If nothing was changed, say why.",
        render_kw={"rows": 3},
    )
    changed = PickField("What did it change?", empty="Nothing here")

    def values(self) -> dict[str, Any]:
        """The columns: what it changed is one of three pointers."""
        values = super().values()
        name, _, key = str(values.pop("changed") or "").partition("-")
        values["section"] = key if name == "section" else ""
        for column in ("impact", "mitigation"):
            values[f"{column}_id"] = int(key) if name == column else None
        return values


def offer_point(case: Case, form: RaisedPointForm) -> None:
    form.consultation_id.choices = [Choice(one.id, one.who) for one in case.version.consultations]
    sections = [Choice(f"section-{s.key}", f"Section: {s.title}") for s in sections_of(case)]
    impacts = [Choice(f"impact-{i.id}", f"Impact: {_about(case, i)}") for i in case.version.impacts]
    measures = [Choice(f"mitigation-{m.id}", f"Measure: {m.what[:80]}") for m in case.version.mitigations]
    form.changed.choices = [*sections, *impacts, *measures]


def _about(case: Case, impact: Any) -> str:
    return f"{case.about_words(impact.about)} ({case.framework.population(impact.population).who})"
