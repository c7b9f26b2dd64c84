"""The page of counts of one stage and one list of groups: a table of boxes for each organisation; and a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from eia.forms import DecimalField, HiddenNumberField, NumberField, Required, UploadField
from eia.people.forms.administration import AskingForm
from eia.promotions.counted import Cells
from eia.promotions.figures.counts import MOST, Group, Tally

MEASURES = ("entered", "passed", "withdrew", "printed")


class CountsForm(AskingForm):
    """`seen` is the number of the edition the reader saw. The boxes are named organisation, group, measure."""

    seen = HiddenNumberField()
    groups: Sequence[Group] = ()
    codes: Sequence[str] = ()

    def box(self, code: str, group: Group, measure: str) -> Any:
        return self[_name(self.codes.index(code), self.groups.index(group), measure)]

    def cells(self, code: str) -> dict[str, Tally]:
        """What was typed for one organisation; groups without any figure are left out."""
        found = {}
        for group in self.groups:
            entered, passed, withdrew, printed = (self.box(code, group, one).data for one in MEASURES)
            tally = Tally(
                entered=entered, passed=passed, withdrew=withdrew, printed=None if printed is None else f"{printed:f}"
            )
            if tally != Tally():
                found[group.key] = tally
        return found


def counts_form(codes: Sequence[str], groups: Sequence[Group], now: Mapping[str, Cells], seen: int) -> CountsForm:
    """`now` is by organisation what stands there."""
    fields: dict[str, Any] = {"codes": codes, "groups": groups}
    data: dict[str, Any] = {"seen": seen}
    for row, code in enumerate(codes):
        for place, group in enumerate(groups):
            tally = now.get(code, {}).get(group.key, Tally())
            for measure in MEASURES:
                name = _name(row, place, measure)
                fields[name], data[name] = _box(measure, group, code), getattr(tally, measure)
    form: CountsForm = type("CountsOfStage", (CountsForm,), fields)(data=data)
    return form


def _box(measure: str, group: Group, code: str) -> Any:
    words = {"entered": "Entered", "passed": "Passed", "withdrew": "Withdrew", "printed": "Published rate"}
    label = f"{words[measure]}, {group.title}, {code}"
    if measure == "printed":
        return DecimalField(label, most=100)
    return NumberField(label, most=MOST)


def _name(row: int, place: int, measure: str) -> str:
    return f"o{row}g{place}{measure}"


class FileForm(AskingForm):
    file = UploadField(
        "File of counts",
        [Required()],
        description="Comma-separated values (.csv), as the template has them. At most 50,000 lines.",
        render_kw={"attributes": {"accept": ".csv,text/csv,text/plain"}},
    )
