"""What holds when policies are added and changed, whoever asks."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.commands.acting import act
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, Refused
from eia.people.models import Appointment, Organisation, Person
from eia.people.offices import Office
from eia.policies.commands.policies import add_policy, change_policy, stream_of
from eia.policies.models import Policy
from eia.policies.queries import fingerprint
from tests.support.assessments import make_assessment, take
from tests.support.staff import Staff, acting, make_staff
from tests.support.writing import read

PATIENCE = 60  # seconds; only a broken test waits so long


def add(staff: Staff, number: str, part: str = "owner") -> int:
    with transaction() as session:
        return _add(session, staff, number, part).id


def _add(session: Session, staff: Staff, number: str, part: str = "owner") -> Policy:
    owner = session.get_one(Person, staff["owner"])
    by = acting(session, staff[part])
    return add_policy(session, number=number, title=f"Policy {number}", owner=owner, shared_with=[], by=by)


def change(policy_id: int, by: int, **changes: object) -> None:
    """Change these facts, and leave the others as they are."""
    with transaction() as session:
        policy = session.get_one(Policy, policy_id)
        facts = {"number": policy.number, "title": policy.title, "owner": policy.owner}
        others = [organisation for organisation in policy.organisations if organisation.id != policy.organisation_id]
        answers = facts | {"shared_with": others, "seen": fingerprint(policy)} | changes
        change_policy(session, policy, by=acting(session, by), **answers)  # type: ignore[arg-type]


def trail(policy_id: int) -> list[str]:
    """The events of the policy's trail, the first one first."""
    session = db.session()
    session.rollback()
    stream = stream_of(session.get_one(Policy, policy_id))
    return [entry.event for entry in reversed(entries(session, stream))]


def test_the_lead_is_among_the_organisations(database: Session) -> None:
    staff = make_staff()
    policy = database.get_one(Policy, add(staff, "P1"))

    assert [organisation.id for organisation in policy.organisations] == [policy.organisation_id]


def test_the_title_is_kept_folded_for_lists(database: Session) -> None:
    policy_id = add(make_staff(), "ÉP1")

    assert database.get_one(Policy, policy_id).sort_title == "policy ep1"


@pytest.mark.parametrize("part", ["adviser", "approver", "auditor", "administrator", "member", "secretary"])
def test_other_offices_cannot_add_a_policy(database: Session, part: str) -> None:
    staff = make_staff()

    with pytest.raises(NotAllowed):
        add(staff, "P1", part)


def appoint_owner(person_id: int, staff: Staff) -> None:
    """Also policy owner in that organisation."""
    with transaction() as session:
        session.add(
            Appointment(
                person_id=person_id,
                organisation_id=staff.organisation_id,
                office=Office.POLICY_OWNER,
                from_day=clock.today(),
                in_force=True,
            )
        )


def test_an_office_in_another_organisation_leads_there(database: Session) -> None:
    """Somebody of one organisation who is policy owner in another adds policies for the other."""
    here, there = make_staff(), make_staff()
    appoint_owner(here["member"], there)

    with transaction() as session:
        owner, by = session.get_one(Person, there["owner"]), acting(session, here["member"])
        policy = add_policy(session, number="P1", title="T", owner=owner, shared_with=[], by=by)
        assert policy.organisation_id == there.organisation_id


@pytest.mark.parametrize("home", [0, 1])
def test_the_own_organisation_leads_before_another(database: Session, home: int) -> None:
    both = make_staff(), make_staff()
    own, other = both[home], both[1 - home]
    appoint_owner(own["owner"], other)

    assert database.get_one(Policy, add(own, "P1")).organisation_id == own.organisation_id


@pytest.mark.parametrize("part", ["adviser", "approver", "auditor", "member"])
def test_others_cannot_change_a_policy(database: Session, part: str) -> None:
    staff = make_staff()
    policy_id = add(staff, "P1")

    with pytest.raises(NotAllowed):
        change(policy_id, staff[part], title="Other")


def test_an_owner_from_elsewhere_is_refused(database: Session) -> None:
    staff, elsewhere = make_staff(), make_staff()
    policy_id = add(staff, "P1")

    with pytest.raises(Refused, match="Choose an owner who works for"):
        change(policy_id, staff["owner"], owner=database.get_one(Person, elsewhere["owner"]))


def test_an_owner_whose_account_is_closed_is_refused(database: Session) -> None:
    staff = make_staff()
    with transaction() as session:
        session.get_one(Person, staff["owner"]).closed_at = clock.now()

    with pytest.raises(Refused, match="Choose an owner who works for"):
        add(staff, "P1", "second_owner")


@pytest.mark.commits(because="two threads write at once")
def test_the_same_number_taken_at_the_same_instant_is_refused_in_words(app: Flask) -> None:
    """The second looks before the first has committed, so only the database can decide."""
    with app.app_context():
        staff = make_staff()
    refused: list[str] = []

    def second() -> None:
        with app.app_context():
            try:
                add(staff, "P1", "second_owner")
            except Refused as refusal:
                refused.append(str(refusal))

    with app.app_context(), transaction() as session:
        _add(session, staff, "P1")
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.3)
    other.join(PATIENCE)

    assert len(refused) == 1
    assert "already has a policy P1" in refused[0]
    with app.app_context():
        mine = Policy.organisation_id == staff.organisation_id
        assert db.session.scalar(select(func.count()).select_from(Policy).where(mine)) == 1


def test_both_numbers_trails_tell_of_a_new_number(database: Session) -> None:
    staff = make_staff()
    policy_id = add(staff, "P1")

    change(policy_id, staff["owner"], number="P2")

    assert trail(policy_id) == ["policy_changed"]
    (changed,) = entries(database, f"policy:{staff.code}/P2")
    assert changed.payload is not None
    assert changed.payload.body is not None
    assert changed.payload.body["sentence"] == "Changed: number (was P1)"
    left, added = entries(database, f"policy:{staff.code}/P1")
    assert (added.event, left.event) == ("policy_added", "policy_renumbered")


def test_a_number_that_was_given_up_is_not_given_to_another(database: Session) -> None:
    staff = make_staff()
    change(add(staff, "P1"), staff["owner"], number="P2")

    with pytest.raises(Refused, match="belonged to another policy before"):
        add(staff, "P1")


def test_a_policy_may_have_its_own_number_back(database: Session) -> None:
    staff = make_staff()
    policy_id = add(staff, "P1")
    change(policy_id, staff["owner"], number="P2")

    change(policy_id, staff["owner"], number="P1")

    assert trail(policy_id) == ["policy_added", "policy_renumbered", "policy_changed"]


@pytest.mark.parametrize(
    ("at", "fact"), [("screening_review", "number"), ("adviser_review", "title"), ("sign_off", "shared_with")]
)
def test_what_stands_in_a_text_being_checked_cannot_change(database: Session, at: str, fact: str) -> None:
    made = make_assessment(at=at)
    other = database.get_one(Organisation, make_staff().organisation_id)
    new = {"number": "Other", "title": "Other", "shared_with": [other]}[fact]

    with pytest.raises(Refused, match=f"{made.reference} is being checked with this number"):
        change(made.policy_id, made.lead["owner"], **{fact: new})


@pytest.mark.commits(because="two threads write at once")
def test_what_is_sent_at_the_same_instant_is_sent_as_it_was_read(app: Flask) -> None:
    """Whoever changes the title waits for the one who sends, and is then refused."""
    with app.app_context():
        made = make_assessment(at="mitigation")
        seen = read(made.version_id).revision
    refused: list[str] = []

    def retitle() -> None:
        with app.app_context():
            try:
                change(made.policy_id, made.lead["owner"], title="Other")
            except Refused as refusal:
                refused.append(str(refusal))

    with app.app_context(), transaction() as session:
        by = acting(session, made.lead["owner"])
        act(session, made.version_id, "send_to_adviser", by=by, seen=seen, answers={})
        other = threading.Thread(target=retitle)
        other.start()
        time.sleep(0.3)
    other.join(PATIENCE)

    assert len(refused) == 1
    assert "is being checked with this number" in refused[0]


def test_the_owner_can_change_while_it_is_checked(database: Session) -> None:
    made = make_assessment(at="adviser_review")
    new = database.get_one(Person, made.lead["second_owner"])

    change(made.policy_id, made.lead["owner"], owner=new)

    assert trail(made.policy_id) == ["policy_changed"]


@pytest.mark.parametrize("at", ["draft", "mitigation", "screened_out"])
def test_everything_can_change_while_nobody_checks_it(database: Session, at: str) -> None:
    made = make_assessment(at=at)

    change(made.policy_id, made.lead["owner"], title="Other", number=f"Other {made.policy_id}")

    policy = database.get_one(Policy, made.policy_id)
    assert (policy.title, policy.sort_title) == ("Other", "other")


def test_it_can_change_again_when_it_was_called_back(database: Session) -> None:
    made = make_assessment(at="adviser_review")
    take(made, "recall", made.lead["owner"])

    change(made.policy_id, made.lead["owner"], title="Other")

    assert trail(made.policy_id) == ["policy_changed"]


def test_every_reason_is_given_at_once(database: Session) -> None:
    made = make_assessment(at="adviser_review")
    stranger = database.get_one(Person, make_staff()["owner"])
    add(made.lead, "Taken")

    with pytest.raises(Refused) as refusal:
        change(made.policy_id, made.lead["owner"], owner=stranger, number="Taken")

    assert len(refusal.value.reasons) == 3


def test_the_trail_keeps_who_acted_in_which_office(database: Session) -> None:
    staff = make_staff()
    policy_id = add(staff, "P1", "hr_lead")
    (entry,) = entries(database, stream_of(database.get_one(Policy, policy_id)))

    assert entry.payload is not None
    assert entry.payload.body is not None
    assert entry.payload.body["actor"]["office"] == "HR lead"
    assert entry.actor_id == staff["hr_lead"]
