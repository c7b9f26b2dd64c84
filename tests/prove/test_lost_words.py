"""Two people save one page at the same instant, on a running server: not one word is lost.

A section that all share, and the local part of one organisation. Each round both write other words into the same answer
and each into an answer of their own. One is saved; the other sees both texts, keeps both, and then every word of both
is there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest

from eia.assessments.case import Case
from eia.db import db
from eia.people.models import Person
from tests.support.assessments import Made, start, take
from tests.support.counts import times
from tests.support.posting import Answer, Hand, at_the_same_instant
from tests.support.serving import LiveServer
from tests.support.staff import make_staff
from tests.support.writing import read

ROUNDS = {"shared": times(200, else_few=3), "local": times(50, else_few=2)}


@dataclass(frozen=True)
class Sheet:
    """One page two people write on: the answer both change, then one of each alone, and what is kept of them."""

    made: Made
    path: str
    questions: tuple[str, str, str]
    people: tuple[int, int]
    says: Callable[[Case, str], str]


def person_name(server: LiveServer, person_id: int) -> str:
    with server.app.app_context():
        return db.session.get_one(Person, person_id).name


def hidden(page: str) -> list[tuple[str, str]]:
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if 'name="started"' in form)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return [(name, unescape(value)) for name, value in found]


def keep_both(hand: Hand, path: str, page: str, question: str) -> Callable[[], Answer]:
    disputed = re.findall(r'name="(keep-[^"]+)" type="radio" value="both"', page)
    assert disputed == [f"keep-{question}"], disputed
    return lambda: hand.post(path, [*hidden(page), *((name, "both") for name in disputed)])


@pytest.fixture
def shared(live_server: LiveServer) -> Sheet:
    """A section: the author, and a contributor who has it in hand."""
    assert live_server.size == 2
    with live_server.app.app_context():
        made = start((make_staff(),))
        lead = made.lead
        take(made, "give_sections", lead["owner"], person=lead["hr_lead"], sections=["proposal"])

    def says(case: Case, question: str) -> str:
        return case.answer("proposal", question)

    path, questions = f"{made.address}/sections/proposal", ("changes", "why", "affected")
    return Sheet(made, path, questions, (lead["owner"], lead["hr_lead"]), says)


@pytest.fixture
def local(live_server: LiveServer) -> Sheet:
    """What the partner adds for itself: its policy owner, and a colleague who was given it."""
    with live_server.app.app_context():
        made = start((make_staff(), make_staff()))
        partner = made.others[0]
        key = f"local:{partner.code}"
        take(made, "give_local_part", partner["owner"], person=partner["member"], sections=[key])

    def says(case: Case, question: str) -> str:
        own = case.local_of(partner.organisation_id)
        return str(getattr(own, question)) if own else ""

    path, questions = f"{made.address}/local/{partner.code}", ("applies", "impacts", "figures")
    return Sheet(made, path, questions, (partner["owner"], partner["member"]), says)


@pytest.mark.parametrize("page", list(ROUNDS))
def test_of_two_who_save_at_the_same_instant_neither_loses_a_word(
    live_server: LiveServer, page: str, request: pytest.FixtureRequest
) -> None:
    sheet: Sheet = request.getfixturevalue(page)
    both, of_first, of_second = sheet.questions
    hands = [Hand(live_server, person) for person in sheet.people]
    names = [person_name(live_server, person) for person in sheet.people]
    first = second = ""
    for number in range(ROUNDS[page]):
        buttons = [
            hands[0].fill(sheet.path, **{both: f"first{number}", of_first: f"own{number}", of_second: second}),
            hands[1].fill(sheet.path, **{both: f"second{number}", of_first: first, of_second: f"other{number}"}),
        ]
        first, second = f"own{number}", f"other{number}"
        answers = at_the_same_instant(*(buttons if number % 2 else reversed(buttons)))
        assert sorted(answer.status for answer in answers) == [303, 409], [answer.text[:2000] for answer in answers]
        (shown,) = (answer.text for answer in answers if answer.status == 409)
        assert f"first{number}" in shown
        assert f"second{number}" in shown
        lost = f'name="{both}" value="second{number}"' in shown
        assert f"Saved by {names[not lost]}" in shown
        kept = keep_both(hands[lost], sheet.path, shown, both)()
        assert kept.status == 303, kept.text[:2000]
        with live_server.app.app_context():
            case = read(sheet.made.version_id)
            assert set(sheet.says(case, both).split()) == {f"first{number}", f"second{number}"}
            assert (sheet.says(case, of_first), sheet.says(case, of_second)) == (first, second)
