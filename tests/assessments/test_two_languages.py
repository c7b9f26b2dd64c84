"""Two languages kept in step: a text in the second is stale from the day the English it was written for changes."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eia import clock
from eia.assessments.commands.outside import make_link
from eia.assessments.writing.two_languages import digest_of
from eia.db import transaction
from eia.pages import day
from eia.policies.models import Policy
from tests.support.assessments import Made, make_assessment, open_version, take
from tests.support.records import found
from tests.support.staff import acting, signed_in
from tests.support.windows import Window, hidden
from tests.support.writing import read, step_on, write_section

PAGE = "sections/public_summary"
DESK = "The front desk moves."
DESG = "Mae’r ddesg flaen yn symud."
ENGLISH = {"summary_proposed": DESK, "summary_affected": "People who walk.", "summary_decided": "A bus."}
WELSH = {
    "title_second": "Symud y ddesg flaen", "summary_proposed_second": DESG, "summary_affected_second": "Cerddwyr.",
    "summary_decided_second": "Bws.",
}  # fmt: skip


def publishes_in(app: Flask, made: Made, language: str) -> None:
    client = signed_in(app, made.lead["administrator"])
    form = hidden(client.get("/people/languages").text.partition("<main")[2])
    assert client.post("/people/languages", data=form | {"language": language}).status_code == 303


def bilingual(app: Flask, at: str = "mitigation") -> Made:
    with app.app_context():
        made = make_assessment(at=at)
    publishes_in(app, made, "cy")
    return made


def stale(page: str) -> int:
    return page.count("Stale since")


def test_only_an_administrator_names_a_second_language_and_nothing_is_asked_without_one(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="mitigation")
    owner, administrator = signed_in(app, made.lead["owner"]), signed_in(app, made.lead["administrator"])
    assert "Public summary" not in owner.get(made.address).text
    assert owner.get(f"{made.address}/{PAGE}").status_code == 404
    assert owner.get("/people/languages").status_code == 403
    publishes_in(app, made, "cy")
    assert "publishes in English and Welsh" in administrator.get("/people/trail").text
    assert "Public summary" in owner.get(made.address).text
    form = hidden(administrator.get("/people/languages").text.partition("<main")[2])
    assert administrator.post("/people/languages", data=form | {"language": "xx"}).status_code == 200
    with app.app_context():
        step_on(made.version_id, "go_to_full_assessment")
    assert "Save and go to the conclusion" in owner.get(f"{made.address}/sections/mitigation").text
    publishes_in(app, made, "")
    assert "Public summary" not in owner.get(made.address).text


def sent_and_signed(app: Flask, made: Made) -> None:
    """With one text behind: whoever checks and signs is told, nobody is held up, and what was sent is frozen."""
    with app.app_context():
        step_on(made.version_id, "send_to_adviser")
    adviser, approver = (signed_in(app, made.lead[who]) for who in ("adviser", "approver"))
    for client in (adviser, signed_in(app, made.lead["owner"])):
        page = client.get(f"{made.address}/summary").text
        assert "The public summary is not in step in both languages." in page
        assert stale(page) == 1
        assert "Cerddwyr pell." in page
    assert "the Welsh is older than the English, since" in adviser.get(made.address).text
    with app.app_context():
        take(made, "claim", made.lead["adviser"])
        take(made, "give_opinion", made.lead["adviser"])
        page = approver.get(f"{made.address}/steps/sign").text
        assert "The public summary is not in step in both languages." in page
        take(made, "sign", made.lead["approver"])
        assert read(made.version_id).state == "signed_off"
        assert found(made) == []
        for change in ("UPDATE version SET second_language = ''", "UPDATE section SET answers = '{}'"):
            column = "id" if " version " in change else "version_id"
            with pytest.raises(DBAPIError, match=r"eia: |permission denied"), transaction() as session:
                session.execute(text(f"{change} WHERE {column} = {made.version_id}"))


def test_a_bilingual_assessment_goes_from_draft_to_signed_and_says_what_fell_behind(app: Flask) -> None:
    made, today = bilingual(app), clock.today()
    owner = Window(app, made.lead["owner"], made, PAGE)
    assert "Save and go to next" in owner.client.get(f"{made.address}/sections/review").text
    assert 'lang="cy"' in owner.client.get(owner.path).text
    assert owner.press(**ENGLISH, **WELSH, finished="yes").status_code == 303
    assert stale(owner.client.get(owner.path).text) == 0
    with time_machine.travel(clock.now() + timedelta(days=3)):
        Window(app, made.lead["owner"], made, PAGE).press(summary_proposed="The front desk moves in May.")
    with time_machine.travel(clock.now() + timedelta(days=5)):
        then = Window(app, made.lead["owner"], made, PAGE)
        then.press(summary_affected="People who walk far.")
        shown = then.client.get(then.path).text
        assert f"Stale since {day(today + timedelta(days=3))}" in shown
        assert f"Stale since {day(today + timedelta(days=5))}" in shown
    assert "the Welsh is older than the English, since" in owner.client.get(made.address).text
    owner.opened = owner.read()
    owner.press(summary_proposed_second_holds="yes", summary_affected_second="Cerddwyr pell.")
    assert stale(owner.client.get(owner.path).text) == 0
    owner.opened = owner.read()
    assert owner.press(summary_proposed=DESK).status_code == 303
    sent_and_signed(app, made)
    publishes_in(app, made, "")
    approver = signed_in(app, made.lead["approver"])
    page = approver.get(f"{made.address}/{PAGE}").text
    assert DESG in page, "what was signed stays, whatever the organisation publishes in now"
    assert '<div lang="cy">' in page
    assert "The public summary is not in step" not in approver.get(f"{made.address}/summary").text
    with app.app_context():
        second = open_version(made, made.lead["owner"])
        assert read(second.version_id).section("public_summary") is None


@pytest.mark.only_on("sqlite", because="a bilingual one goes its whole way on both")
def test_english_that_changes_in_a_later_version_leaves_the_welsh_stale_there_and_shows_it_word_by_word(
    app: Flask,
) -> None:
    made = bilingual(app)
    Window(app, made.lead["owner"], made, PAGE).press(**ENGLISH, **WELSH, finished="yes")
    with app.app_context():
        for step, who in (("send_to_adviser", "owner"), ("claim", "adviser"), ("give_opinion", "adviser")):
            take(made, step, made.lead[who])
        take(made, "sign", made.lead["approver"])
        with transaction() as session:
            policy = session.get_one(Policy, made.policy_id)
            policy.title, policy.retitled_at = "Move of the counter", clock.now()
        later = open_version(made, made.lead["owner"])
        section = read(later.version_id).section("public_summary")
        assert section is not None
        assert section.carried_over
        assert section.answers["summary_proposed_second_of"] == digest_of(DESK)
        write_section(later.version_id, "proposal", {})
        step_on(later.version_id, "go_to_screening")
    owner = Window(app, later.lead["owner"], later, PAGE)
    page = owner.client.get(owner.path).text
    assert stale(page) == 1, "the title, which changed beside the assessment"
    typed = {"summary_proposed": f"{DESK} Twice.", "summary_decided_second": "Bws mini."}
    assert owner.press(title_second_holds="yes", **typed).status_code == 303
    assert stale(owner.client.get(owner.path).text) == 1
    compared = owner.client.get(f"/assessments/{made.reference}/compare").text
    assert "What was decided about it, in Welsh" in compared
    assert '<dd dir="auto" lang="cy">' in compared
    assert '<span class="govuk-visually-hidden" lang="en">Added: </span>' in compared
    assert "second of" not in compared.lower()
    with app.app_context():
        assert found(later) == []


def test_welsh_written_for_english_that_another_changed_meanwhile_is_stale_and_no_word_is_lost(app: Flask) -> None:
    made = bilingual(app, at="draft")
    assert "Cannot start yet" in signed_in(app, made.lead["owner"]).get(made.address).text
    with app.app_context():
        write_section(made.version_id, "proposal", {})
        step_on(made.version_id, "go_to_screening")
    Window(app, made.lead["owner"], made, PAGE).press(**ENGLISH)
    one, other, third = (Window(app, made.lead["owner"], made, PAGE) for _ in range(3))
    assert other.keep(summary_proposed_second=DESG).json["kept_at"]
    assert DESG in other.client.get(f"{other.path}?copy=mine").text
    one.press(summary_proposed="The front desk stays.")
    assert other.press(summary_proposed_second=DESG).status_code == 303
    page = other.client.get(other.path).text
    assert "The front desk stays." in page
    assert DESG in page
    assert stale(page) == 1
    collided = third.press(summary_proposed="The desk burns.", summary_proposed_second="Mae’r ddesg yn llosgi.")
    assert collided.status_code == 409
    assert f'<div lang="cy"><p class="govuk-body" dir="auto">{DESG}</p></div>' in collided.text
    kept = third.choose(collided.text, summary_proposed="theirs", summary_proposed_second="yours")
    assert kept.status_code == 303
    assert stale(third.client.get(third.path).text) == 1, "it was written for the English that was not kept"


def test_readers_outside_read_both_languages(app: Flask) -> None:
    made = bilingual(app)
    Window(app, made.lead["owner"], made, PAGE).press(**ENGLISH, **WELSH)
    with app.app_context(), transaction() as session:
        by = acting(session, made.lead["owner"])
        _, token = make_link(session, made.version_id, by=by, group_name="Network", days=28, parts=("public_summary",))
    page = app.test_client().get(f"/outside/{token}").text
    assert DESK in page
    assert f'<div lang="cy"><p class="govuk-body" dir="auto">{DESG}</p></div>' in page
