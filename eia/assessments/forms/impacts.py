"""On the overview of impacts: confirm what screening found, and choose who else to look at."""

from eia.assessments.case import Case
from eia.assessments.forms.writing import WritingForm
from eia.forms import Choice, ChoicesField, EiaForm, TickField


class ConfirmForm(WritingForm):
    finished = TickField("I have finished this section")
    confirmed = ChoicesField("Tick each characteristic whose finding “none” you confirm")


def confirm_form(case: Case) -> ConfirmForm:
    """A tick for every characteristic where screening said "no" and nobody has confirmed it yet."""
    section = case.section("impacts")
    form = ConfirmForm(
        data={"seen": section.revision if section else 0, "finished": bool(section and section.finished)}
    )
    choices = []
    for characteristic in case.framework.characteristics:
        closed = [
            p
            for c, p in case.pairs
            if c.key == characteristic.key and case.is_closed(c.key, p.key) and (c.key, p.key) not in case.impacts
        ]
        if closed:
            reasons = [case.reason_of(cell) for p in closed for cell in case.screened(characteristic.key, p.key)]
            who = " and ".join(p.who for p in closed)
            hint = " ".join(dict.fromkeys(r for r in reasons if r))
            choices.append(Choice(characteristic.key, f"{characteristic.title} ({who})", hint))
    form.confirmed.choices = choices
    return form


class IntersectionForm(EiaForm):
    parts = ChoicesField("Tick two or more characteristics, or one local group")

    @property
    def about(self) -> str:
        """ "age+sex" in the framework's order, "local:carers", or "" when the ticks make neither."""
        local = [part for part in self.parts.data if part.startswith("local:")]
        own = [part for part in self.parts.data if not part.startswith("local:")]
        if len(local) == 1 and not own:
            return str(local[0])
        return "+".join(own) if len(own) > 1 and not local else ""

    def validate(self, extra_validators: object = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and not self.about:
            self.parts.errors = ["Tick two or more characteristics, or exactly one local group"]
            return False
        return fine


def intersection_form(case: Case) -> IntersectionForm:
    form = IntersectionForm()
    own = [Choice(c.key, c.title) for c in case.framework.characteristics]
    local = [Choice(f"local:{g.key}", g.title, "Local group") for g in case.framework.local_groups]
    form.parts.choices = [*own, *local]
    return form
