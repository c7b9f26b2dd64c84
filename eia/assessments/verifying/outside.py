"""Links for readers outside and what came by them: held against the trail by `eia verify` (`versions.py`).

An opening leaves a receipt and no entry, so nothing proves that a receipt was never taken away; that is what the
triggers are for. A receipt that cannot be true is found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.commands.outside import digest_of_comment
from eia.assessments.models import Assessment, LinkOpening, OutsideComment, OutsideLink, Version
from eia.audit.verify import Finding

STREAM = "assessment:"
DAY = timedelta(days=1)


@dataclass(slots=True)
class Recorded:
    """What the trail says of one link or one comment."""

    entry: str
    said: tuple[Any, ...]
    end: tuple[Any, ...] = ("", None, "")
    """How it ended, by whom, with what reason."""


@dataclass(slots=True)
class OutsideTrail:
    links: dict[int, Recorded] = field(default_factory=dict)
    comments: dict[int, Recorded] = field(default_factory=dict)

    def hear(self, name: str, entry: Row[Any], after: Mapping[str, Any]) -> None:
        if entry.event == "outside_link_made" and "group" in after:
            parts = after["parts"] if isinstance(after["parts"], list) else []
            said = (after["group"], after["until"], "+".join(parts), entry.actor_id)
            self.links[after["link"]] = Recorded(name, said)
        if entry.event == "outside_comment_written" and "said" in after:
            self.comments[after["comment"]] = Recorded(name, (after["link"], after["said"]))
        if entry.event == "outside_link_revoked":
            self._end(self.links, after["link"], "revoked", entry, "")
        if entry.event == "outside_comment_declined":
            self._end(self.comments, after["comment"], "declined", entry, entry.body["note"])
        if entry.event == "content_saved" and after.get("comment_id"):
            self._end(self.comments, after["comment_id"], "taken", entry, "")

    def _end(self, rows: dict[int, Recorded], key: int, how: str, entry: Row[Any], why: str) -> None:
        if known := rows.get(key):
            known.end = (how, entry.actor_id, why)

    def verify(self, session: Session, blanked: set[str]) -> Iterator[Finding]:
        links = _of_assessments(session, OutsideLink)
        yield from self._held("link", links, self.links, blanked)
        yield from self._held("comment by link", _of_assessments(session, OutsideComment), self.comments, blanked)
        yield from _openings(session)

    def _held(
        self, what: str, rows: Mapping[int, tuple[str, Any]], told: Mapping[int, Recorded], blanked: set[str]
    ) -> Iterator[Finding]:
        for key in sorted(rows.keys() | told.keys()):
            stream, row = rows.get(key, ("", None))
            recorded = told.get(key)
            if stream in blanked or (recorded and recorded.entry.partition("#")[0] in blanked):
                continue
            if row is None and recorded:
                yield Finding(recorded.entry, f"{what} {key} is gone")
            elif recorded is None or (recorded.said, recorded.end) != _as_kept(row):
                yield Finding(recorded.entry if recorded else stream, f"{what} {key} is not what was recorded")


def _of_assessments(session: Session, model: Any) -> dict[int, tuple[str, Any]]:
    query = select(Assessment.reference, model).join(Version, Version.id == model.version_id).join(Version.assessment)
    return {row.id: (STREAM + reference, row) for reference, row in session.execute(query)}


def _as_kept(row: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if isinstance(row, OutsideLink):
        said = (row.group_name, row.until_day.isoformat(), row.parts, row.made_by)
        return said, ("revoked", row.revoked_by, "") if row.revoked_at else ("", None, "")
    waits = row.status == "waiting"
    end = ("", None, "") if waits else (row.status, row.answered_by, row.reason)
    return (row.link_id, digest_of_comment(row)), end


def _openings(session: Session) -> Iterator[Finding]:
    """Receipts of a time at which the link opened nothing."""
    query = select(LinkOpening.id, LinkOpening.at, OutsideLink.made_at, OutsideLink.until_day, Assessment.reference)
    query = query.join(OutsideLink, OutsideLink.id == LinkOpening.link_id)
    for row in session.execute(query.join(Version, Version.id == OutsideLink.version_id).join(Version.assessment)):
        if row.at < row.made_at or clock.london(row.at).date() > row.until_day + DAY:
            yield Finding(STREAM + row.reference, f"opening {row.id} is of a time when its link opened nothing")
