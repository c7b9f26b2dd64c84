"""The author and a contributor save one page at the same instant, on a running server: not one word is lost.

Each round both write other words into the same answer and each into an answer of their own. One is saved; the other
sees both texts, keeps both, and then every word of both is there.
"""

import re
from collections.abc import Callable
from html import unescape

import pytest

from eia.db import db
from eia.people.models import Person
from tests.support.assessments import Made, start, take
from tests.support.counts import times
from tests.support.posting import Answer, Hand, at_the_same_instant
from tests.support.serving import LiveServer
from tests.support.staff import make_staff
from tests.support.writing import read

ROUNDS = times(200, else_few=3)


@pytest.fixture
def made(live_server: LiveServer) -> Made:
    assert live_server.size == 2
    with live_server.app.app_context():
        made = start((make_staff(),))
        take(made, "give_sections", made.lead["owner"], person=made.lead["hr_lead"], sections=["proposal"])
        return made


def person_name(server: LiveServer, person_id: int) -> str:
    with server.app.app_context():
        return db.session.get_one(Person, person_id).name


def hidden(page: str) -> list[tuple[str, str]]:
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if 'name="started"' in form)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return [(name, unescape(value)) for name, value in found]


def keep_both(hand: Hand, path: str, page: str) -> Callable[[], Answer]:
    disputed = re.findall(r'name="(keep-[^"]+)" type="radio" value="both"', page)
    assert disputed == ["keep-changes"], disputed
    return lambda: hand.post(path, [*hidden(page), *((name, "both") for name in disputed)])


def test_of_two_who_save_at_the_same_instant_neither_loses_a_word(live_server: LiveServer, made: Made) -> None:
    path = f"{made.address}/sections/proposal"
    hands = [Hand(live_server, made.lead[part]) for part in ("owner", "hr_lead")]
    names = [person_name(live_server, made.lead[part]) for part in ("owner", "hr_lead")]
    why = affected = ""
    for number in range(ROUNDS):
        buttons = [
            hands[0].fill(path, changes=f"first{number}", why=f"why{number}", affected=affected),
            hands[1].fill(path, changes=f"second{number}", why=why, affected=f"affected{number}"),
        ]
        why, affected = f"why{number}", f"affected{number}"
        answers = at_the_same_instant(*(buttons if number % 2 else reversed(buttons)))
        assert sorted(answer.status for answer in answers) == [303, 409], [answer.text[:2000] for answer in answers]
        (shown,) = (answer.text for answer in answers if answer.status == 409)
        assert f"first{number}" in shown
        assert f"second{number}" in shown
        lost = f'name="changes" value="second{number}"' in shown
        assert f"Saved by {names[not lost]}" in shown
        kept = keep_both(hands[lost], path, shown)()
        assert kept.status == 303, kept.text[:2000]
        with live_server.app.app_context():
            case = read(made.version_id)
            words = set(case.answer("proposal", "changes").split())
            assert words == {f"first{number}", f"second{number}"}
            assert (case.answer("proposal", "why"), case.answer("proposal", "affected")) == (why, affected)
