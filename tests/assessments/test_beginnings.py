"""The beginning of a word is enough, in the register and in search, whichever way it is read."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.models import Version
from eia.assessments.register import named as naming
from eia.assessments.register import page as reading
from eia.assessments.register.keeping import put_subject_in_order
from eia.assessments.search.beginnings import MOST
from eia.assessments.search.keeping import index_due
from eia.assessments.search.words import folded_words
from eia.db import db, transaction
from tests.assessments.crowds import crowd, found
from tests.assessments.looking import marked, numbers, shown
from tests.support.assessments import make_assessment
from tests.support.staff import acting, new_staff, signed_in
from tests.support.writing import write_row

NOWHERE = ("100001", "zebra", "?!", "tation", "niform", "ustody", "raining", "nterview")
"""What no word of a title is or begins with; some end so."""


def titled(typed: str, title: str) -> bool:
    """Word by word, as it stands in the title."""
    said = sorted(folded_words(title))
    asked = sorted(folded_words(typed))
    return bool(asked) and all(any(one == w or (w.isalpha() and one.startswith(w)) for one in said) for w in asked)


def test_words_begin_those_of_a_title_in_whichever_way_it_is_read(
    app: Flask, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the index, walked to, beside another filter, and line by line where the index is behind."""
    by = acting(db.session(), crowd()[0]["adviser"])
    index_due()
    titles = {number: db.session.get_one(Version, number).assessment.subject.title for number in found(by)}
    one = max(titles.values(), key=len).split()
    typing = ("sta", one[1].upper(), f"{one[2][:4]} {one[0]}s", one[-1], *NOWHERE)
    expected = {typed: {number for number, title in titles.items() if titled(typed, title)} for typed in typing}
    assert [typed for typed in typing if not expected[typed]] == list(NOWHERE)
    signed = set(found(by, state="signed_off"))
    ways = [(reading, "COUNTED", 1_000), (reading, "COUNTED", 1), (reading, "SORTED", 1), (naming, "WAITING", -1)]
    for module, name, value in ways:
        monkeypatch.setattr(module, name, value)
        for typed in typing:
            assert {typed: set(found(by, text=typed, sort="title"))} == {typed: expected[typed]}, (name, value)
            assert found(by, text=typed) == sorted(expected[typed], reverse=True), (name, value)
            assert set(found(by, text=typed, state="signed_off")) == expected[typed] & signed, (name, value)


def test_a_title_is_found_before_the_index_has_read_it(app: Flask, database: Session) -> None:
    staff = crowd()[0]
    by = acting(db.session(), staff["adviser"])
    index_due()
    number = found(by)[3]
    with transaction() as session:
        subject = session.get_one(Version, number).assessment.subject
        subject.title, subject.sort_title = "Quokkas on patrol", "quokkas on patrol"
        put_subject_in_order(session, subject.id)
    assert found(by, text="quokka pat") == [number]
    index_due()
    assert found(by, text="quokka pat") == [number]


def test_a_beginning_finds_its_words_and_marks_them_but_in_quotes_only_itself(app: Flask, database: Session) -> None:
    made = make_assessment(at="mitigation")
    owner = acting(db.session(), made.lead["owner"])
    write_row(made.version_id, "gap", missing="Tunics and tunicship for <b>tunic-wearers</b>")
    index_due()
    for typed in ("tunic", "tuni", "TUNICSH wear", "“tunics and tunicship”"):
        assert numbers(owner, typed) == [made.version_id], typed
    for typed in ("tu", '"tuni"', '"tunics and tunicsh"', "unic"):
        assert numbers(owner, typed) == [], typed
    assert marked(shown(owner, "tuni wear")[0]) == ["Tunics", "tunicship", "tunic", "wearers"]
    assert marked(shown(owner, '"tunics"')[0]) == ["Tunics", "tunic"]


def test_of_a_beginning_of_too_many_words_the_page_says_so(app: Flask, database: Session) -> None:
    made = make_assessment(at="mitigation")
    words = " ".join("zygo" + "abcdefghijklmnopqrstuvwxyz"[n] for n in range(MOST + 2))
    write_row(made.version_id, "gap", missing=words)
    index_due()
    client = signed_in(app, made.lead["owner"])
    page = client.get("/assessments/search?q=zygo").text
    assert f"More than {MOST} words begin with “zygo”" in page
    assert "begin with" not in client.get("/assessments/search?q=zygoa").text


@pytest.mark.only_on("sqlite", because="the frame is the same on both")
def test_search_stands_in_the_frame_where_a_page_has_no_box_of_its_own_for_it(app: Flask) -> None:
    with app.app_context():
        staff = new_staff()
    client = signed_in(app, staff["adviser"])
    for address in ("/", "/policies", "/assessments/gaps", "/assessments", "/assessments/search?q=desk"):
        page = client.get(address).text
        boxes = [words in page for words in ("Words of an assessment", "Search what assessments say")]
        assert boxes.count(True) == 1, address
    assert "Words of an assessment" not in app.test_client().get("/sign-in").text
