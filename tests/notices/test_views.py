"""“Messages sent”: who sees which, and what it says."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eia import clock
from eia.db import transaction
from eia.notices.models import Notice, Posting
from eia.notices.posting import post_due
from eia.people import sessions
from eia.people.models import Appointment, Organisation
from eia.people.offices import Office
from tests.notices.conftest import Mailbox, Outbox, set_mail


def sign_in(app: Flask, person_id: int) -> FlaskClient:
    with app.app_context(), transaction() as session:
        token = sessions.begin(session, person_id, browser="a test")
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


@pytest.fixture
def administrator(app: Flask, outbox: Outbox) -> FlaskClient:
    return appointed(app, outbox, Office.ADMINISTRATOR)


def appointed(app: Flask, outbox: Outbox, office: Office) -> FlaskClient:
    person = outbox.person(f"The {office.words}", f"{office}@force.example")
    with app.app_context(), transaction() as session:
        session.add(
            Appointment(
                person_id=person,
                organisation_id=outbox.organisation_id,
                office=office,
                from_day=clock.today() - timedelta(days=1),
                in_force=True,
            )
        )
    return sign_in(app, person)


@pytest.fixture
def elsewhere(app: Flask, code: str) -> Outbox:
    """Another organisation."""
    with app.app_context(), transaction() as session:
        organisation = Organisation(code=f"X{code}", name=f"{code} Council")
        session.add(organisation)
        session.flush()
        return Outbox(app, organisation.id)


def test_an_administrator_sees_the_messages_of_their_own_organisation_only(
    administrator: FlaskClient, outbox: Outbox, elsewhere: Outbox
) -> None:
    outbox.queue(outbox.person(), subject="Ours")
    (foreign,) = elsewhere.queue(elsewhere.person("Not Ours", "b@x"), subject="Theirs")

    page = administrator.get("/messages").text

    assert "Ours" in page
    assert "Theirs" not in page
    assert administrator.get(f"/messages/{foreign}").status_code == 404


@pytest.mark.parametrize("office", [office for office in Office if office is not Office.ADMINISTRATOR])
def test_other_offices_know_no_such_page(app: Flask, outbox: Outbox, office: Office) -> None:
    (notice,) = outbox.queue(outbox.person())
    client = appointed(app, outbox, office)

    assert [client.get("/messages").status_code, client.get(f"/messages/{notice}").status_code] == [404, 404]


def test_signed_out_every_message_leads_to_the_sign_in_page(client: FlaskClient) -> None:
    assert [client.get("/messages").status_code, client.get("/messages/1").status_code] == [303, 303]


def test_the_text_is_shown_as_it_was_posted(
    mail_app: Flask, administrator: FlaskClient, outbox: Outbox, mailbox: Mailbox
) -> None:
    (notice,) = outbox.queue(outbox.person(), values={"happened": "<b>Returned</b> to you."})
    post_due(mail_app)

    page = administrator.get(f"/messages/{notice}").text

    assert "&lt;b&gt;Returned&lt;/b&gt; to you." in page
    assert "ada@force.example" in page
    assert outbox.only.message_id.strip("<>") in page


@pytest.mark.parametrize("state", Posting)
def test_every_state_has_its_words(administrator: FlaskClient, outbox: Outbox, state: Posting) -> None:
    (notice,) = outbox.queue(outbox.person())
    outbox.change(notice, lambda row: put(row, state))

    assert state.words in administrator.get("/messages").text
    page = administrator.get(f"/messages/{notice}").text
    assert state.words in page
    assert "The reason why." in page


def put(notice: Notice, state: Posting) -> None:
    notice.state, notice.attempts, notice.problem = state, 1, "The reason why."


def test_the_list_says_when_no_mail_server_is_set(app: Flask, administrator: FlaskClient) -> None:
    set_mail(app, mail_server="")

    assert "No mail server is set up" in administrator.get("/messages").text


def test_an_empty_list_says_what_will_appear(administrator: FlaskClient) -> None:
    assert "No messages yet." in administrator.get("/messages").text


def test_older_messages_are_a_page_away(administrator: FlaskClient, outbox: Outbox) -> None:
    ada = outbox.person()
    for number in range(51):
        outbox.queue(ada, subject=f"Message {number:02}")

    page = administrator.get("/messages").text
    oldest_shown = outbox.all()[1].id

    assert "Message 00" not in page
    assert f"/messages?before={oldest_shown}" in page
    assert "Message 00" in administrator.get(f"/messages?before={oldest_shown}").text


@pytest.mark.parametrize("path", ["/messages/99999999999999999999", "/messages/0", "/messages/-1", "/messages/x"])
def test_a_number_that_is_none_is_not_found(administrator: FlaskClient, path: str) -> None:
    assert administrator.get(path).status_code == 404


@pytest.mark.parametrize("before", ["99999999999999999999", "-1", "0", "x", ""])
def test_a_crafted_place_in_the_list_shows_the_beginning(
    administrator: FlaskClient, outbox: Outbox, before: str
) -> None:
    outbox.queue(outbox.person(), subject="Still here")

    assert "Still here" in administrator.get("/messages", query_string={"before": before}).text
