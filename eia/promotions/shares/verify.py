"""Does the trail say what the records say of printed shares? `TrailOfShares` listens, then holds them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload

from eia.audit.verify import Finding
from eia.promotions.models import ShareEdition, ShareTable
from eia.promotions.shares.given import digest_of

STREAM = "shares:"


class TrailOfShares:
    def __init__(self) -> None:
        self.editions: dict[tuple[str, int], dict[str, Any]] = {}
        self.blanked: set[str] = set()
        """Streams that have lost details, as a recorded redaction may take them."""

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(STREAM):
            return
        if entry.body is None:
            self.blanked.add(entry.stream)
        elif entry.event == "shares_saved":
            after = entry.body["after"]
            self.editions[entry.stream, after["edition"]] = after

    def verify(self, session: Session) -> Iterator[Finding]:
        for table in session.scalars(select(ShareTable).order_by(ShareTable.id)):
            newest = max((number for stream, number in self.editions if stream == table.stream), default=0)
            title = self.editions.get((table.stream, newest), {}).get("title")
            if table.stream not in self.blanked and (table.number, table.title) != (newest, title):
                yield Finding(table.stream, f"has edition {newest} in the trail; the record says {table.number}")
        query = select(ShareEdition).options(joinedload(ShareEdition.table)).order_by(ShareEdition.id)
        for edition in session.scalars(query.execution_options(yield_per=50)):
            yield from self._edition(edition)
        for stream, number in sorted(self.editions):
            yield Finding(f"{stream}, edition {number}", "is in the trail and gone from the records")

    def _edition(self, edition: ShareEdition) -> Iterator[Finding]:
        stream = edition.table.stream
        name = f"{stream}, edition {edition.number}"
        if digest_of(edition) != edition.digest:
            yield Finding(name, "is not what its digest says")
        said = self.editions.pop((stream, edition.number), None)
        if stream in self.blanked:
            return
        if said is None or (said["digest"], said["evidence"]) != (edition.digest, edition.library_edition_id):
            yield Finding(name, "is not in the trail as it is")
