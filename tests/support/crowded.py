"""Many assessments that wait for a check, straight into the tables: for lists too long to walk to."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Adoption, Assessment, Version
from eia.db import transaction
from eia.policies.models import Policy
from eia.subjects.models import Subject, subject_organisation
from tests.support.assessments import EQUALITY_ACT
from tests.support.staff import Staff

FIRST_DAY = date(2027, 1, 1)


def many_to_check(staff: Staff, count: int) -> None:
    """So many checks for the advisers of this organisation; every fifth names no day, and one in three is claimed.

    What the assessments say is left out: lists do not read it. One of that framework must have been started before.
    """
    with transaction() as session:
        now = clock.now()
        numbers = range(count)
        subjects = _add(session, Subject.__table__, [
            {"kind": "policy", "number": f"C{n}", "title": f"Crowd {n}", "sort_title": f"crowd {n}", "created_at": now,
             "organisation_id": staff.organisation_id, "owner_id": staff["owner"]} for n in numbers
        ])  # fmt: skip
        policies: Any = Policy.__table__
        session.execute(insert(policies), [{"id": one} for one in subjects])
        shares = [{"subject_id": one, "organisation_id": staff.organisation_id} for one in subjects]
        session.execute(insert(subject_organisation), shares)
        assessments = _add(session, Assessment.__table__, [
            {"reference": f"{staff.code}-EIA-2025-{n:05d}", "subject_id": one, "created_at": now,
             "organisation_id": staff.organisation_id} for n, one in enumerate(subjects)
        ])  # fmt: skip
        versions = _add(session, Version.__table__, [_version(staff, n, one) for n, one in enumerate(assessments)])
        answers = [
            {
                "version_id": one,
                "round": 1,
                "organisation_id": staff.organisation_id,
                "leads": True,
                "status": "pending",
            }
            for one in versions
        ]
        session.execute(insert(Adoption), answers)


def _version(staff: Staff, number: int, assessment_id: int) -> dict[str, Any]:
    since = clock.now() - timedelta(hours=number % 1000)
    day = (FIRST_DAY + timedelta(days=number * 7 % 365)).isoformat()
    return {
        "assessment_id": assessment_id, "number": 1, "framework": EQUALITY_ACT, "state": "adviser_review",
        "state_since": since, "revision": 9, "round": 1, "author_id": staff["owner"], "created_at": since,
        "adviser_id": None if number % 3 else staff["second_adviser"], "opened_because": "", "challenges": False,
        "planned_key": "9999-12-31" if number % 5 == 0 else day,
    }  # fmt: skip


def _add(session: Session, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    """The numbers of the new rows, in their order."""
    query = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [row[0] for row in session.execute(query, rows)]
