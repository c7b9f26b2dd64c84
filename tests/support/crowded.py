"""Many assessments that wait for a check, and many actions, straight into the tables: for lists too long to walk to."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import ActionStanding, Adoption, Assessment, Gap, Mitigation, Version
from eia.db import transaction
from eia.meetings.models import Meeting
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
        versions = _versions(session, staff, "C", count, state="adviser_review")
        share = {"round": 1, "organisation_id": staff.organisation_id, "leads": True, "status": "pending"}
        session.execute(insert(Adoption), [{"version_id": one, **share} for one in versions])


def many_actions(staff: Staff, count: int) -> None:
    """So many actions, ten to an assessment that was signed; they fall due within a year, one in four is under way."""
    with transaction() as session:
        versions = _versions(session, staff, "A", -(-count // 10), state="mitigation")
        gap = {"missing": "How many use a wheelchair", "characteristic": "disability"}
        gaps = _add(session, Gap.__table__, [{"version_id": one, **gap} for one in versions])
        plans = [
            {"version_id": versions[n // 10], "gap_id": gaps[n // 10], "kind": "action", "type": "", "measure": "",
             "what": f"Build ramp {n}",
             "owner_id": staff["owner"], "due": clock.today() + timedelta(days=n * 7 % 365)} for n in range(count)
        ]  # fmt: skip
        for row, plan in zip(_add(session, Mitigation.__table__, plans), plans, strict=True):
            where = {key: plan[key] for key in ("version_id", "owner_id", "due")}
            session.add(
                ActionStanding(
                    mitigation_id=row, **where, organisation_id=staff.organisation_id, lead_id=staff.organisation_id,
                    is_open=True, revision=0,
                    status="not_started" if row % 4 else "going_on",
                )
            )  # fmt: skip
        session.flush()
        session.execute(update(Version).where(Version.id.between(versions[0], versions[-1])).values(state="signed_off"))


def many_meetings(body_id: int, count: int) -> None:
    """So many meetings of a body, a day apart: half were held, half are to come."""
    at, day = clock.now(), clock.today() - timedelta(days=count // 2)
    same = {"body_id": body_id, "begins": time(10), "place": "Headquarters", "revision": 1, "created_by": 1}
    with transaction() as session:
        session.execute(insert(Meeting), [
            {**same, "day": day + timedelta(days=n), "papers_due": day + timedelta(days=n - 9), "state_since": at,
             "state": "minuted" if n < count // 2 else "circulated", "created_at": at} for n in range(count)
        ])  # fmt: skip


def _versions(session: Session, staff: Staff, letter: str, count: int, *, state: str) -> list[int]:
    now, whose = clock.now(), {"organisation_id": staff.organisation_id}
    subjects = _add(session, Subject.__table__, [
        {"kind": "policy", "number": f"{letter}{n}", "title": f"Crowd {n}", "sort_title": f"crowd {n}",
         "created_at": now, "owner_id": staff["owner"], **whose} for n in range(count)
    ])  # fmt: skip
    policies: Any = Policy.__table__
    session.execute(insert(policies), [{"id": one} for one in subjects])
    binds = whose | {"lead_id": staff.organisation_id}
    session.execute(insert(subject_organisation), [{"subject_id": one, **binds} for one in subjects])
    year = 2025 - ("CA".index(letter))
    assessments = _add(session, Assessment.__table__, [
        {"reference": f"{staff.code}-EIA-{year}-{n:05d}", "subject_id": one, "created_at": now, **whose}
        for n, one in enumerate(subjects)
    ])  # fmt: skip
    rows = [_version(staff, n, one) | {"state": state} for n, one in enumerate(assessments)]
    return _add(session, Version.__table__, rows)


def _version(staff: Staff, number: int, assessment_id: int) -> dict[str, Any]:
    since = clock.now() - timedelta(hours=number % 1000)
    day = (FIRST_DAY + timedelta(days=number * 7 % 365)).isoformat()
    return {
        "assessment_id": assessment_id, "number": 1, "framework": EQUALITY_ACT,
        "state_since": since, "revision": 9, "round": 1, "author_id": staff["owner"], "created_at": since,
        "adviser_id": None if number % 3 else staff["second_adviser"], "opened_because": "", "challenges": False,
        "planned_key": "9999-12-31" if number % 5 == 0 else day,
    }  # fmt: skip


def _add(session: Session, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    """The numbers of the new rows, in their order."""
    query = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [row[0] for row in session.execute(query, rows)]
