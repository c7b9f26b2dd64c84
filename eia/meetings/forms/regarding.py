"""What is asked of those who decide: whether they had due regard to exactly this version."""

from collections.abc import Sequence
from typing import Any

from eia.forms import ChoiceField, EiaForm, HiddenField, Longest, ProseField, Required
from eia.meetings.models.decisions import DECLARED
from eia.meetings.regard import Decider


class RegardForm(EiaForm):
    """`seen` names the statement and screen on the page."""

    seen = HiddenField()
    said = ChoiceField("What do you declare?", [Required()])
    words = ProseField(
        "In your own words",
        [Longest(5_000)],
        description="If you want to add how you weighed it. It may be disclosed.",
        render_kw={"rows": 3},
    )


class TableForm(EiaForm):
    """One question for each decider of whom no declaration is recorded on this version."""

    seen = HiddenField()

    @property
    def said(self) -> dict[int, str]:
        named = {name: field for name, field in self._fields.items() if name.startswith("person_")}
        return {int(name.removeprefix("person_")): field.data for name, field in named.items() if field.data}


def regard_form(seen: str, version: str) -> RegardForm:
    form = RegardForm(data={"seen": seen}, prefix="")
    form.said.choices = [("regard", f"I had due regard to {version}"), ("abstains", "I abstain")]
    return form


def table_form(seen: str, asked: Sequence[Decider]) -> TableForm:
    questions: dict[str, Any] = {
        f"person_{one.person.id}": ChoiceField(f"{one.person.name}, {one.role.lower()}", choices=list(DECLARED.items()))
        for one in asked
    }
    form: TableForm = type("TableForm", (TableForm,), questions)(data={"seen": seen})
    return form
