"""Does the trail say what the records say of disproportionality tables? `TrailOfRates` listens, then holds them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload

from eia.audit.verify import Finding
from eia.promotions.models import RateEdition, RateOpening, RateTable
from eia.promotions.rates.given import body_of, digest_of, facts_of, read_given

STREAM = "disproportionality:"


class TrailOfRates:
    def __init__(self) -> None:
        self.added: dict[str, dict[str, Any]] = {}
        self.editions: dict[tuple[str, int], dict[str, Any]] = {}
        self.opened: set[tuple[str, int]] = set()
        self.blanked: set[str] = set()
        """Streams that have lost details, as a recorded redaction may take them."""

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(STREAM):
            return
        after = (entry.body or {}).get("after") or {}
        if entry.body is None:
            self.blanked.add(entry.stream)
        elif entry.event == "disproportionality_added":
            self.added[entry.stream] = after
        elif entry.event == "disproportionality_saved":
            self.editions[entry.stream, after["edition"]] = after
        elif entry.event == "disproportionality_opened":
            self.opened.add((entry.stream, after["opening"]))

    def verify(self, session: Session) -> Iterator[Finding]:
        for table in session.scalars(select(RateTable).order_by(RateTable.id)):
            yield from self._table(table)
        for stream in sorted(self.added):
            yield Finding(stream, "has a trail, and its record is gone")
        query = select(RateEdition).options(joinedload(RateEdition.table)).order_by(RateEdition.id)
        for edition in session.scalars(query.execution_options(yield_per=50)):
            yield from self._edition(edition)
        for stream, number in sorted(self.editions):
            yield Finding(f"{stream}, edition {number}", "is in the trail and gone from the records")
        rows = select(RateOpening.id, RateEdition.table_id).join(RateEdition, RateEdition.id == RateOpening.edition_id)
        found = {(f"{STREAM}{row.table_id}", row.id) for row in session.execute(rows)}
        for stream, opening in sorted(found ^ self.opened):
            if stream not in self.blanked:
                yield Finding(stream, f"and the records do not agree on opening {opening}")

    def _table(self, table: RateTable) -> Iterator[Finding]:
        said = self.added.pop(table.stream, None)
        if table.stream in self.blanked:
            return
        if said is None or (said["kind"], said["group_list"]) != (table.kind, table.group_list):
            yield Finding(table.stream, "is not in the trail as it is")
        newest = max((number for stream, number in self.editions if stream == table.stream), default=0)
        title = self.editions[table.stream, newest]["title"] if newest else (said or {}).get("title")
        if (table.number, table.title) != (newest, title):
            yield Finding(table.stream, f"has edition {newest} in the trail; the record says {table.number}")

    def _edition(self, edition: RateEdition) -> Iterator[Finding]:
        stream = edition.table.stream
        name = f"{stream}, edition {edition.number}"
        if digest_of(edition) != edition.digest:
            yield Finding(name, "is not what its digest says")
        elif body_of(read_given(edition.given), facts_of(edition), edition.table.group_list) != edition.body:
            yield Finding(name, "shows something else than its figures do")
        said = self.editions.pop((stream, edition.number), None)
        if stream in self.blanked:
            return
        if said is None or (said["digest"], said["evidence"]) != (edition.digest, edition.library_edition_id):
            yield Finding(name, "is not in the trail as it is")
