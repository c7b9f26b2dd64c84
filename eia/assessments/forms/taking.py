"""Which sources of the library are taken: a tick for each one on the page that is not taken already."""

from collections.abc import Iterable

from eia.forms import Choice, ChoicesField, EiaForm, Required
from eia.library.models import LibraryEdition
from eia.pages import day, joined


class TakingForm(EiaForm):
    taken = ChoicesField("Tick what you take", [Required("Tick at least one source")])

    def offer(self, editions: Iterable[LibraryEdition], there: set[tuple[int | None, int | None]]) -> None:
        free = [edition for edition in editions if (edition.entry_id, edition.number) not in there]
        self.taken.choices = [Choice(edition.id, _titled(edition), _hint(edition)) for edition in free]


def _titled(edition: LibraryEdition) -> str:
    return f"{edition.title}, {day(edition.dated)}" if edition.dated else edition.title


def _hint(edition: LibraryEdition) -> str:
    """What it says, then what comes with it."""
    files = joined(one.name for one in edition.files)
    facts = [edition.says, edition.area, f"With {files}" if files else "", edition.entry.organisation.name]
    return ". ".join(fact.rstrip(".") for fact in facts if fact) + "."
