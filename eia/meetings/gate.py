"""The gate: whether a decision may be recorded on an item, organisation by organisation, and why not.

It is worked out from what the item carries and from what became of it since, each time it is asked; nothing is kept.
`readiness` is for one item, inside the transaction that records its decision too; `readiness_of` for a whole agenda.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from eia.assessments.afterwards.pinned import PinnedVersion, Since, pinned_versions
from eia.errors import Reason
from eia.meetings.models import AgendaItem, EqualityStatement, GateOverride, QuickScreen, StatementSample

CARRIES_ONE = ("decision", "action")
"""The kinds of item that carry a statement from the start; any other does once a decision is recorded on it."""
NOT_READY = "Not ready: no decision may be recorded"
Row = TypeVar("Row", EqualityStatement, GateOverride, QuickScreen)


class Bound(NamedTuple):
    """Where one organisation stands that a decision on the item binds."""

    organisation: str
    words: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """`ready`: signed for everybody it binds. What else lets it be decided stands beside it, and stays marked."""

    ready: bool
    reasons: tuple[Reason, ...]
    by_organisation: tuple[Bound, ...]
    marks: tuple[Since, ...]
    """What happened to the pinned version since."""
    statement: EqualityStatement | None
    pinned: PinnedVersion | None
    sample: StatementSample | None
    """What an adviser said last of a "not needed"."""
    quick_screen: QuickScreen | None
    override: GateOverride | None
    asked: bool
    """Whether an item of its kind carries a statement before anything is decided."""

    @property
    def may_be_decided(self) -> bool:
        return self.ready or self.quick_screen is not None or self.override is not None

    @property
    def words(self) -> str:
        """For the agenda; "" where nothing is asked."""
        if not self.asked and self.statement is None:
            return ""
        if self.ready:
            return "Ready"
        if self.quick_screen is not None:
            return "Urgent: assessed afterwards"
        return "Not ready, the chair lets it be decided" if self.override else NOT_READY


def readiness(session: Session, item: AgendaItem) -> Readiness:
    return readiness_of(session, [item])[item.id]


def readiness_of(session: Session, items: Sequence[AgendaItem]) -> Mapping[int, Readiness]:
    """Item -> its readiness, in a constant number of queries."""
    ids = [item.id for item in items]
    statements = _newest(session, EqualityStatement, ids)
    screens, overrides = _newest(session, QuickScreen, ids), _newest(session, GateOverride, ids)
    samples = _samples(session, [one.id for one in statements.values() if one.kind == "not_needed"])
    pinned = pinned_versions(session, {one.version_id for one in statements.values() if one.version_id})
    found = {}
    for item in items:
        statement = statements.get(item.id)
        version = pinned.get(statement.version_id) if statement and statement.version_id else None
        reasons = tuple(_against(item, statement, version))
        found[item.id] = Readiness(
            ready=not reasons,
            reasons=reasons,
            by_organisation=tuple(_bound(item, statement, version)),
            marks=version.since if version else (),
            statement=statement,
            pinned=version,
            sample=samples.get(statement.id) if statement else None,
            quick_screen=screens.get(item.id),
            override=overrides.get(item.id),
            asked=item.kind in CARRIES_ONE,
        )
    return found


def _newest(session: Session, table: type[Row], item_ids: Sequence[int]) -> dict[int, Row]:
    """Item -> the newest row it has."""
    rows = session.scalars(_rows_of(table), {"item_ids": item_ids}) if item_ids else ()
    return {row.item_id: row for row in rows}


@cache
def _rows_of(table: type[Row]) -> Select[Row]:
    whose = {"equality_statement": "signer", "gate_override": "person", "quick_screen": "owner"}
    who = getattr(table, whose[table.__tablename__])
    of_these = table.item_id.in_(bindparam("item_ids", expanding=True))
    return select(table).where(of_these).order_by(table.id).options(joinedload(who))


def _samples(session: Session, statement_ids: Sequence[int]) -> dict[int, StatementSample]:
    if not statement_ids:
        return {}
    rows = select(StatementSample).where(StatementSample.statement_id.in_(statement_ids)).order_by(StatementSample.id)
    return {row.statement_id: row for row in session.scalars(rows)}


def _bound(item: AgendaItem, statement: EqualityStatement | None, version: PinnedVersion | None) -> Iterable[Bound]:
    for organisation in item.organisations:
        if statement is None:
            yield Bound(organisation.name, "nothing is attached", False)
        elif version is None:
            yield Bound(organisation.name, "no assessment is needed, signed by the report author", True)
        else:
            current = version.digest == statement.content_digest
            words = version.words_of(organisation.id) if current else "signs another text than the one attached"
            yield Bound(organisation.name, words, current and version.signed_by(organisation.id))


def _against(item: AgendaItem, statement: EqualityStatement | None, version: PinnedVersion | None) -> Iterable[Reason]:
    """Every reason why no decision may be recorded yet."""
    here = {"endpoint": "meetings.item", "values": {"item_id": item.id}, "anchor": "equality"}
    if statement is None:
        why = f"It carries no equality statement. Its report author, {item.author.name}, signs one."
        yield Reason(why, **here)  # type: ignore[arg-type]
        return
    if version is None:
        return
    where = {"reference": version.reference, "number": version.number}
    there: dict[str, Any] = {"endpoint": "assessments.version", "values": where}
    for one in version.since:
        if one.gates:
            yield Reason(f"{version.reference}: {one.words}", **there)
    if version.digest != statement.content_digest:
        why = "The text of the assessment was changed after it was attached. Attach it again once it is signed."
        yield Reason(why, **here)  # type: ignore[arg-type]
    if version.state in ("withdrawn", "superseded"):
        return
    if version.digest == statement.content_digest:
        yield from _unsigned(item, version, there)


def _unsigned(item: AgendaItem, version: PinnedVersion, there: dict[str, Any]) -> Iterable[Reason]:
    """Who of those it binds has still to sign. A signature counts for the gate only once all of its round are there."""
    if all(version.signed_by(organisation.id) for organisation in item.organisations):
        return
    yet = [one for one in item.organisations if not version.has_signed(one.id)] or item.organisations
    of = len(item.organisations)
    count = f"{of - len(yet)} of {of} have signed; " if of > 1 else ""
    said = "; ".join(f"{one.name} {version.words_of(one.id)}" for one in yet)
    yield Reason(f"{version.reference}, version {version.number}: {count}{said}.", **there)
