"""Occasions and what was reopened for them, held against their trail by `eia verify`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.assessments.commands.occasions import digest_of_occasion, digest_of_reopened
from eia.assessments.models import Occasion, Reopened
from eia.audit.verify import Finding

STREAM = "occasion:"


class OccasionTrail:
    def __init__(self) -> None:
        self.recorded: dict[str, tuple[str, str]] = {}
        self.reopened: dict[int, tuple[str, str]] = {}
        self.blanked: set[str] = set()

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(STREAM):
            return
        name = f"{entry.stream}#{entry.sequence}"
        if entry.body is None:
            self.blanked.add(entry.stream)
        elif entry.event == "occasion_recorded":
            self.recorded[entry.stream] = name, entry.body["after"]["said"]
        else:
            self.reopened.update((key, (name, said)) for key, said in entry.body["after"]["reopened"])

    def verify(self, session: Session) -> Iterator[Finding]:
        for row in session.scalars(select(Occasion).order_by(Occasion.id)):
            name, said = self.recorded.pop(row.stream, (row.stream, ""))
            if said != digest_of_occasion(row) and row.stream not in self.blanked:
                yield Finding(name, "the occasion is not what was recorded")
        for one in session.scalars(select(Reopened).order_by(Reopened.id)):
            stream = f"{STREAM}{one.occasion_id}"
            name, said = self.reopened.pop(one.id, (stream, ""))
            if said != digest_of_reopened(one) and stream not in self.blanked:
                yield Finding(name, "what was reopened for it is not what was recorded")
        for name, _ in (*self.recorded.values(), *self.reopened.values()):
            yield Finding(name, "an occasion, or what was reopened for one, is gone")
