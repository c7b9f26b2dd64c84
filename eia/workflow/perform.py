"""The one verb: may this step be taken, and if so, take it.

`permit` answers with what is permitted or raises the refusal; `move` is the only writer of `state`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Table, Update, bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from eia.errors import NotAllowed, NotOffered, Refused, Stale
from eia.people.queries import Standing, Standings
from eia.workflow.table import Step, Workflow


class HasState(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def revision(self) -> int: ...


C = TypeVar("C", bound=HasState)


@dataclass(frozen=True)
class Permitted(Generic[C]):
    """A step that may be taken now, by whom and in which standing."""

    step: Step[C]
    by: Standings
    standing: Standing


def permit(
    table: Workflow[C], case: C, action: str, *, by: Standings, seen: int, decided: str = "", said: str = ""
) -> Permitted[C]:
    """Check everything, in the order a person would ask: is it there, is it open, may I, is it ready?

    `seen` is the revision the reader saw; `decided` the sentence about who acted since; `said` why this person goes
    over what may be gone over.
    """
    step = table.steps.get(action)
    if step is None:
        raise NotOffered("There is no such step.")
    if seen != case.revision and not step.blind:
        raise Stale(decided or "Somebody changed this since you opened it. Read it again, then decide.")
    if case.state not in step.source:
        raise NotOffered(f"“{step.button}” is not open while this is at “{table.states[case.state].title}”.")
    standing = step.standing(case, by)
    if standing is None:
        raise NotAllowed(step.only)
    reasons = step.reasons(case, by, standing) + ([] if said else step.to_be_said(case))
    if reasons:
        raise Refused(*reasons)
    return Permitted(step, by, standing)


def destination(table: Workflow[C], case: C, step: Step[C], answers: Mapping[str, object]) -> str:
    """Where the step lands; refused when the machine has no such arrow."""
    if not step.dest:
        return case.state
    dest = step.lands(case, answers) if step.lands else step.dest[0]
    if not table.arrow(step.action, case.state, dest):
        raise NotOffered(f"“{step.button}” cannot lead from here to “{dest}”.")
    return dest


def move(
    session: Session, model: type[Any], row_id: int, *, old: str, seen: int, new: str, at: datetime, **values: object
) -> None:
    """UPDATE ... WHERE state = old AND revision = seen: the only writer of `state`. A lost race is `Stale`."""
    values |= {"state": new, "revision": seen + 1, "state_since": at}
    session.flush()
    changed = session.execute(_moving(model.__table__), {"row_id": row_id, "was": old, "seen": seen, **values})
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Stale("Somebody acted at the same moment. Read it again, then decide.")
    row = session.identity_map.get(identity_key(model, row_id))
    for name, value in values.items() if row is not None else ():
        set_committed_value(row, name, value)


@cache
def _moving(table: Table) -> Update:
    """Sets what it is executed with."""
    row = table.c
    return update(table).where(
        row.id == bindparam("row_id"), row.state == bindparam("was"), row.revision == bindparam("seen")
    )
