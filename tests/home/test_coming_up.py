"""What comes up: actions and reviews, for those whom they concern."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from eia import clock
from eia.db import transaction
from eia.subjects.models import Subject
from tests.home.reading import home, make
from tests.support.assessments import Made, take
from tests.support.writing import read, write_row


@pytest.fixture(scope="module")
def signed(app: Flask) -> Made:
    """A signed assessment that nobody changes; its actions are due in sixty days, its review is in a year."""
    return make(app, "signed_off")


def test_actions_come_up_sixty_days_before(app: Flask, signed: Made) -> None:
    coming = home(app, signed.lead["owner"])

    assert "Build a ramp" in coming["Coming up"]
    assert f"{signed.address}/actions/" in coming["links Coming up"]
    with time_machine.travel(clock.now() - timedelta(days=1)):
        assert "Build a ramp" not in home(app, signed.lead["owner"])["Coming up"]


def test_an_action_that_is_overdue_stays_and_is_marked(app: Flask, signed: Made) -> None:
    with time_machine.travel(clock.now() + timedelta(days=61)):
        assert "Overdue" in home(app, signed.lead["owner"])["Coming up"]


def test_nobody_else_is_shown_somebodys_actions(app: Flask, signed: Made) -> None:
    assert "Build a ramp" not in home(app, signed.lead["second_owner"])["Coming up"]


def test_review_dates_of_what_i_signed_up_for_come_up(app: Flask, signed: Made) -> None:
    assert "Look at it again, as you said" in home(app, signed.lead["owner"])["Coming up"]
    assert "Look at it again" not in home(app, signed.lead["approver"])["Coming up"]


def test_review_dates_of_what_somebody_owns_come_up_for_them_too(app: Flask) -> None:
    made = make(app, "signed_off")
    with app.app_context(), transaction() as session:
        session.get_one(Subject, made.policy_id).owner_id = made.lead["second_owner"]

    for part in ("owner", "second_owner"):  # the author, and the owner now
        assert "Look at it again" in home(app, made.lead[part])["Coming up"]


def test_what_is_there_already_is_no_action_to_do(app: Flask) -> None:
    """An existing control may have somebody's name and a date; nobody has to do anything about it."""
    made = make(app, "mitigation")
    with app.app_context():
        gap = read(made.version_id).version.gaps[0].id
        control = {"kind": "control", "what": "A bell at the door", "owner_id": made.lead["owner"]}
        write_row(made.version_id, "mitigation", gap_id=gap, due=clock.today() + timedelta(days=5), **control)
        opinion = next(one.key for one in read(made.version_id).framework.opinions if one.given)
        for step, part in (("send_to_adviser", "owner"), ("claim", "adviser"), ("give_opinion", "adviser")):
            take(made, step, made.lead[part], opinion=opinion)
        take(made, "sign", made.lead["approver"])

    coming = home(app, made.lead["owner"])["Coming up"]

    assert "Build a ramp" in coming
    assert "A bell at the door" not in coming
