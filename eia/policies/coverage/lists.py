"""The policies behind a number of the coverage, by title: found along an index, however many there are."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from eia import clock
from eia.people.queries import Standings
from eia.plans import unsought, written_out
from eia.policies.coverage.reading import organisation_ids_of
from eia.policies.coverage.sources import time_has_come
from eia.policies.coverage.words import IN_LISTS, NOT_FOLLOWED, TURNS, Covered
from eia.policies.models import Policy, PolicyCoverage
from eia.policies.queries import NO_CLASS, NO_UNIT, Wanted, fitting, in_order, listed

Place = tuple[str, int]
"""Where a page begins: the title and number of the policy it comes after."""


def policies_wanted(session: Session, by: Standings, wanted: Wanted, *, most: int) -> Sequence[Policy]:
    """At most so many, by title, after the policy `wanted.after`. How policies are covered, and which are not followed,
    is told of organisations this person works or acts for."""
    if wanted.organisation not in organisation_ids_of(by) or not values_wanted(wanted):
        query = in_order(session, listed(by, wanted), by, after=wanted.after)
        return session.scalars(query.limit(most)).all()
    ids = numbers(session, wanted, most=most)
    found = {policy.id: policy for policy in session.scalars(listed(by, Wanted()).where(Policy.id.in_(ids)))}
    return [found[one] for one in ids if one in found]


def values_wanted(wanted: Wanted) -> Sequence[str]:
    """As they are kept: how the policies of the organisation that is named must stand; none where that is not asked."""
    if wanted.covered:
        covered = Covered(wanted.covered)
        return [one.value for one in IN_LISTS.get(covered, (covered,))]
    return [wanted.state] if wanted.organisation and wanted.state in NOT_FOLLOWED else []


def numbers(session: Session, wanted: Wanted, *, most: int) -> Sequence[int]:
    """Of at most so many policies that are wanted, by title, after the policy `wanted.after`."""
    now, after = clock.now(), _place(session, wanted)
    branches = [branch.subquery() for branch in _branches(wanted, now, after, most)]
    found = union_all(*(select(branch) for branch in branches)).subquery()
    query = select(found.c.policy_id).order_by(found.c.title_key, found.c.policy_id).limit(written_out(most))
    return session.scalars(query).all()


def _place(session: Session, wanted: Wanted) -> Place | None:
    if not wanted.after:
        return None
    row = PolicyCoverage
    query = select(row.title_key, row.policy_id)
    found = session.execute(query.where(row.policy_id == wanted.after, row.organisation_id == wanted.organisation))
    last = found.one_or_none()
    return None if last is None else (last.title_key, last.policy_id)


def _branches(wanted: Wanted, now: datetime, after: Place | None, most: int) -> Iterator[Select[*tuple[Any, ...]]]:
    """One walk along the index for each way to stand; and those of which nobody has written yet that they stand so."""
    row, values = PolicyCoverage, values_wanted(wanted)
    listed = select(row.title_key, row.policy_id)
    if after:
        listed = listed.where(tuple_(row.title_key, row.policy_id) > after)
    along = listed.where(row.organisation_id == wanted.organisation, *_narrowed(wanted))
    for value in values:
        walked = along.where(row.covered == value)
        if value in TURNS:
            walked = walked.where(or_(row.turns_at.is_(None), row.turns_at > now))
        yield walked.order_by(row.title_key, row.policy_id).limit(written_out(most))
    for before, then in TURNS.items():
        if then in values:
            mine = unsought(row.organisation_id) == wanted.organisation
            yield listed.where(mine, row.covered == before, time_has_come(now), *_narrowed(wanted))


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    row = PolicyCoverage
    if wanted.unit:
        yield row.unit_id == (None if wanted.unit == NO_UNIT else wanted.unit)
    if wanted.policy_class:
        yield row.policy_class == ("" if wanted.policy_class == NO_CLASS else wanted.policy_class)
    more = Wanted(words=wanted.words, state=wanted.state if wanted.covered else "")
    if conditions := list(fitting(more)):
        yield select(Policy.id).where(Policy.id == row.policy_id, *conditions).exists()
