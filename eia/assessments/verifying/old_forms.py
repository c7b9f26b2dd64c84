"""Old forms that were brought in, held against the trail by `eia verify` (`versions.py`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.assessments.commands.old_forms import digest_of, lines_of
from eia.assessments.models import Assessment, OldForm, Version
from eia.audit.verify import Finding

STREAM = "assessment:"


@dataclass(slots=True)
class Recorded:
    """What the trail says of one form."""

    entry: str
    digest: str
    file: str
    placed: set[tuple[str, int]] = field(default_factory=set)


class OldFormTrail:
    def __init__(self) -> None:
        self.forms: dict[int, Recorded] = {}

    def hear(self, name: str, entry: Row[Any], after: Mapping[str, Any]) -> None:
        if entry.event == "old_form_read":
            self.forms[after["form"]] = Recorded(name, after["said"], after["sha256"])
        if entry.event == "old_form_dropped":
            self.forms.pop(after["form"], None)
        known = self.forms.get(after.get("form", 0))
        if known and entry.event == "old_form_brought_in":
            known.placed.update((place, at) for place, positions in after["placed"] for at in positions)

    def verify(self, session: Session, blanked: set[str]) -> Iterator[Finding]:
        query = (
            select(OldForm, Assessment.reference)
            .join(Version, Version.id == OldForm.version_id)
            .join(Version.assessment)
            .order_by(OldForm.id)
        )
        for form, reference in session.execute(query).all():
            told, stream = self.forms.pop(form.id, None), STREAM + reference
            if stream not in blanked:
                yield from _held(session, form, told, stream)
        for told in self.forms.values():
            yield Finding(told.entry, "the old form it read is gone")


def _held(session: Session, form: OldForm, told: Recorded | None, stream: str) -> Iterator[Finding]:
    lines = lines_of(session, form.id)
    if told is None or (told.digest, told.file) != (form.digest, form.file.digest) or digest_of(lines) != form.digest:
        yield Finding(stream, f"the old form “{form.name}” is not what was read")
    elif {(line.place, line.position) for line in lines if line.written} != told.placed:
        yield Finding(told.entry, f"the lines of “{form.name}” are not where they were placed")
