"""Writing side by side over HTTP: what is kept in the background, offered back, merged, and shown when it collides."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from eia.assessments.commands.copies import purge
from eia.assessments.models import Presence, SectionRevision, Version, WorkingCopy
from eia.assessments.writing.writers import copy_of
from eia.audit.models import AuditEntry
from eia.db import db, transaction
from tests.support.assessments import Made, make_assessment, start, take
from tests.support.staff import make_staff, signed_in
from tests.support.windows import Window, fields, hidden, two_windows
from tests.support.writing import read, step_on, write_row

PROPOSAL = {"changes": "The desk moves.", "why": "It is cold.", "decider": "Head of Estates"}


@pytest.fixture
def made(app: Flask) -> Made:
    with app.app_context():
        return start((make_staff(),))


def said(app: Flask, made: Made, question: str) -> str:
    with app.app_context():
        return read(made.version_id).answer("proposal", question)


def test_two_who_change_different_answers_lose_nothing_and_are_not_asked(app: Flask, made: Made) -> None:
    one, other = two_windows(app, made, "sections/proposal")
    assert one.press(changes="The desk moves.").status_code == 303
    answer = other.press(why="It is cold.")
    assert answer.status_code == 303
    assert (said(app, made, "changes"), said(app, made, "why")) == ("The desk moves.", "It is cold.")
    assert "“What changes?”" in other.client.get(made.address).text


def test_two_who_change_one_answer_see_both_and_the_base_and_may_keep_both(app: Flask, made: Made) -> None:
    Window(app, made.lead["owner"], made, "sections/proposal").press(changes="The <desk> moves.")
    one, other = two_windows(app, made, "sections/proposal")
    one.press(changes="The desk moves in May.")
    page = other.press(changes="The desk </textarea>stays.", why="Cold.")
    assert page.status_code == 409
    for text in ("The desk moves in May.", "The desk &lt;/textarea&gt;stays.", "The &lt;desk&gt; moves."):
        assert text in page.text
    assert said(app, made, "changes") == "The desk moves in May."
    undecided = other.choose(page.text)
    assert undecided.status_code == 409
    assert "Choose what to keep" in undecided.text
    assert other.choose(undecided.text, changes="both").status_code == 303
    assert said(app, made, "changes") == "The desk moves in May.\n\nThe desk </textarea>stays."
    assert said(app, made, "why") == "Cold."


def test_what_collides_again_is_shown_again_with_what_was_decided(app: Flask, made: Made) -> None:
    one, other = two_windows(app, made, "sections/proposal")
    third = Window(app, made.lead["owner"], made, "sections/proposal")
    one.press(changes="One.")
    page = other.press(changes="Two.")
    again = third.choose(third.press(changes="Three.").text, changes="yours")
    assert again.status_code == 303
    second = other.choose(page.text, changes="both")
    assert second.status_code == 409
    assert other.choose(second.text, changes="both").status_code == 303
    assert said(app, made, "changes").split() == ["Three.", "One.", "Two."]


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "One."), ("yours", "Two.")])
def test_one_text_may_be_kept(app: Flask, made: Made, choice: str, kept: str) -> None:
    one, other = two_windows(app, made, "sections/proposal")
    one.press(changes="One.")
    assert other.choose(other.press(changes="Two.").text, changes=choice).status_code == 303
    assert said(app, made, "changes") == kept
    assert copies(app, made) == []


def copies(app: Flask, made: Made) -> list[dict[str, list[str]]]:
    """What is kept of this version, whoever typed it."""
    with app.app_context():
        kept = select(WorkingCopy.fields).where(WorkingCopy.version_id == made.version_id)
        return list(db.session.scalars(kept))


def trail_length(app: Flask, made: Made) -> int:
    with app.app_context():
        stream = f"assessment:{made.reference}"
        return len(db.session.scalars(select(AuditEntry.id).where(AuditEntry.stream == stream)).all())


def test_what_is_typed_is_kept_offered_back_and_never_saved_by_itself(app: Flask, made: Made) -> None:
    window = Window(app, made.lead["owner"], made, "sections/proposal")
    before = trail_length(app, made)
    kept = window.keep(changes="Half a <sentence>")
    assert (kept.status_code, kept.json["others"]) == (200, "")
    assert re.fullmatch(r"\d\d:\d\d", kept.json["kept_at"])
    assert (trail_length(app, made), said(app, made, "changes")) == (before, "")
    later = Window(app, made.lead["owner"], made, "sections/proposal")
    page = later.client.get(later.path).text
    assert "You have text here that was not saved" in page
    assert "Half a" not in page
    went_on = later.client.get(f"{later.path}?copy=mine").text
    assert "Half a &lt;sentence&gt;" in went_on
    later.opened = fields(went_on)
    assert later.press().status_code == 303
    assert said(app, made, "changes") == "Half a <sentence>"
    assert copies(app, made) == []


def test_what_was_typed_can_be_thrown_away(app: Flask, made: Made) -> None:
    window = Window(app, made.lead["owner"], made, "sections/proposal")
    window.keep(changes="Rubbish")
    address = f"{made.address}/working-copy-thrown-away/sections/proposal"
    answer = window.client.post(address, data={})
    assert (answer.status_code, answer.location) == (303, window.path)
    assert copies(app, made) == []


def test_nobody_else_may_read_or_write_over_a_working_copy(app: Flask, made: Made) -> None:
    window = Window(app, made.lead["owner"], made, "sections/proposal")
    window.keep(changes="For me alone")
    adviser = signed_in(app, made.lead["adviser"])
    for query in ("", "?copy=mine"):
        page = adviser.get(f"{window.path}{query}").text
        assert "For me alone" not in page
        assert "not saved" not in page
    with app.app_context():
        whose = [copy_of(db.session(), made.version_id, window.page, made.lead[part]) for part in ("owner", "adviser")]
        assert [bool(copy) for copy in whose] == [True, False]
    refused = adviser.post(f"{made.address}/working-copy/sections/proposal", data={"typed": "yes"})
    assert refused.status_code == 403
    thrown = adviser.post(f"{made.address}/working-copy-thrown-away/sections/proposal")
    assert thrown.status_code == 303
    assert len(copies(app, made)) == 1


def test_another_window_of_the_same_person_does_not_write_over_it(app: Flask, made: Made) -> None:
    one, other = two_windows(app, made, "sections/proposal")
    one.keep("one", changes="First window")
    assert other.keep("two", changes="Second window").status_code == 409
    other.press(copy="two", why="Saved from the second")
    (kept,) = copies(app, made)
    assert kept["changes"] == ["First window"]


def test_a_working_copy_has_a_size(app: Flask, made: Made) -> None:
    window = Window(app, made.lead["owner"], made, "sections/proposal")
    assert window.keep(changes="x" * 400_001).status_code == 413
    assert copies(app, made) == []


def test_what_helps_people_write_is_gone_when_it_is_sent_and_when_it_is_old(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="screening")
        write_row(made.version_id, "scope", kind="date", label="Opening", value="1 April")
    window = Window(app, made.lead["owner"], made, "sections/screening")
    window.keep(shared_reason="Half")
    assert len(copies(app, made)) == 1
    with app.app_context():
        purge(30)
        assert len(copies(app, made)) == 1
        purge(0)
        assert copies(app, made) == []
    window.keep(shared_reason="Half")
    with app.app_context():
        take(made, "withdraw_draft", made.lead["owner"])
        for table in (WorkingCopy, Presence, SectionRevision):
            assert db.session.scalars(select(table).where(table.version_id == made.version_id)).all() == []
    assert window.keep(shared_reason="Too late").status_code in (403, 409)


def test_it_says_who_else_is_in_the_section_without_a_lock(app: Flask, made: Made) -> None:
    window = Window(app, made.lead["owner"], made, "sections/proposal")
    with app.app_context(), transaction() as session:
        other = made.lead["second_owner"]
        session.get_one(Version, made.version_id)
        from eia import clock

        session.add(Presence(version_id=made.version_id, section="proposal", person_id=other, seen_at=clock.now()))
    assert "is writing in this section too" in window.client.get(window.path).text
    assert "is writing in this section too" in window.keep(changes="x").json["others"]
    assert window.press(changes="Saved all the same").status_code == 303


def test_a_row_changed_meanwhile_shows_both_and_one_removed_can_be_added_again(app: Flask, made: Made) -> None:
    with app.app_context():
        case = write_row(made.version_id, "scope", kind="date", label="Opening", value="1 April")
        row = case.version.scope[0]
        page = f"rows/scope/{row.id}"
    one, other = two_windows(app, made, page)
    third = Window(app, made.lead["owner"], made, page)
    one.press(kind="date", value="2 April")
    shown = other.press(kind="date", value="3 April")
    assert shown.status_code == 409
    assert other.choose(shown.text, value="both").status_code == 303
    one.opened = one.read()
    assert one.client.post(f"{made.address}/{page}/remove", data={"seen": one.opened["seen"]}).status_code == 303
    gone = third.press(kind="date", label="Opening day", value="4 April")
    assert gone.status_code == 409
    assert "What it said before" in gone.text
    added = third.client.post(f"{made.address}/rows/scope/new", data=hidden(gone.text))
    assert added.status_code == 303
    with app.app_context():
        (row,) = read(made.version_id).version.scope
        assert (row.label, row.value) == ("Opening day", "4 April")


def test_an_answer_and_its_reason_are_not_mixed_from_two_people(app: Flask, made: Made) -> None:
    with app.app_context():
        from tests.support.writing import write_proposal

        write_proposal(made.version_id)
        case = step_on(made.version_id, "go_to_screening")
        question = case.framework.screening.questions[0]
        cell, far = (f"{question.key}-{who}-staff" for who in ("age", "sex"))
        yes, no = question.options[0].key, question.options[-1].key
    one, other = two_windows(app, made, "sections/screening")
    one.press(**{f"{cell}-answer": yes, f"{far}-reason": "Same for all."})
    page = other.press(**{f"{cell}-reason": "Nobody is affected.", f"{cell}-answer": no})
    assert page.status_code == 409
    assert "Age, staff" in page.text
    choices = {f"{cell}-answer": "theirs", f"{cell}-reason": "theirs"}
    answer = other.choose(page.text, **choices)
    assert answer.status_code == 303
    with app.app_context():
        cells = read(made.version_id).cells
        assert (cells[tuple(cell.split("-"))].answer, cells[tuple(cell.split("-"))].reason) == (yes, "")  # type: ignore[index]
        assert cells[tuple(far.split("-"))].reason == "Same for all."  # type: ignore[index]
