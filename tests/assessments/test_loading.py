"""Reading everything at once gives what reading list by list gives, and leaves nothing to ask."""

from datetime import time
from typing import Any

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.loading import read_whole
from eia.assessments.models import (
    Comment,
    DecisionRecord,
    EvidenceFile,
    LocalCheck,
    OwedSignature,
    Submission,
    Version,
)
from eia.db import db, transaction
from eia.files.models import StoredFile
from eia.people.offices import Office
from tests.support.assessments import Made, make_assessment, take
from tests.support.statements import counted
from tests.support.writing import read

LISTS = tuple(name for name, relation in inspect(Version).relationships.items() if relation.uselist)
OF_IMPACTS, OF_EVIDENCE = ("aims", "evidence"), ("files",)
OF_ROUNDS = tuple(inspect(Submission).relationships.keys())


def returned_and_signed() -> Made:
    made = make_assessment(at="sign_off")
    points = [{"section": "impacts", "reason": _a_reason(made), "remark": "Say more."}]
    take(made, "return_to_author", made.lead["approver"], points=points, stage="full_assessment")
    return made


def _a_reason(made: Made) -> str:
    return read(made.version_id).framework.return_reasons[0].key


def filled(made: Made) -> None:
    """Rows of the lists that hold nothing yet, with every type of column between them."""
    signed = read(made.version_id).version
    person, organisation, now = made.lead["adviser"], made.lead.organisation_id, clock.now()
    with transaction() as session:
        round_id, source = signed.submissions[0].id, signed.evidence[0].id
        file = StoredFile(place="lift", digest="d", size=1, type="text/plain", kept_by=person, kept_at=now)
        session.add_all([
            OwedSignature(submission_id=round_id, organisation_id=organisation, stage=1, office=Office.HEAD),
            LocalCheck(submission_id=round_id, organisation_id=organisation, person_id=person, opinion="agree",
                       remark="", digest="", checked_at=now),
            EvidenceFile(evidence_id=source, file=file, name="lift.txt"),
            Comment(version_id=made.version_id, turn="began", section="impacts", text="Why?", person_id=person,
                    office="Adviser", made_at=now),
            DecisionRecord(assessment_id=signed.assessment_id, organisation_id=organisation, outcome="adopt",
                           decider="The board", decided_on=clock.today(), decided_at=time(10, 30), regard="Read.",
                           recorded_by=person, recorded_at=now),
        ])  # fmt: skip


def said(row: Any) -> dict[str, Any]:
    """Every column with its type, and whom the row names in person."""
    about = inspect(row).mapper
    columns = {one.key: getattr(row, one.key) for one in about.column_attrs if not one.deferred}
    carried = {
        one.key: getattr(row, one.key) for one in about.relationships if one.lazy == "joined" and not one.uselist
    }
    kinds = {name: (type(value), value) for name, value in columns.items()}
    return {**kinds, **{name: one and one.id for name, one in carried.items()}}


def lists(version: Version) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [said(row) for row in getattr(version, name)] for name in LISTS}
    found["decisions"] = [said(row) for row in version.assessment.decisions]
    below = ((version.impacts, OF_IMPACTS), (version.evidence, OF_EVIDENCE), (version.submissions, OF_ROUNDS))
    for parents, names in below:
        for name in names:
            found[f"{name} below"] = [[said(row) for row in getattr(parent, name)] for parent in parents]
    return found


def test_it_is_what_reading_list_by_list_gives(app: Flask, database: Session) -> None:
    made = returned_and_signed()
    filled(made)
    db.session.expunge_all()
    one_by_one = lists(read(made.version_id).version)
    db.session.expunge_all()
    version = read(made.version_id).version
    read_whole(db.session(), version)
    with counted(app) as sent:
        assert lists(version) == one_by_one
    assert sent == [], "nothing is left to ask"
    held = ("cells", "impacts", "mitigations", "submissions", "comments", "decisions", "evidence below", "files below",
            "owed below", "checks below", "points below")  # fmt: skip
    assert all(any(one_by_one[name]) for name in held)


def test_what_was_changed_meanwhile_stays(app: Flask, database: Session) -> None:
    version = read(make_assessment(at="sign_off").version_id).version
    with transaction() as session:
        section, impact = version.sections[0], version.impacts[0]
        session.flush()
        session.expire(impact)
        section.answers = {"changed": "and not written yet"}
        with session.no_autoflush, counted(app) as sent:
            read_whole(session, version)
        assert section.answers == {"changed": "and not written yet"}
        assert section in session.dirty, "and is written in the end"
        assert impact is version.impacts[0]
        assert not any(one.startswith("SELECT impact.") for one in sent), "what was forgotten is read with the rest"
        session.rollback()


def test_a_draft_has_empty_lists(app: Flask, database: Session) -> None:
    version = read(make_assessment().version_id).version
    read_whole(db.session(), version)
    with counted(app) as sent:
        assert not any((version.impacts, version.submissions, version.cells))
    assert sent == []
