"""Files of evidence: added by the author, frozen with the rest, given out to readers alone, and never run."""

import hashlib
import io
import json

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.changes.said import all_said
from eia.assessments.commands.evidence_files import MOST_FILES, remove_file
from eia.assessments.content import shared_part
from eia.assessments.models import SignedPart
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotOffered, Refused
from eia.files.keeping import path_of
from eia.files.models import StoredFile
from eia.files.verify import verify_files
from tests.support.assessments import Made, make_assessment, open_version, take
from tests.support.databases import FILES
from tests.support.files import PDF, PNG, add_evidence_file
from tests.support.staff import acting, signed_in
from tests.support.writing import read

DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(scope="module")
def checked(app: Flask) -> Made:
    """Sent to the adviser with one file, by two organisations."""
    with app.app_context():
        made = make_assessment(at="mitigation", organisations=2)
        add_evidence_file(made.version_id, "Access audit – tŷ.pdf")
        take(made, "send_to_adviser", made.lead["owner"])
        db.session.rollback()
    return made


def the_file(case: Case) -> int:
    return case.version.evidence[0].files[0].id


def download(app: Flask, made: Made, person: int) -> str:
    with app.app_context():
        file_id = the_file(read(made.version_id))
    return f"{made.address}/files/{file_id}"


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_digest_size_and_type_stand_in_the_signed_bytes(database: Session, checked: Made) -> None:
    submission = read(checked.version_id).submission
    assert submission is not None
    part = next(p for p in submission.parts if p.organisation_id is None)
    kept = json.loads(db.session.get_one(SignedPart, part.id).content)
    assert kept["evidence"][0]["files"] == [
        {"name": "Access audit – tŷ.pdf", "sha256": DIGEST, "size": len(PDF), "type": "application/pdf"}
    ]


def test_a_file_is_told_where_changes_are_shown(database: Session, checked: Made) -> None:
    case = read(checked.version_id)
    (said,) = [one for one in all_said(shared_part(case, ""), case.framework) if one.key == "evidence"]
    told = [entry.fields.get("Files") for entry in said.entries]
    assert f"Access audit – tŷ.pdf (SHA-256 {DIGEST[:12]}…)" in told


def test_readers_save_the_file_and_no_browser_runs_it(app: Flask, checked: Made) -> None:
    answer = signed_in(app, checked.lead["approver"]).get(download(app, checked, 0))
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''Access%20audit%20%E2%80%93%20t%C5%B7.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/pdf"


def test_those_who_may_not_read_the_version_do_not_get_its_files(app: Flask, checked: Made) -> None:
    address = download(app, checked, 0)
    with app.app_context():
        stranger = make_assessment(at="draft").lead["approver"]
    assert signed_in(app, stranger).get(address).status_code == 404
    assert signed_in(app, checked.others[0]["member"]).get(address).status_code == 403
    assert app.test_client().get(address).status_code == 303


def test_a_file_is_found_only_under_its_own_version(app: Flask, checked: Made) -> None:
    with app.app_context():
        other = make_assessment(at="full_assessment", staff=checked.everybody)
        number = the_file(read(checked.version_id))
    assert signed_in(app, other.lead["owner"]).get(f"{other.address}/files/{number}").status_code == 404


def test_what_was_sent_is_frozen_with_its_files(database: Session, checked: Made) -> None:
    with pytest.raises(NotOffered):
        add_evidence_file(checked.version_id, "late.png", PNG)
    with pytest.raises(NotOffered):
        remove(checked)


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_the_page_says_what_is_wrong_and_adds_what_is_right(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="mitigation")
        row = read(made.version_id).version.evidence[0].id
    author, address = signed_in(app, made.lead["owner"]), f"{made.address}/evidence/{row}/files"
    assert "Choose the file" in author.post(address, data={}).text
    wrong = author.post(address, data={"file": (io.BytesIO(b"<html>"), "survey.pdf")})
    assert (wrong.status_code, "what is in it is something else" in wrong.text) == (200, True)
    large = author.post(address, data={"file": (io.BytesIO(PDF + b" " * 21 * 1024 * 1024), "survey.pdf")})
    assert (large.status_code, "is larger than 20 MB" in large.text) == (200, True)
    right = author.post(address, data={"file": (io.BytesIO(PDF), "survey.pdf")})
    assert right.status_code == 303
    page = author.get(address).text
    assert "survey.pdf" in page
    assert DIGEST in page
    again = author.post(address, data={"file": (io.BytesIO(PDF), "again.pdf")})
    assert "is here already, with the same content" in again.text


def test_only_where_files_are_added_may_a_post_be_large(app: Flask, checked: Made) -> None:
    author = signed_in(app, checked.lead["owner"])
    large = {"file": (io.BytesIO(b" " * 5 * 1024 * 1024), "survey.pdf")}
    assert author.post(f"{checked.address}/sections/evidence", data=large).status_code == 413
    larger = {"file": (io.BytesIO(b" " * 90 * 1024 * 1024), "survey.pdf")}
    with app.app_context():
        row = read(checked.version_id).version.evidence[0].id
    assert author.post(f"{checked.address}/evidence/{row}/files", data=larger).status_code == 413
    large = {"file": (io.BytesIO(b" " * 5 * 1024 * 1024), "survey.pdf")}
    assert app.test_client().post(f"{checked.address}/evidence/{row}/files", data=large).status_code == 303


def test_a_text_of_two_hundred_kilobytes_is_still_taken(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="mitigation")
        row = read(made.version_id).version.evidence[0].id
    data = {"title": "Survey", "says": "é" * 100_000}
    answer = signed_in(app, made.lead["owner"]).post(f"{made.address}/rows/evidence/{row}", data=data)
    assert (answer.status_code, "must be 20,000 characters or fewer" in answer.text) == (200, True)


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_one_source_holds_only_so_many_files(database: Session) -> None:
    made = make_assessment(at="mitigation")
    for number in range(MOST_FILES):
        add_evidence_file(made.version_id, f"{number}.txt", f"{number}".encode())
    with pytest.raises(Refused, match="at most 10 files"):
        add_evidence_file(made.version_id, "more.txt", b"more")


def test_a_file_taken_out_of_a_draft_leaves_only_its_digest_in_the_trail(database: Session) -> None:
    made = make_assessment(at="mitigation")
    stored = add_evidence_file(made.version_id).version.evidence[0].files[0].file_id
    remove(made)
    assert db.session.get(StoredFile, stored) is None
    case = read(made.version_id)
    assert case.version.evidence[0].files == []
    last = entries(db.session(), case.assessment.stream, newest=1)[0].payload
    assert last is not None
    assert last.body is not None
    assert last.body["sentence"] == "Removed from Evidence and gaps: file “survey.pdf” of “Access audit”"
    assert last.body["before"]["file"]["sha256"] == DIGEST


def test_a_file_that_somebody_was_sent_is_kept(database: Session) -> None:
    made = make_assessment(at="mitigation")
    stored = add_evidence_file(made.version_id).version.evidence[0].files[0].file_id
    take(made, "send_to_adviser", made.lead["owner"])
    take(made, "recall", made.lead["owner"])
    remove(made)
    assert db.session.get(StoredFile, stored) is not None


def remove(made: Made) -> None:
    row = read(made.version_id).version.evidence[0]
    evidence_id, file_id = row.id, row.files[0].id
    with transaction() as session:
        remove_file(session, made.version_id, evidence_id, file_id, by=acting(session, made.lead["owner"]))


def test_a_later_version_carries_the_files_over(database: Session) -> None:
    made = make_assessment(at="mitigation")
    first = add_evidence_file(made.version_id).version.evidence[0].files[0].file_id
    take(made, "send_to_adviser", made.lead["owner"])
    take(made, "withdraw_draft", made.lead["owner"])
    later = open_version(made, made.lead["owner"])
    assert [one.file_id for one in read(later.version_id).version.evidence[0].files] == [first]


def test_a_changed_file_is_refused_in_words_and_verify_names_it(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="mitigation")
        file = add_evidence_file(made.version_id).version.evidence[0].files[0].file
        number, path = file.id, path_of(FILES, file.place)
    path.write_bytes(PDF + b"more")
    answer = signed_in(app, made.lead["owner"]).get(download(app, made, 0))
    assert (answer.status_code, "is not the one that was added" in answer.text) == (409, True)
    with app.app_context():
        found = {finding.entry: finding.text for finding in verify_files(db.session(), FILES)}
    assert found[f"file:{number}"].startswith("was changed")
    path.write_bytes(PDF)
