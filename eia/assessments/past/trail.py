"""Past assessments, held against their trail by `eia verify`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, selectinload

from eia.assessments.commands.past import digest_of_past
from eia.assessments.models import PastAssessment
from eia.audit.verify import Finding

STREAM = "past:"


class PastTrail:
    def __init__(self) -> None:
        self.said: dict[str, tuple[str, str]] = {}
        self.blanked: set[str] = set()

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(STREAM):
            return
        if entry.body is None:
            self.blanked.add(entry.stream)
        else:
            self.said[entry.stream] = f"{entry.stream}#{entry.sequence}", entry.body["after"]["said"]

    def verify(self, session: Session) -> Iterator[Finding]:
        query = select(PastAssessment).options(selectinload(PastAssessment.organisations)).order_by(PastAssessment.id)
        for row in session.scalars(query):
            name, said = self.said.pop(row.stream, (row.stream, ""))
            if said != digest_of_past(row) and row.stream not in self.blanked:
                yield Finding(name, "the past assessment is not what was imported")
        for name, _ in self.said.values():
            yield Finding(name, "a past assessment that was imported is gone")
