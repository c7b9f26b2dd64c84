"""An old form in Word becomes a draft: nothing of it is lost, nothing is answered by it, nothing is half brought in."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from eia.assessments.case import Case
from eia.assessments.guards.needs import nothing_left_to_place
from eia.assessments.models import OldForm, OldFormLine
from eia.assessments.verifying.old_forms import OldFormTrail
from eia.db import db, transaction
from eia.verify import everything
from tests.support.assessments import Made, make_assessment
from tests.support.databases import FILES
from tests.support.old_forms import WORDS, full_form
from tests.support.staff import make_staff, signed_in
from tests.support.ugly_forms import READ, REFUSED
from tests.support.writing import read


@pytest.fixture
def made(database: Session) -> Made:
    return make_assessment(at="draft")


@pytest.fixture
def author(app: Flask, made: Made) -> FlaskClient:
    return signed_in(app, made.lead["owner"])


def send(client: FlaskClient, made: Made, content: bytes, name: str = "Desk EIA 2019.docx") -> TestResponse:
    sent = {"file": (io.BytesIO(content), name)}
    return client.post(f"{made.address}/old-forms", data=sent, content_type="multipart/form-data")


def form_of(made: Made) -> OldForm | None:
    db.session.rollback()
    return db.session.scalar(select(OldForm).where(OldForm.version_id == made.version_id))


def lines_of(made: Made) -> list[OldFormLine]:
    form = form_of(made)
    assert form
    return list(db.session.scalars(select(OldFormLine).where(OldFormLine.form_id == form.id)))


def said(case: Case) -> str:
    """Everything the draft says."""
    texts = [str(value) for section in case.version.sections for value in section.answers.values()]
    texts += [cell.reason for cell in case.version.cells] + [gap.missing for gap in case.version.gaps]
    texts += [row.title + row.says for row in case.version.evidence] + [row.effect for row in case.version.options]
    return "\n".join(texts + [row.said for row in case.version.consultations])


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_every_word_of_the_form_is_in_the_draft_or_on_the_list(author: FlaskClient, made: Made) -> None:
    answer = send(author, made, full_form())
    assert answer.status_code == 303
    assert said(read(made.version_id)) == "", "nothing is written before it is asked for"
    assert author.post(f"{answer.location}/bring").status_code == 303
    case, lines = read(made.version_id), lines_of(made)
    draft, rest = said(case), "\n".join(line.text for line in lines if not line.written)
    assert [word for word in WORDS if (word in draft) + (word in rest) != 1] == []
    assert [line.text for line in lines if line.written and line.says.strip() not in draft] == []
    assert {line.text for line in lines if line.waits} >= {"Put up a poster.", "Left unsaid by the form."}
    assert all(section.carried_over and not section.finished for section in case.version.sections)
    assert not any(cell.answer or cell.direction for cell in case.version.cells)
    (source,) = [row for row in case.version.evidence if row.files]
    assert (source.files[0].name, source.files[0].file.size) == ("Desk EIA 2019.docx", len(full_form()))


def refusal(answer: TestResponse) -> str:
    found = re.search(r'class="govuk-error-message">(.*?)</p>', answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found.group(1)) if found else ""


@pytest.mark.only_on("sqlite", because="files are read before the database is asked")
def test_each_ugly_file_gives_a_sentence_and_leaves_nothing(author: FlaskClient, made: Made) -> None:
    wrong, lying = {}, set(FILES.glob("*/*"))
    for name, (make, words) in REFUSED.items():
        answer = send(author, made, make(), name)
        if answer.status_code != 200 or words not in refusal(answer):
            wrong[name] = (answer.status_code, refusal(answer))
    assert wrong == {}
    assert form_of(made) is None
    assert set(FILES.glob("*/*")) == lying


@pytest.mark.only_on("sqlite", because="files are read before the database is asked")
def test_each_odd_file_gives_a_draft(author: FlaskClient, made: Made) -> None:
    wrong = {}
    for name, (make, words) in READ.items():
        answer = send(author, made, make(), name)
        page = author.get(answer.location) if answer.status_code == 303 else answer
        if answer.status_code != 303 or words not in page.text:
            wrong[name] = (answer.status_code, refusal(answer))
    assert wrong == {}


def test_what_is_left_is_placed_or_set_aside_and_the_trail_holds_it(author: FlaskClient, made: Made) -> None:
    form = send(author, made, full_form()).location
    author.post(f"{form}/bring")
    (poster,) = [line for line in lines_of(made) if "poster" in line.text]
    others = [line.id for line in lines_of(made) if line.waits and line.id != poster.id]
    reason = nothing_left_to_place(read(made.version_id))
    assert reason
    assert reason.text == "Place 3 lines of the old form, or set them aside."
    assert author.post(form, data={"line": others, "then": "aside"}).status_code == 200
    assert author.post(form, data={"line": [poster.id], "place": "nowhere/at-all"}).status_code == 200
    assert author.post(form, data={"line": others, "then": "aside", "reason": "It names people."}).status_code == 303
    assert author.post(form, data={"line": [poster.id], "place": "conclusion/conclusion"}).status_code == 303
    case = read(made.version_id)
    assert nothing_left_to_place(case) is None
    assert case.answer("conclusion", "conclusion").endswith("Put up a poster.")
    assert [*everything(db.session(), FILES, lambda *_: None, only=made.reference)] == []
    unheard = [finding.text for finding in OldFormTrail().verify(db.session(), set())]
    assert any("is not what was read" in words for words in unheard)


def test_a_form_that_was_only_read_is_taken_away_and_one_brought_in_is_not(author: FlaskClient, made: Made) -> None:
    content = full_form()
    form = send(author, made, content).location
    assert author.post(f"{form}/drop").status_code == 303
    assert form_of(made) is None
    form = send(author, made, content).location
    again = send(author, made, content, "another name.docx")
    assert "was added already" in refusal(again)
    author.post(f"{form}/bring")
    assert author.post(f"{form}/bring").status_code == 409
    assert author.post(f"{form}/drop").status_code == 409
    for statement in ("DELETE FROM old_form_line", "UPDATE old_form_line SET text = 'x'", "DELETE FROM old_form"):
        with pytest.raises(DBAPIError, match="eia: "), transaction() as session:
            session.execute(text(statement))


def test_only_the_author_brings_a_form_in(app: Flask) -> None:
    """Outside of a context: each request finds out for itself who is signed in."""
    with app.app_context():
        made, stranger = make_assessment(at="draft"), make_staff()
        db.session.rollback()
    form = send(signed_in(app, made.lead["owner"]), made, full_form()).location
    for person, status in ((made.lead["second_owner"], (403, 404)), (stranger["owner"], (404,))):
        for what in ("bring", "drop"):
            assert signed_in(app, person).post(f"{form}/{what}").status_code in status
        assert signed_in(app, person).post(form, data={"line": [1], "place": "evidence"}).status_code in status
    with app.app_context():
        row = form_of(made)
        assert row
        assert row.brought_at is None
        assert said(read(made.version_id)) == ""
