"""Actions that wait for a second person stand on their first page, with a link to the version they belong to."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from eia import clock
from tests.assessments.together import sign_again
from tests.home.reading import home, make
from tests.support.assessments import actions_of, open_version, take_action
from tests.support.staff import signed_in

CONFIRM, AGREE = "Confirm that this was done, or send it back", "Agree that it will not be done, or send it back"


def test_whoever_checked_it_confirms_and_the_approvers_when_nobody_did_for_long(app: Flask) -> None:
    made = make(app, "signed_off")
    people = made.lead
    with app.app_context():
        action = actions_of(made)[0]
        take_action(made, action, "report_done", people["owner"])
    waiting = home(app, people["adviser"])
    assert CONFIRM in waiting["Waiting for you"]
    assert f"{made.address}/actions/{action}" in waiting["links Waiting for you"]
    for part in ("owner", "second_adviser", "approver", "auditor"):
        assert CONFIRM not in home(app, people[part])["Waiting for you"], part
    owners, others = (
        signed_in(app, people[p]).get(f"{made.address}/actions/{action}").text for p in ("owner", "auditor")
    )
    assert "somebody else has to agree" in owners
    assert "Evidence that it is done" not in owners, "nobody reports it done twice"
    assert "It waits for somebody else: the author, the owner of what is assessed, an equality adviser or an" in others
    with time_machine.travel(clock.now() + timedelta(days=15)):
        for part in ("approver", "deputy"):
            assert CONFIRM in home(app, people[part])["Waiting for you"], part
    with app.app_context():
        take_action(made, action, "confirm_done", people["adviser"])
        take_action(made, actions_of(made)[1], "report_done", people["adviser"])
    assert CONFIRM not in home(app, people["adviser"])["Waiting for you"], "one confirmed, one they reported themselves"


@pytest.mark.only_on("sqlite", because="what waits to be confirmed is asked of both in the test beside it")
def test_what_is_not_to_be_done_waits_for_adviser_and_approvers_in_the_version_it_goes_on_in(app: Flask) -> None:
    first = make(app, "signed_off")
    people = first.lead
    with app.app_context():
        later = open_version(first, people["second_owner"])
        dropped = actions_of(first)[0]
        take_action(first, dropped, "propose_dropping", people["owner"])
    for part in ("adviser", "approver", "deputy"):
        assert f"{first.address}/actions/" in home(app, people[part])["links Waiting for you"], "while the first stands"
    with app.app_context():
        sign_again(later, without=1)
    found = home(app, people["approver"])
    assert AGREE in found["Waiting for you"]
    assert f"{later.address}/actions/" in found["links Waiting for you"]
    assert f"{first.address}/actions/" not in found["links Waiting for you"]
    moved = signed_in(app, people["owner"]).get(f"{first.address}/actions/{dropped}").text
    assert f'href="/assessments/{first.reference}">Go to the later version' in moved
    assert AGREE not in home(app, people["owner"])["Waiting for you"], "who proposed it"
    assert AGREE not in home(app, people["second_owner"])["Waiting for you"], "an author has no say in that"
