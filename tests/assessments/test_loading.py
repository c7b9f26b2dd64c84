"""Reading everything at once gives what reading list by list gives, and leaves nothing to ask."""

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.loading import read_whole
from eia.assessments.models import Version
from eia.db import db
from tests.support.assessments import Made, make_assessment, take
from tests.support.statements import counted
from tests.support.writing import read

LISTS = ("contributors", "sections", "cells", "scope", "evidence", "gaps", "consultations", "options", "impacts",
         "mitigations", "templates", "submissions", "adoptions")  # fmt: skip
OF_IMPACTS, OF_ROUNDS = ("aims", "evidence"), ("parts", "signatures", "opinions", "points")


def returned_and_signed() -> Made:
    made = make_assessment(at="sign_off")
    points = [{"section": "impacts", "reason": _a_reason(made), "remark": "Say more."}]
    take(made, "return_to_author", made.lead["approver"], points=points, stage="full_assessment")
    return made


def _a_reason(made: Made) -> str:
    return read(made.version_id).framework.return_reasons[0].key


def ids(version: Version) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [row.id for row in getattr(version, name)] for name in LISTS}
    for parents, names in ((version.impacts, OF_IMPACTS), (version.submissions, OF_ROUNDS)):
        for name in names:
            found[name + " below"] = [[row.id for row in getattr(parent, name)] for parent in parents]
    return found


def test_it_is_what_reading_list_by_list_gives(database: Session) -> None:
    made = returned_and_signed()
    one_by_one = ids(read(made.version_id).version)
    version = read(made.version_id).version
    read_whole(db.session(), version)
    assert ids(version) == one_by_one
    assert all(one_by_one[name] for name in ("cells", "impacts", "mitigations", "submissions", "evidence below"))


def test_nothing_is_left_to_ask(app: Flask, database: Session) -> None:
    version = read(returned_and_signed().version_id).version
    read_whole(db.session(), version)
    with counted(app) as sent:
        ids(version)
    assert sent == []


def test_a_draft_has_empty_lists(app: Flask, database: Session) -> None:
    version = read(make_assessment().version_id).version
    read_whole(db.session(), version)
    with counted(app) as sent:
        assert not any((version.impacts, version.submissions, version.cells))
    assert sent == []
