"""What a page asks of the database does not grow with what it shows, and no page grows heavy.

Each page is loaded of an assessment with one row in each list and of one with forty.
"""

from collections.abc import Callable
from itertools import combinations, cycle
from typing import Any
from weakref import WeakSet

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.forms.grids import aims_of
from eia.assessments.models import (
    ActionProgress,
    Assignment,
    Comment,
    Consultation,
    Evidence,
    Gap,
    Impact,
    ImpactAim,
    Mention,
    Mitigation,
    Option,
    ScopeItem,
)
from eia.db import transaction
from tests.support.assessments import Made, decide, make_assessment, start, take
from tests.support.correcting import correct_gaps
from tests.support.staff import Staff, make_staff, new_staff, signed_in
from tests.support.statements import counted
from tests.support.undoing import lent
from tests.support.writing import read, write_the_least

HEAVIEST = 60_000
"""Bytes of HTML before compression."""
HEAVIER = {"/impacts/disability": 70_000}
"""An impact lists every evidence twice."""
MANY = 40
SECTIONS = ("proposal", "screening", "evidence", "consultation", "options", "impacts", "extra", "mitigation",
            "conclusion", "review")  # fmt: skip
Pair = tuple[Made, Made]
Address = Callable[[Case], str]


def _page(path: str) -> Address:
    return lambda case: path


def _row(kind: str, rows: Callable[[Case], Any]) -> Address:
    return lambda case: f"/rows/{kind}/{rows(case)[0].id}"


WRITING: dict[str, Address] = {
    "assessment": _page(""),
    "summary": _page("/summary"),
    "trail": _page("/trail"),
    "points": _page("/points"),
    "comments": _page("/comments"),
    "comment": lambda case: f"/comments/{case.threads[0].id}",
    "give sections": _page("/steps/give_sections"),
    "take sections back": _page("/steps/take_back_sections"),
    "hand over": _page("/steps/hand_over"),
    "impact": _page("/impacts/disability"),
    "send": _page("/steps/send_to_adviser"),
    "add mitigation": lambda case: f"/rows/mitigation/new?target=gap-{case.version.gaps[0].id}",
    "change evidence": _row("evidence", lambda case: case.version.evidence),
    "files of evidence": lambda case: f"/evidence/{case.version.evidence[0].id}/files",
    "take from the library": _page("/evidence/library"),
    "change gap": _row("gap", lambda case: case.version.gaps),
    "change mitigation": _row("mitigation", lambda case: case.version.mitigations),
} | {f"section {key}": _page(f"/sections/{key}") for key in SECTIONS}
AFTERWARDS: dict[str, Address] = {
    "assessment": _page(""),
    "summary": _page("/summary"),
    "trail": _page("/trail"),
    "impact": _page("/impacts/disability"),
    "open a later version": _page("/steps/open_version"),
    "decision": _page("/decision"),
    "corrections": _page("/corrections"),
    "action": lambda case: f"/actions/{_actions(case)[0].id}",
} | {f"section {key}": _page(f"/sections/{key}") for key in SECTIONS}
CHECKING: dict[str, Address] = {
    "assessment": _page(""),
    "summary": _page("/summary"),
    "trail": _page("/trail"),
    "sign": _page("/steps/sign"),
    "return": _page("/steps/return_to_author"),
}


@pytest.fixture(scope="module")
def written(app: Flask) -> Pair:
    """Two assessments the author is still writing: little and much."""
    with app.app_context():
        return _written(rows=1), _written(rows=MANY)


@pytest.fixture(scope="module")
def at_sign_off(app: Flask) -> Pair:
    with app.app_context():
        return _sent(_written(rows=1)), _sent(_written(rows=MANY))


@pytest.fixture(scope="module")
def signed(app: Flask) -> Pair:
    """Signed and decided, with notes on the progress of actions."""
    with app.app_context():
        return _signed(_sent(_written(rows=1)), 1), _signed(_sent(_written(rows=MANY)), MANY)


@pytest.mark.parametrize("name", WRITING)
def test_what_a_page_asks_does_not_grow_while_it_is_written(app: Flask, written: Pair, name: str) -> None:
    assert_constant(app, written, WRITING[name], "owner")


@pytest.mark.parametrize("name", CHECKING)
def test_what_a_page_asks_does_not_grow_while_it_is_checked(app: Flask, at_sign_off: Pair, name: str) -> None:
    assert_constant(app, at_sign_off, CHECKING[name], "approver")


@pytest.mark.parametrize("name", AFTERWARDS)
def test_what_a_page_asks_does_not_grow_once_it_is_signed(app: Flask, signed: Pair, name: str) -> None:
    assert_constant(app, signed, AFTERWARDS[name], "owner")


def with_drafts(count: int) -> Staff:
    """An organisation whose policy owner has begun so many assessments."""

    def make() -> Staff:
        staff = new_staff()
        for _ in range(count):
            start((staff,))
        return staff

    return lent(make, "with drafts", count)


@pytest.mark.parametrize("page", ["/", "/assessments", "/assessments/gaps", "/policies", "/library"])
def test_a_list_of_sixty_asks_as_often_as_a_list_of_one(app: Flask, page: str) -> None:
    with app.app_context():
        owners = [with_drafts(count)["owner"] for count in (1, 60)]
    asked = [_asked(app, owner, page) for owner in owners]
    assert asked[0] == asked[1], asked


def _for_the_adviser(staff: Staff) -> Made:
    return make_assessment(at="screening_review", staff=(staff,))


def _for_the_approver(staff: Staff) -> Made:
    made = start((staff,))
    write_the_least(made.version_id)
    return _sent(made)


@pytest.mark.parametrize(("part", "bring"), [("adviser", _for_the_adviser), ("approver", _for_the_approver)])
def test_home_of_those_who_check_asks_as_often_for_five_as_for_one(
    app: Flask, part: str, bring: Callable[[Staff], Made]
) -> None:
    with app.app_context():
        few, many = make_staff(), make_staff()
        bring(few)
        for _ in range(5):
            bring(many)
    asked = [_asked(app, staff[part], "/") for staff in (few, many)]
    assert asked[0] == asked[1], asked


def assert_constant(app: Flask, pair: Pair, address: Address, part: str) -> None:
    with app.app_context():
        paths = [made.address + address(read(made.version_id)) for made in pair]
    asked = [_asked(app, made.lead[part], path) for made, path in zip(pair, paths, strict=True)]
    assert asked[0] == asked[1], asked


_warm: WeakSet[Flask] = WeakSet()  # those that have read what is read once for all


def _asked(app: Flask, person_id: int, path: str) -> int:
    """How many statements the page needs, once what is read once for all was read. Needs a context of its own."""
    client = signed_in(app, person_id)
    if app not in _warm:
        client.get(path)
        _warm.add(app)
    with counted(app) as sent:
        page = client.get(path)
    assert page.status_code == 200
    heaviest = next((size for end, size in HEAVIER.items() if path.endswith(end)), HEAVIEST)
    assert len(page.data) < heaviest
    return len(sent)


def _written(*, rows: int) -> Made:
    """A version at mitigation that says everything, with `rows` more in each list."""
    made = make_assessment(at="mitigation")
    with transaction() as session:
        _fill(session, load_case(session, made.version_id), [*made.lead.people.values()], rows)
        _talk(session, made, rows + 1)
    return made


def _fill(session: Session, case: Case, people: list[int], rows: int) -> None:
    """Straight into the tables: every gap met by an action of somebody else, every impact citing evidence."""
    of = {"version_id": case.version.id}
    for number in range(rows):
        session.add(ScopeItem(**of, kind="number", label=f"Desks {number}", value="12"))
        session.add(Consultation(**of, who=f"Network {number}", said="Mind the door.", done="A ramp."))
        session.add(Option(**of, title=f"Option {number}", effect="None", chosen="rejected", because="Dearer"))
        gap = Gap(**of, missing=f"How many use door {number}", characteristic="disability")
        session.add_all([Evidence(**of, title=f"Survey {number}", says="Level access"), gap])
        session.flush()
        owner_id = people[number % len(people)]
        session.add(Mitigation(**of, gap_id=gap.id, **ACTION, owner_id=owner_id, due=clock.today()))
    session.flush()
    session.expire_all()
    for about in _intersections(case)[: rows // 2]:
        for population in case.framework.populations:
            session.add(_finding(case, about, population.key))


def _talk(session: Session, made: Made, rows: int) -> None:
    """So many comments on every other section, each naming somebody, and sections given to so many people."""
    now, by = clock.now(), made.lead["adviser"]
    for number in range(rows):
        key = SECTIONS[number % len(SECTIONS)]
        said = Comment(
            version_id=made.version_id, turn="began", section=key, text="Why?", office="", person_id=by, made_at=now
        )
        said.mentions = [Mention(person_id=made.lead["approver"])]
        session.add(said)
    for person_id in [*made.lead.people.values()][1 : 2 + rows]:
        given = Assignment(version_id=made.version_id, section="evidence", person_id=person_id, note="Look")
        given.given_by, given.given_at = made.lead["owner"], now
        session.add(given)


def _intersections(case: Case) -> list[str]:
    return ["+".join(pair) for pair in combinations([c.key for c in case.framework.characteristics], 2)]


def _finding(case: Case, about: str, population: str) -> Impact:
    nothing = next(d.key for d in case.framework.directions if not (d.negative or d.positive or d.unknown))
    return Impact(
        version_id=case.version.id,
        about=about,
        population=population,
        reason="They use the same door.",
        aims=[ImpactAim(aim=aim, direction=nothing) for aim in aims_of(case, about, population)],
        evidence=case.version.evidence[:5],
    )


def _sent(made: Made) -> Made:
    take(made, "send_to_adviser", made.lead["owner"])
    take(made, "claim", made.lead["adviser"])
    opinion = next(o.key for o in read(made.version_id).framework.opinions if o.given)
    take(made, "give_opinion", made.lead["adviser"], opinion=opinion)
    return made


def _signed(made: Made, notes: int) -> Made:
    """Signed, decided, and with so many notes on its actions."""
    take(made, "sign", made.lead["approver"])
    decide(made, made.lead["owner"])
    with transaction() as session:
        case = load_case(session, made.version_id)
        correct_gaps(session, case, [*made.lead.people.values()], notes)
        for row, person_id in zip(cycle(_actions(case)), cycle(made.lead.people.values())):
            note = ActionProgress(mitigation_id=row.id, status="going_on", note="Begun", noted_by=person_id)
            note.noted_at = clock.now()
            session.add(note)
            notes -= 1
            if not notes:
                break
    return made


def _actions(case: Case) -> list[Mitigation]:
    return [row for row in case.version.mitigations if row.kind == "action"]


ACTION = {
    "kind": "action", "what": "Count them", "type": "reduce", "measure": "The number is known", "residual": "none",
}  # fmt: skip


def test_home_shows_twenty_of_sixty_and_says_where_the_rest_is(app: Flask) -> None:
    with app.app_context():
        staff = with_drafts(60)
    page = signed_in(app, staff["owner"]).get("/").text
    assert page.count("Finish the draft") == 20
    assert "There are more" in page
