"""The two grids: screening, and what happens to people of one characteristic. The framework gives their fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from eia.assessments.case import Case
from eia.assessments.forms.writing import WritingForm
from eia.assessments.models import Evidence, Impact, ScreeningCell
from eia.forms import Choice, ChoiceField, ChoicesField, LineField, PickField, ProseField, TickField
from eia.frameworks.screening import input_id
from eia.frameworks.shape import Aim, Population, ScreeningQuestion

Key = tuple[str, str, str]
CELL = ("answer", "direction", "level", "reason", "shares")


class ScreeningForm(WritingForm):
    """One group of fields per cell, named `<question>-<characteristic>-<population>-<what>`."""

    finished = TickField("I have finished this section")
    shared_reason = ProseField(
        "One reason for several",
        description="If the same reason holds in several places, write it once and tick it where it holds.",
        render_kw={"rows": 3},
    )
    keys: Sequence[Key] = ()

    def cell(self, key: Key) -> dict[str, Any]:
        return {what: self._fields["-".join((*key, what))] for what in CELL if "-".join((*key, what)) in self._fields}

    def cells(self) -> dict[Key, dict[str, Any]]:
        """(question, characteristic, population) -> the columns of the cell."""
        return {key: self._values(key) for key in self.keys}

    def _values(self, key: Key) -> dict[str, Any]:
        cell = self.cell(key)
        answered = {what: field.data for what, field in cell.items()}
        return {
            "answer": answered["answer"] or "",
            "direction": answered.get("direction") or "",
            "level": answered.get("level") or "",
            "reason": answered["reason"] or "",
            "shares_reason": bool(answered["shares"]),
        }


def screening_form(case: Case) -> ScreeningForm:
    keys = [
        (question.key, characteristic.key, population.key)
        for characteristic, population in case.pairs
        for question in case.framework.questions_for(characteristic.key, population.key)
    ]
    fields: dict[str, Any] = {"keys": keys}
    for key in keys:
        fields |= _cell_fields(case, key)
    section = case.section("screening")
    values: dict[str, Any] = {
        "seen": section.revision if section else 0,
        "finished": bool(section and section.finished),
        "shared_reason": case.answer("screening", "shared_reason"),
    }
    for key in keys:
        values |= _cell_values(key, case.cells.get(key))
    form: ScreeningForm = type("ScreeningGridForm", (ScreeningForm,), fields)(data=values)
    return form


def _cell_fields(case: Case, key: Key) -> dict[str, Any]:
    framework = case.framework
    question = framework.screening.question(key[0])
    name = "-".join(key)
    who = f"{framework.characteristic(key[1]).title}, {framework.population(key[2]).who}"
    fields: dict[str, Any] = {
        f"{name}-answer": ChoiceField(
            framework.wording(question, key[1], key[2]),
            choices=[(o.key, o.title) for o in question.options],
            id=input_id(framework, key, "answer"),
        ),
        f"{name}-reason": ProseField(
            f"Reason: {who}", render_kw={"rows": 2, "label": "Reason"}, id=input_id(framework, key, "reason")
        ),
        f"{name}-shares": TickField("The shared reason holds here", id=input_id(framework, key, "shares")),
    }
    if _asks(question, "asks_direction"):
        directions = [(d.key, d.title) for d in framework.directions if d.in_screening]
        fields[f"{name}-direction"] = PickField(
            "If yes: does it harm or help?", choices=directions, id=input_id(framework, key, "direction")
        )
    if _asks(question, "asks_level"):
        levels = [(level.key, level.title) for level in framework.levels]
        fields[f"{name}-level"] = PickField("If yes: how much?", choices=levels, id=input_id(framework, key, "level"))
    return fields


def _asks(question: ScreeningQuestion, what: str) -> bool:
    return any(getattr(option, what) for option in question.options)


def _cell_values(key: Key, cell: ScreeningCell | None) -> dict[str, Any]:
    if cell is None:
        return {}
    values = {
        "answer": cell.answer,
        "direction": cell.direction,
        "level": cell.level,
        "reason": cell.reason,
        "shares": cell.shares_reason,
    }
    return {"-".join((*key, what)): value for what, value in values.items()}


class ImpactForm(WritingForm):
    """One group of fields per population: `<population>-<what>`, the aims as `<population>-<aim>`."""

    groups: Mapping[str, Sequence[str]] = {}
    """Population -> the aims that count for it here."""
    on_record: Sequence[str] = ()
    """Populations with a finding already."""

    def of(self, population: str, what: str) -> Any:
        return self._fields[f"{population}-{what}"]

    def values(self) -> dict[str, dict[str, Any]]:
        """Population -> columns, `aims` and `evidence`; a population nothing was ever said about is left out."""
        values = {population: self._values(population, aims) for population, aims in self.groups.items()}
        return {key: said for key, said in values.items() if key in self.on_record or _says_something(said)}

    def _values(self, population: str, aims: Sequence[str]) -> dict[str, Any]:
        columns = {
            what: self.of(population, what).data or ""
            for what in ("reason", "who", "how_many", "how_bad", "how_likely")
        }
        return {
            **columns,
            "aims": {aim: self.of(population, aim).data or "" for aim in aims},
            "evidence": self.of(population, "evidence").data,
        }


def _says_something(values: Mapping[str, Any]) -> bool:
    return any(values["aims"].values()) or any(value for name, value in values.items() if name != "aims")


def impact_form(case: Case, about: str, populations: Sequence[Population]) -> ImpactForm:
    """The form for one characteristic, an intersection or a local group."""
    groups = {population.key: aims_of(case, about, population.key) for population in populations}
    section = case.section("impacts")
    on_record = [population.key for population in populations if (about, population.key) in case.impacts]
    fields: dict[str, Any] = {"groups": groups, "on_record": on_record}
    values: dict[str, Any] = {"seen": section.revision if section else 0}
    for population in populations:
        fields |= _population_fields(case, population, [case.framework.aim(aim) for aim in groups[population.key]])
        values |= _population_values(population.key, case.impacts.get((about, population.key)))
    form: ImpactForm = type("ImpactGridForm", (ImpactForm,), fields)(data=values)
    return form


def aims_of(case: Case, about: str, population: str) -> Sequence[str]:
    """The aims that count: for an intersection those of every part, for a local group all of them."""
    if about.startswith("local:"):
        return [aim.key for aim in case.framework.aims]
    parts = [case.framework.aims_for(characteristic, population) for characteristic in about.split("+")]
    return [aim.key for aim in case.framework.aims if all(aim.key in aims for aims in parts)]


def _population_fields(case: Case, population: Population, aims: Sequence[Aim]) -> dict[str, Any]:
    framework = case.framework
    directions = [(d.key, d.title) for d in framework.directions]
    scales = {scale.key: scale for scale in framework.scales}
    fields: dict[str, Any] = {
        aim.key: ChoiceField(f"{aim.title}: what happens to {population.who}?", choices=directions) for aim in aims
    }
    fields["reason"] = ProseField("What happens to them, and how do you know?", render_kw={"rows": 4})
    fields["who"] = LineField(scales["who"].title, description=scales["who"].hint)
    for key in ("how_many", "how_bad", "how_likely"):
        scale = scales[key]
        rows = framework.levels if scale.kind == "level" else scale.options
        choices = [Choice(row.key, row.title, row.example) for row in rows]
        fields[key] = ChoiceField(scale.title, description=scale.hint, choices=choices)
    cited = [Choice(row.id, _titled(row)) for row in case.version.evidence]
    fields["evidence"] = ChoicesField("Evidence for this", choices=cited)
    return {f"{population.key}-{name}": field for name, field in fields.items()}


def _titled(row: Evidence) -> str:
    """A source with its date, as it is cited."""
    dated = row.dated
    return f"{row.title}, {dated.day} {dated:%B %Y}" if dated else row.title


def _population_values(population: str, impact: Impact | None) -> dict[str, Any]:
    if impact is None:
        return {}
    columns = {what: getattr(impact, what) for what in ("reason", "who", "how_many", "how_bad", "how_likely")}
    aims = {aim.aim: aim.direction for aim in impact.aims}
    evidence = [row.id for row in impact.evidence]
    return {f"{population}-{n}": v for n, v in {**columns, **aims, "evidence": evidence}.items()}
