"""The register of assessments: newest reference first, a page at a time.

It is read from two sides, each along an index: what the organisations lead that somebody reads anything of, and the
few versions they have to do with elsewhere. So nobody's page is slow because others have written much.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import Session

from eia.assessments.listed import Listed, lines, listed
from eia.assessments.models import Assessment, Version
from eia.assessments.queries import REFERENCE
from eia.assessments.readers import STAGES, Part, found_elsewhere, readable_by, reads_what_they_lead
from eia.people.queries import KEPT, Standings

PAGE = 50
_ORDER = (Assessment.reference.desc(), Version.number.desc())


def register(session: Session, by: Standings, *, after: str = "", state: str = "") -> Sequence[Listed]:
    """Versions this person may know of; one more than a page when there are more."""
    reference, _, number = after.rpartition("~")
    goes_on = bool(REFERENCE.fullmatch(reference) and number.isascii() and number.isdigit() and len(number) < 10)
    given = {"reference": reference, "number": int(number)} if goes_on else {}
    return lines(session, _page(by, state, goes_on=goes_on), **given)


@lru_cache(KEPT)
def _page(by: Standings, state: str, *, goes_on: bool) -> Select[*tuple[Any, ...]]:
    """Of each organisation whose assessments they know, and of what they know elsewhere, the first; then of all."""
    led = reads_what_they_lead(by, Part.TITLE, *STAGES)
    versions = select(Version.id).join(Version.assessment)
    elsewhere = (
        versions.join(Assessment.subject)
        .where(Version.id.in_(found_elsewhere(by)), Assessment.organisation_id.not_in(led))
        .where(readable_by(by))
    )
    if state:
        versions, elsewhere = (query.where(Version.state == state) for query in (versions, elsewhere))
    if goes_on:
        versions, elsewhere = (query.where(_later()) for query in (versions, elsewhere))
    sides = [*(versions.where(Assessment.organisation_id == one) for one in led), elsewhere]
    firsts = [side.order_by(*_ORDER).limit(PAGE + 1).subquery() for side in sides]
    found = union_all(*(select(first.c.id) for first in firsts)).subquery()
    return listed().join(found, found.c.id == Version.id).order_by(*_ORDER).limit(PAGE + 1)


def _later() -> ColumnElement[bool]:
    """SQL for what comes after the last line of the page before."""
    reference: BindParameter[str] = bindparam("reference")
    number: BindParameter[int] = bindparam("number")
    return or_(Assessment.reference < reference, and_(Assessment.reference == reference, Version.number < number))
