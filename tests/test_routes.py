"""The golden table of doors: every route, asked by everybody, empty-handed: what does it answer?

The assessment is at sign-off, by two organisations; Stranger takes no part. A new route is drawn by itself; one with a
new kind of value in its address fails until `values` says what stands there.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from eia import clock
from eia.assessments.commands.comments import begin_thread
from eia.db import db, transaction
from eia.library.models import LibraryEdition, LibraryFile
from eia.meetings.models import BodyMember
from eia.notices.models import Notice
from eia.people import sessions
from eia.people.commands.leave import record_leave
from eia.people.models import Appointment, Deputy, Person, SignInSession, Unit
from tests.support import golden
from tests.support.assessments import Made, make_assessment, send_for_sign_off
from tests.support.databases import make_app, new_database
from tests.support.deciding import decision, override, record_decision_on
from tests.support.files import PDF, add_evidence_file
from tests.support.library import keep_entry
from tests.support.meetings import add_paper_to, make_meeting
from tests.support.occasions import record_an_occasion
from tests.support.old_forms import read_old_form
from tests.support.packs import build
from tests.support.past import make_past, stage_past_list
from tests.support.promotions import SEX, make_process, stage_file
from tests.support.rates import make_rates
from tests.support.routing import propose_a_default, propose_a_route
from tests.support.shares import make_shares
from tests.support.staff import Staff, acting, make_staff, signed_in
from tests.support.writing import read

pytestmark = pytest.mark.only_on("sqlite", because="who may come in is Python; SQL for readers is tested on both")
LEAD = ["owner", "second_owner", "adviser", "approver", "deputy", "hr_lead", "secretary", "chair"]
LEAD += ["administrator", "auditor", "member"]
PARTNER = ["owner", "adviser", "approver", "administrator", "auditor", "member"]
STRANGER = ["owner", "approver", "administrator", "auditor"]
METHODS = ("GET", "POST")
SIGNED_OUT = "signed out"
PARTS = {
    "a version": re.compile("[A-Z]+ /assessments/<reference>/v<int:number>"),
    "meetings": re.compile("[A-Z]+ /meetings"),
}
REST = "the rest"
MADE_UP = {
    "ending": "csv",
    "need_id": 1,
    "token": "not-a-token",
    "level": "full",
    "office": "approver",
    "link_id": 1,
    "correction_id": 1,
    "head_id": 1,
    "comment_id": 1,
    "source_id": 1,
    "filename": "no-such-file.css",
}


class Doors:
    """The app, its people and what stands for each value in an address."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.pool: Any = db.engine.pool
            self.made = make_assessment(at="mitigation", organisations=2)
            add_evidence_file(self.made.version_id)
            self.old_form = read_old_form(self.made.version_id)
            self.entry = keep_entry(self.made.lead, file=PDF)
            self.sat = make_meeting(*self.made.everybody, at="circulated")
            self.pack = build(app, self.sat).pack_id
            self.paper, self.condition = add_paper_to(self.sat), self._condition()
            self.run = make_process(*self.made.everybody, at="open")
            self.rates, self.shares = make_rates(self.made.lead), make_shares(self.made.lead)
            self.import_id = stage_file(self.run)
            send_for_sign_off(self.made)
            stranger = make_staff()
            self.values = self._values(self.made, stranger) | {"organisation_id": self.made.lead.organisation_id}
            self.values |= {"route_id": propose_a_route(self.made.lead)}
            self.values |= {"default_id": propose_a_default(self.made.lead)}
            self.values |= {"occasion_id": record_an_occasion(self.made.lead)}
            self.values |= {"past_id": make_past(self.made.lead)}
            self.values |= {"past_import_id": stage_past_list(self.made.lead)}
            db.session.rollback()
        lead, partner = self.made.everybody
        self.people: dict[str, int] = {
            f"{whose} {part}": staff[part]
            for whose, staff, parts in (
                ("lead's", lead, LEAD),
                ("partner's", partner, PARTNER),
                ("stranger's", stranger, STRANGER),
            )
            for part in parts
        }
        self.browsers = {name: signed_in(app, person) for name, person in self.people.items()}

    def _values(self, made: Made, stranger: Staff) -> dict[str, object]:
        case = read(made.version_id)
        looked_at, adviser = made.lead["second_adviser"], made.lead["adviser"]
        with transaction() as session:
            unit = Unit(organisation_id=made.lead.organisation_id, name="Estates")
            session.add(unit)
            sessions.begin(session, adviser, browser="Firefox on Linux")
            session.flush()
            submission = case.submission
            assert submission is not None
            return {
                "reference": made.reference,
                "number": made.number,
                "subject_id": made.policy_id,
                "policy_id": made.policy_id,
                "action_id": case.version.mitigations[0].id,
                "submission_id": submission.id,
                "kind": "evidence",
                "row_id": case.version.evidence[0].id,
                "evidence_id": case.version.evidence[0].id,
                "file_id": case.version.evidence[0].files[0].id,
                "entry_id": self.entry,
                "library_file_id": self._library_file(),
                "code": made.lead.code,
                "key": "proposal",
                "page": "sections/proposal",
                "about": "disability",
                "unit_id": unit.id,
                "leave_id": self._leave(looked_at),
                "person_id": looked_at,
                "thread_id": self._thread(made),
                "notice_id": session.scalars(select(Notice.id).order_by(Notice.id)).first(),
                "appointment_id": self._first(Appointment.id, Appointment.person_id == made.lead["auditor"]),
                "deputy_id": self._first(Deputy.id, Deputy.principal_id == made.lead["approver"]),
                "session_id": self._first(SignInSession.id, SignInSession.person_id == adviser),
                **self._meeting(),
                **self._process(),
                **MADE_UP,
            }

    def _process(self) -> dict[str, object]:
        return {"process_id": self.run.process_id, "stage": "exam", "breakdown": SEX, "import_id": self.import_id,
                "table_id": self.rates, "shares_id": self.shares, "form_id": self.old_form}  # fmt: skip

    def _pack(self) -> dict[str, object]:
        return {"pack_id": self.pack, "form": "pdf"}

    def _meeting(self) -> dict[str, object]:
        member = self._first(BodyMember.id, BodyMember.person_id == self.sat.lead["member"])
        sat = {"body_id": self.sat.body_id, "meeting_id": self.sat.meeting_id, "item_id": self.sat.item_id}
        of_it = {"member_id": member, "paper_id": self.paper, "condition_id": self.condition}
        return {**sat, **self._pack(), **of_it}

    def _condition(self) -> int:
        """Of a decision of another meeting; its owner reads it, whatever they may do there."""
        sat = make_meeting(*self.made.everybody, at="circulated", body_id=self.sat.body_id)
        override(sat)
        given = {"what": "Keep a desk open", "owner_id": sat.lead["second_owner"], "due": clock.today()}
        return decision(record_decision_on(sat, conditions=[given])).conditions[0].id

    def _leave(self, person_id: int) -> int:
        session, today = db.session(), clock.today()
        by, person = acting(session, person_id), session.get_one(Person, person_id)
        return record_leave(session, person, from_day=today, until_day=today, by=by).id

    def _library_file(self) -> object:
        return self._first(LibraryFile.id, LibraryFile.edition.has(LibraryEdition.entry_id == self.entry))

    def _thread(self, made: Made) -> int:
        by, said = acting(db.session(), made.lead["approver"]), "Say who was asked."
        return begin_thread(db.session(), made.version_id, by=by, section="evidence", text=said, must_fix=True).id

    def _first(self, column: object, holds: object) -> int:
        return int(db.session.scalars(select(column).where(holds)).one())  # type: ignore[call-overload]

    def address(self, rule: Rule) -> str:
        unknown = rule.arguments - set(self.values)
        assert not unknown, f"say in Doors.values what stands for {sorted(unknown)} in {rule.rule}"
        built = self.app.url_map.bind("127.0.0.1").build(rule.endpoint, {n: self.values[n] for n in rule.arguments})
        return str(built)

    def ask(self, name: str, method: str, rule: Rule) -> str:
        """What this person hears. Those who post may lose their session by it, so they come with a new one."""
        browser = self.app.test_client() if name == SIGNED_OUT else self.browsers[name]
        if method == "POST" and name != SIGNED_OUT and rule.endpoint.startswith("people."):
            browser = signed_in(self.app, self.people[name])
        return self._words(self._send(browser, method, self.address(rule)))

    def _send(self, browser: FlaskClient, method: str, address: str) -> Response:
        free = self.pool.checkedout()
        with browser.open(address, method=method) as answer:
            answer.get_data()
        assert self.pool.checkedout() <= free, f"{method} {address} keeps a connection: with fifteen nobody gets in"
        return answer

    def _words(self, answer: Response) -> str:
        if answer.status_code not in (302, 303, 308):
            return str(answer.status_code)
        path = answer.headers["Location"].partition("?")[0]
        for name, value in sorted(self.values.items(), key=lambda one: -len(str(one[1]))):
            if len(str(value)) > 4:
                path = path.replace(str(value), f"<{name}>")
        return f"{answer.status_code} to {_without_numbers(path)}"

    def answers(self, part: str) -> dict[str, list[str]]:
        """What each door of this part answers, and to whom."""
        rules = sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
        doors = [
            (f"{method} {rule.rule}", method, rule)
            for rule in rules
            for method in METHODS
            if method in (rule.methods or ())
        ]
        return {door: self._answer(method, rule) for door, method, rule in doors if part_of(door) == part}

    def _answer(self, method: str, rule: Rule) -> list[str]:
        heard: dict[str, list[str]] = {}
        for name in (SIGNED_OUT, *self.people):
            heard.setdefault(self.ask(name, method, rule), []).append(name)
        return [f"  {words}: {_names(names, len(self.people))}" for words, names in heard.items()]


def part_of(door: str) -> str:
    """The part of the table it is drawn in: the workers share them."""
    return next((part for part, begins in PARTS.items() if begins.match(door)), REST)


def _without_numbers(path: str) -> str:
    return "/".join("<number>" if part.isdigit() else part for part in path.split("/"))


def _names(names: list[str], everybody: int) -> str:
    return "everybody" if len(names) > everybody else ", ".join(names)


@pytest.fixture(scope="module")
def doors(engine_name: str, folder: Path) -> Doors:
    """On a database of its own: some of what is asked for here is done."""
    return Doors(make_app(new_database(engine_name, folder)))


@pytest.mark.parametrize("part", [*PARTS, REST])
def test_every_door_answers_everybody_as_written(doors: Doors, part: str) -> None:
    heading = "Every route, asked with nothing in hand, by everybody: the status, and where a redirect leads."
    golden.compare_doors("routes.txt", heading, doors.answers(part), lambda door: part_of(door) == part)


def test_signed_out_every_private_path_answers_alike_known_or_not(doors: Doors) -> None:
    client = doors.app.test_client()
    for path in ("/no-such-page", f"/assessments/{doors.made.reference}", "/assessments/NO-EIA-2026-0001", "/people/1"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in"), path


@pytest.mark.parametrize("part", STRANGER)
def test_a_stranger_cannot_tell_a_hidden_assessment_from_none(doors: Doors, part: str) -> None:
    browser = signed_in(doors.app, doors.people[f"stranger's {part}"])
    hidden = browser.get(f"{doors.made.address}/summary")
    none = browser.get("/assessments/NONE-EIA-2026-0001/v1/summary")
    assert (hidden.status_code, none.status_code) == (404, 404)
    assert _shown(hidden.text) == _shown(none.text)


def _shown(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]
