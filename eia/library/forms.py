"""What is asked about an entry of the library."""

from collections.abc import Iterable
from typing import Any

from eia.files.kinds import TAKEN
from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateParts,
    EiaForm,
    HiddenNumberField,
    LineField,
    Longest,
    PickField,
    ProseField,
    Required,
    UploadField,
)
from eia.frameworks.loader import shipped
from eia.library.models import LibraryEdition
from eia.people.models import Person

ASIDE = ("seen", "csrf_token", "keeper", "file", "keeping")


class EntryForm(EiaForm):
    """`seen` is the number of the edition the reader saw; 0 for a new entry."""

    seen = HiddenNumberField()
    title = LineField("What is it?", [Required(), Longest(200)], description="For example: Staff survey 2025.")
    says = ProseField("What does it say?", render_kw={"rows": 4})
    source = LineField("Where can it be found?")
    dated = DateParts("Its date")
    area = LineField("Which area or group does it cover?", [Longest(100)])
    strength = ChoiceField("How strong is it?")
    licence = LineField(
        "Its licence",
        [Longest(200)],
        description="Under which terms others may use it, for example: Open Government Licence v3.0.",
    )
    review_by = DateParts(
        "When must somebody look at it again?", description="Its shelf life. After that day it is pointed out as old."
    )
    keeper = PickField("Who keeps it?", [Required()], empty="Select a person")
    keeping = ChoicesField("Files that stay")
    file = UploadField("Add a file")
    because = ProseField("What did you change, and why?", [Longest(1000)], render_kw={"rows": 2})

    def offer(self, people: Iterable[Person], now: LibraryEdition | None, most: int) -> None:
        self.keeper.choices = [Choice(person.id, person.name) for person in people]
        self.strength.choices = [*strengths().values()]
        self.keeping.choices = [Choice(one.id, one.name) for one in now.files] if now else []
        self.file.description = f"{TAKEN}, up to {most} MB."

    def values(self) -> dict[str, Any]:
        """The facts of an edition, with its keeper."""
        facts = {name: field.data for name, field in self._fields.items() if name not in ASIDE}
        empty = {name: None if isinstance(self._fields[name], DateParts) else "" for name in facts}
        return {**{name: value or empty[name] for name, value in facts.items()}, "keeper_id": self.keeper.data}


class RetireForm(EiaForm):
    because = ProseField("Why should nobody take it up any more?", [Required(), Longest(1000)], render_kw={"rows": 3})


def strengths() -> dict[str, Choice]:
    """The words of every framework for how strong evidence is, each once, by key."""
    found: dict[str, Choice] = {}
    for framework in shipped().values():
        for each in framework.evidence_strengths:
            found.setdefault(each.key, Choice(each.key, each.title, each.plain))
    return found
