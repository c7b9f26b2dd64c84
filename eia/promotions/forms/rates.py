"""What is asked about a disproportionality table: what it is of, then its figures with all that is read with them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from eia.forms import (
    Choice,
    ChoiceField,
    DecimalField,
    HiddenNumberField,
    LineField,
    Longest,
    NumberField,
    PickField,
    ProseField,
    Required,
    RequiredWhen,
    UploadField,
)
from eia.people.forms.administration import AskingForm
from eia.promotions.figures.counts import Group
from eia.promotions.figures.disproportion import Events
from eia.promotions.figures.limits import newest
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.groups.shape import GroupList
from eia.promotions.models.rates import FACTS, KINDS
from eia.promotions.rates.given import Facts, Given
from eia.promotions.rates.intake import MOST
from eia.promotions.rates.together import Together

MEASURES = ("events", "population", "printed")
MOST_RATE = 999_999


class TableForm(AskingForm):
    title = LineField(
        "Title", [Required(), Longest(200)], description="For example: Stop and search by ethnicity, Cambridgeshire."
    )
    kind = ChoiceField("What is it about?", [Required()], choices=[Choice(*one) for one in KINDS.items()])
    group_list = PickField(
        "Which groups?", [Required()], empty="Select a list of groups", description="It stays for the whole table."
    )

    def offer(self) -> None:
        self.group_list.choices = [Choice(one.id, one.title) for one in group_lists().values()]


class EditionForm(AskingForm):
    """`seen` is the number of the edition the reader saw. The boxes are named by group and measure."""

    seen = HiddenNumberField()
    title = LineField("Title", [Required(), Longest(200)])
    year = LineField("Year", [Required(), Longest(100)], description="For example: year ending March 2021.")
    area = LineField("Area", [Required(), Longest(200)])
    numerator = LineField(
        "What is counted?", [Required(), Longest(200)], description="For example: searches under PACE section 1."
    )
    denominator = LineField(
        "Of whom?", [Required(), Longest(200)], description="For example: residents, or police officers at 31 March."
    )
    benchmark = LineField(
        "Where do the numbers of people come from?",
        [Required(), Longest(300)],
        description="For example: Census 2021. Name the year of the census.",
    )
    definition = LineField(
        "How was the group recorded?",
        [Required(), Longest(300)],
        description="For example: as the person described themselves, or as the officer saw them.",
    )
    source = ProseField(
        "Where do these figures come from?", [Required(), Longest(1_000)], description="A publication with its date."
    )
    is_published = ChoiceField(
        "Are these figures published?",
        [Required()],
        choices=[
            Choice("yes", "Yes, anybody can read them there", "Everybody in your organisation reads this table."),
            Choice(
                "no", "No, they are our own",
                f"Others read it only while no number in it is small: from 1 to {newest().threshold.value - 1:g}.",
            ),
        ],
    )  # fmt: skip
    per = ChoiceField(
        "Rates are per how many people?", [Required()], choices=[Choice(1_000, "1,000"), Choice(100_000, "100,000")]
    )
    compared_with = PickField("Which group are the others compared with?", [Required()], empty="Select a group")
    unknown = NumberField(
        "Events without a recorded group",
        most=MOST,
        description="0 means there were none. Leave it empty when nobody knows: that is said beside the figures.",
    )
    together = ChoiceField(
        "What should happen to this edition?",
        choices=[
            Choice("hide", "Hide it from others", "Only those who may see small numbers open it. It is no evidence."),
            Choice("apart", "Show it: nobody in it is counted in those tables too, or they tell nothing of each other"),
        ],
    )  # fmt: skip
    apart = ProseField(
        "Why do they tell nothing of each other?",
        [RequiredWhen("together", "apart"), Longest(500)],
        description="It stands beside the figures, with your name in the trail.",
    )
    groups: Sequence[Group] = ()

    def answer(self) -> Together:
        return Together(self.together.data == "hide", self.apart.data if self.together.data == "apart" else "")

    def box(self, group: Group, measure: str) -> Any:
        return self[_name(self.groups.index(group), measure)]

    def facts(self) -> Facts:
        said = {name: self._fields[name].data for name in FACTS}
        return said | {"is_published": self.is_published.data == "yes"}

    def given(self) -> Given:
        """What was typed; groups without any figure are left out."""
        rows = []
        for group in self.groups:
            events, population, printed = (self.box(group, one).data for one in MEASURES)
            one = Events(
                group=group.key,
                events=events,
                population=population,
                printed=None if printed is None else f"{printed:f}",
            )
            if one != Events(group=group.key):
                rows.append(one)
        return Given(rows, self.unknown.data)


def edition_form(
    group_list: GroupList, facts: Mapping[str, Any], given: Given, seen: int, **options: Any
) -> EditionForm:
    """`facts` and `given` are what stands there, or what a file said; `formdata=None` shows them whatever is posted."""
    groups = [one for one in group_list.counted if one.is_stated]
    fields: dict[str, Any] = {"groups": groups}
    data: dict[str, Any] = {"compared_with": group_list.compared_with, **facts, "seen": seen, "unknown": given.unknown}
    if "is_published" in data:
        data["is_published"] = "yes" if data["is_published"] else "no"
    for place, group in enumerate(groups):
        now = given.of(group.key)
        for measure in MEASURES:
            fields[_name(place, measure)] = _box(measure, group)
            data[_name(place, measure)] = getattr(now, measure)
        data[_name(place, "printed")] = Decimal(now.printed) if now.printed is not None else None
    form: EditionForm = type("EditionOfTable", (EditionForm,), fields)(data=data, **options)
    form.compared_with.choices = [Choice(one.key, one.title) for one in groups]
    return form


def _box(measure: str, group: Group) -> Any:
    words = {"events": "Events", "population": "Population", "printed": "Published rate"}
    label = f"{words[measure]}, {group.title}"
    return DecimalField(label, most=MOST_RATE) if measure == "printed" else NumberField(label, most=MOST)


def _name(place: int, measure: str) -> str:
    return f"g{place}{measure}"


class EventsFileForm(AskingForm):
    file = UploadField(
        "File of counts",
        [Required()],
        description="Comma-separated values (.csv), as the template has them.",
        render_kw={"attributes": {"accept": ".csv,text/csv,text/plain"}},
    )
