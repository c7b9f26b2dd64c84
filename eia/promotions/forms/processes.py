"""What is asked about a process: its facts, its stages, and the groups people are counted by."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import FieldList, FormField

from eia.forms import (
    Choice,
    ChoicesField,
    DateParts,
    HiddenNumberField,
    LineField,
    Longest,
    NumberField,
    Part,
    PickField,
    ProseField,
    Required,
    TickField,
)
from eia.people.forms.administration import AskingForm
from eia.people.models import Organisation, Person
from eia.promotions.figures.counts import MOST, StageKind
from eia.promotions.groups.lists import compared_in, crossings
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.groups.shape import Crossing
from eia.promotions.models import PromotionProcess
from eia.promotions.models.processes import SAID, STAGE_KINDS

MOST_STAGES = 12


class ProcessForm(AskingForm):
    """`seen` is the revision the reader saw; 0 for a new process."""

    seen = HiddenNumberField()
    number = LineField(
        "Number",
        [Required(), Longest(60)],
        description="As it stands on its papers, for example INSP-2026.",
        render_kw={"width": "20", "autocomplete": "off", "spellcheck": False},
    )
    title = LineField("Title", [Required(), Longest(200)])
    rank_from = LineField("From which rank or grade?", [Required(), Longest(100)], render_kw={"width": "20"})
    rank_to = LineField("To which rank or grade?", [Required(), Longest(100)], render_kw={"width": "20"})
    owner = PickField(
        "Owner", [Required()], empty="Select a person", description="Who answers for it. They are told what happens."
    )
    shared_with = ChoicesField(
        "Which other organisations take part?",
        description="Each has its own legal duty and signs the assessment for itself. Leave all empty if none does.",
    )
    opens_on = DateParts("When do applications open?")
    closes_on = DateParts("When do applications close?")
    criteria = ProseField("What are the criteria?", description="For example length of service, or a work-based test.")
    changed = ProseField("What is different from last time?", description="Leave it empty when this is the first time.")
    panel = ProseField("Who sits on the panels?", description="By office, sex and background. Name nobody.")
    encouraged = ProseField("Steps to encourage or support a group")
    preferred = ProseField("Choosing between people who are equally qualified")
    counts_source = ProseField(
        "Where do the counts come from, and what must be known to read them?",
        description="For example a publication, or that gender was recorded and not sex. It stands beside the figures. "
        "Leave it empty when they are simply yours.",
    )
    adjustments_asked = NumberField("Adjustments asked for", most=MOST)
    adjustments_granted = NumberField("Adjustments granted", most=MOST)
    appeals_made = NumberField("Appeals made", most=MOST)
    appeals_upheld = NumberField("Appeals upheld", most=MOST)

    def offer(self, people: Iterable[Person], organisations: Iterable[Organisation]) -> None:
        self.owner.choices = [Choice(person.id, person.name) for person in people]
        self.shared_with.choices = [Choice(one.id, one.name) for one in organisations]

    def said(self) -> dict[str, Any]:
        return {name: self._fields[name].data for name in SAID}


class StagePart(Part):
    kind = PickField("Kind", empty="No stage")
    title = LineField("Called", [Longest(100)])


class StagesForm(AskingForm):
    """One row for each stage, in order; a row without a kind is none."""

    seen = HiddenNumberField()
    stages = FieldList(FormField(StagePart), min_entries=MOST_STAGES, max_entries=MOST_STAGES)

    def chosen(self) -> list[tuple[StageKind, str]]:
        return [(row.form.kind.data, row.form.title.data) for row in self.stages if row.form.kind.data]


def stages_form(process: PromotionProcess) -> StagesForm:
    rows = [{"kind": one.kind, "title": one.title} for one in process.stages]
    form = StagesForm(data={"seen": process.revision, "stages": rows})
    for row in form.stages:
        row.form.kind.choices = [Choice(kind, title) for kind, title in STAGE_KINDS.items()]
    return form


class GroupsForm(AskingForm):
    """One part for each list there is: whether it is counted by, the comparison group, and the others together."""

    seen = HiddenNumberField()
    lists: Sequence[tuple[str, str, str]] = ()
    """Of each list its id, its title and the prefix of its fields."""
    pairs: Sequence[tuple[Crossing, str]] = ()
    """What can be counted two at once, and the name of its field."""

    def chosen(self) -> dict[str, tuple[str | None, bool]]:
        single = {
            key: (self[f"{prefix}_against"].data, self[f"{prefix}_others"].data)
            for key, _, prefix in self.lists
            if self[f"{prefix}_on"].data
        }
        against = {key: one[0] for key, one in single.items()}
        return single | {pair.id: (compared_in(pair, against), False) for pair, name in self.pairs if self[name].data}


def groups_form(process: PromotionProcess) -> GroupsForm:
    now = {one.group_list: one for one in process.breakdowns}
    fields: dict[str, Any] = {"lists": []}
    data: dict[str, Any] = {"seen": process.revision}
    for number, one in enumerate(group_lists().values()):
        prefix, row = f"list{number}", now.get(one.id)
        stated = [Choice(group.key, group.title) for group in one.groups if group.is_stated]
        fields["lists"].append((one.id, one.title, prefix))
        fields[f"{prefix}_on"] = TickField(f"Count by {one.title.lower()}")
        fields[f"{prefix}_against"] = PickField(
            "Compare the others with", choices=stated, empty="Nobody: no comparison"
        )
        fields[f"{prefix}_others"] = TickField("Also hold each group against all others together")
        data |= {f"{prefix}_on": row is not None}
        data |= {f"{prefix}_against": row.compared_with if row else one.compared_with or None}
        data |= {f"{prefix}_others": row.also_with_others if row else False}
    fields["pairs"] = [(pair, f"pair{number}") for number, pair in enumerate(crossings(now))]
    for pair, name in fields["pairs"]:
        fields[name], data[name] = TickField(f"Count by {pair.title.lower()}"), pair.id in now
    form: GroupsForm = type("GroupsOfLists", (GroupsForm,), fields)(data=data)
    return form
