"""Corrections of signed versions, held against the trail by `eia verify`."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.assessments.commands.correcting import digest_of_correction
from eia.assessments.models import Assessment, Correction, CorrectionObjection, Version
from eia.audit.verify import Finding

STREAM = "assessment:"
Told = dict[int, tuple[str, str, int | None]]
"""Correction -> the entry, the digest of what it says, and who said it."""


class CorrectionTrail:
    def __init__(self) -> None:
        self.made: Told = {}
        self.objected: Told = {}

    def hear(self, name: str, entry: Row[Any], after: Mapping[str, Any]) -> None:
        heard = {"corrected": self.made, "correction_objected": self.objected}.get(entry.event)
        if heard is not None:
            heard[after["correction"]] = name, after["said"], entry.actor_id

    def verify(self, session: Session, blanked: set[str]) -> Iterator[Finding]:
        query = (
            select(Correction, Assessment.reference)
            .join(Version, Version.id == Correction.version_id)
            .join(Version.assessment)
            .order_by(Correction.id)
        )
        for row, reference in session.execute(query):
            made, objected = self.made.pop(row.id, None), self.objected.pop(row.id, None)
            if STREAM + reference in blanked:
                continue
            if made is None or made[1:] != (digest_of_correction(row), row.person_id):
                yield Finding(STREAM + reference, f"correction {row.number} is not what was recorded")
            if (objected and objected[1:]) != (row.objection and _said(row.objection)):
                yield Finding(STREAM + reference, f"the objection to correction {row.number} is not what was recorded")
        for entry, *_ in (*self.made.values(), *self.objected.values()):
            yield Finding(entry, "a correction, or the objection to one, is gone")


def _said(objection: CorrectionObjection) -> tuple[str, int]:
    return hashlib.sha256(objection.reason.encode()).hexdigest(), objection.person_id
