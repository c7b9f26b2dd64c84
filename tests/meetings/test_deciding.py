"""A decision is recorded only on what stands, on exactly what was shown, and goes back to the assessment."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import ActionStanding, Mitigation, ScopeItem
from eia.audit.record import instant
from eia.db import db, transaction
from eia.errors import NotAllowed, Refused, Stale
from eia.meetings.commands.deciding import trail_of
from eia.meetings.commands.putting_off import put_off
from eia.meetings.decision_trail import DecisionTrail
from eia.meetings.drift import drift_of
from eia.meetings.guards.items import ENDED, why_closed, why_text_stays
from eia.meetings.models import AgendaItem, RegardDeclaration
from eia.notices.models import Notice
from tests.support.assessments import Made, make_assessment, take
from tests.support.deciding import decision, declare_as, make_ready, override, record_decision_on, seen_of
from tests.support.meetings import CONCERNED, Sat, make_meeting, pin, take_at, told_where_pinned
from tests.support.staff import Staff, acting, make_staff
from tests.support.tampering import findings
from tests.support.writing import read


@pytest.fixture(scope="module")
def made_ready(app, staff: Staff) -> tuple[Sat, Made]:  # type: ignore[no-untyped-def]
    with app.app_context():
        return make_ready(staff)


@pytest.fixture
def sat(database: Session, made_ready: tuple[Sat, Made], staff: Staff) -> Iterator[Sat]:
    """Another meeting on the same assessment."""
    sat = make_meeting(staff, at="held")
    pin(sat, made_ready[1])
    yield sat
    database.rollback()


def found_of(session: Session, sat: Sat, made: Made) -> list[str]:
    """What `eia verify` finds of this meeting and this assessment; tests of tampering leave findings of others."""
    mine = (f"assessment:{made.reference}", f"meeting:{sat.meeting_id}:", f"meeting:{sat.meeting_id}#")
    return [one for one in findings(session.connection()) if one.startswith(mine)]


def reasons(refused: pytest.ExceptionInfo[Refused]) -> str:
    return " ".join(reason.text for reason in refused.value.reasons)


def test_an_item_that_is_not_ready_is_refused_with_every_reason_until_the_chair_lets_it_be_decided(
    database: Session, staff: Staff
) -> None:
    sat = make_meeting(staff, at="held")
    with pytest.raises(Refused) as refused:
        record_decision_on(sat, decided_at=clock.now() + timedelta(hours=1))
    assert "carries no equality statement" in reasons(refused)
    assert "still to come" in reasons(refused)
    override(sat)
    row = decision(record_decision_on(sat))
    assert row.override_id is not None
    assert row.version_id is None


def test_what_was_withdrawn_is_told_and_decided_only_over_the_gate_and_with_its_mark(
    database: Session, staff: Staff
) -> None:
    made = make_assessment(at="signed_off", staff=(staff,))
    sat = make_meeting(staff, at="held")
    pin(sat, made)
    take(made, "withdraw", staff["approver"])
    assert told_where_pinned(sat) == {"was withdrawn": CONCERNED}
    with pytest.raises(Refused, match="was withdrawn"):
        record_decision_on(sat)
    override(sat)
    row = decision(record_decision_on(sat))
    assert (row.version_id, row.mark) == (made.version_id, "withdrawn")
    columns = (
        "item_id, outcome, wording, made_by, decided_at, version_id, regard, scope, drift, recorded_by, recorded_at"
    )
    unmarked = f"INSERT INTO item_decision ({columns}) SELECT {columns} FROM item_decision WHERE id = {row.id}"
    with pytest.raises(DBAPIError, match="carries the mark"), transaction() as session:
        session.execute(text(unmarked))


def test_a_decision_goes_back_to_the_assessment_and_its_conditions_become_actions(
    database: Session, staff: Staff
) -> None:
    sat, made = make_ready(staff)
    condition = {"what": "Keep the ramp", "owner_id": staff["hr_lead"], "due": clock.today() + timedelta(days=9)}
    row = decision(record_decision_on(sat, outcome="with_conditions", conditions=[condition]))
    case = read(made.version_id)
    (written,) = case.assessment.decisions
    assert [one.id for one in row.written] == [written.id]
    assert (written.outcome, written.version_id, written.content_digest) == (
        "amend", made.version_id, row.content_digest,
    )  # fmt: skip
    (kept,) = row.conditions
    action = database.get_one(Mitigation, kept.mitigation_id)
    assert (action.version_id, action.what) == (made.version_id, "Keep the ramp")
    assert database.get_one(ActionStanding, kept.mitigation_id).is_open
    told = set(database.scalars(select(Notice.person_id).where(Notice.event == "item_decided", Notice.about.contains(
        f"meeting:{sat.meeting_id}"))))  # fmt: skip
    assert {staff["owner"], staff["hr_lead"]} <= told
    assert found_of(database, sat, made) == []


def test_a_decision_without_an_assessment_keeps_its_conditions_itself(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff, at="held")
    override(sat)
    condition = {"what": "Ask again", "owner_id": staff["hr_lead"], "due": clock.today()}
    (kept,) = decision(record_decision_on(sat, outcome="with_conditions", conditions=[condition])).conditions
    assert (kept.what, kept.mitigation_id) == ("Ask again", None)


def test_a_scope_that_drifted_needs_a_reason_and_is_kept_with_both_values(
    sat: Sat, made_ready: tuple[Sat, Made]
) -> None:
    scope = read(made_ready[1].version_id).version.scope[0]
    as_assessed = {scope.id: f"  {scope.value.upper()}. "}
    assert decision_with(sat, as_assessed).drift == []
    other = make_meeting(sat.lead, at="held")
    pin(other, made_ready[1])
    with pytest.raises(Refused, match="differs from what was assessed"):
        decision_with(other, {scope.id: "Permanent"})
    row = decision_with(other, {scope.id: "Permanent"}, drift_reason="It is not much later")
    assert row.drift == [{"name": scope.label, "assessed": scope.value, "decided": "Permanent"}]
    assert {"name": scope.label, "value": "Permanent"} in row.scope


def test_temporary_that_became_permanent_is_said() -> None:
    def said(kind: str, assessed: str, decided: str) -> dict[str, str]:
        return drift_of([ScopeItem(id=1, kind=kind, label="How long", value=assessed)], {1: decided}, ())[0]

    assert said("lasts", "Until March 2028", "Permanently")["became"] == "permanent"
    assert said("place", "A temporary desk", "Permanent desk")["became"] == "permanent"
    for kind, assessed, decided in (
        ("lasts", "Permanent", "For good"), ("lasts", "Six weeks", "Two years"), ("date", "1 May", "Permanent"),
    ):  # fmt: skip
        assert "became" not in said(kind, assessed, decided)


def decision_with(sat: Sat, decided: dict[int, str], **said: Any):  # type: ignore[no-untyped-def]
    return decision(record_decision_on(sat, decided=decided, **said))


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_second_decision_is_a_correction_that_names_the_first(sat: Sat) -> None:
    first = record_decision_on(sat)
    with pytest.raises(Refused, match="recorded already"):
        record_decision_on(sat)
    second = decision(record_decision_on(sat, corrects_id=first, wording="Agreed in part."))
    assert second.corrects_id == first
    with pytest.raises(Refused, match="recorded already"):
        record_decision_on(sat, corrects_id=first)


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_an_item_is_open_until_it_is_decided_or_its_meeting_has_ended(sat: Sat, staff: Staff) -> None:
    other = make_meeting(staff, at="held")
    record_decision_on(sat)
    session = db.session()
    decided, not_decided = (session.get_one(AgendaItem, one.item_id) for one in (sat, other))
    assert why_closed(session, decided).startswith("A decision is recorded")
    assert why_text_stays(session, decided) == why_closed(session, decided)
    assert why_closed(session, not_decided) == ""
    assert why_text_stays(session, not_decided).startswith("The meeting was held")
    assert not_decided.meeting
    with session.no_autoflush:
        for state, words in ENDED.items():
            not_decided.meeting.state = state
            assert why_closed(session, not_decided) == why_text_stays(session, not_decided) == words
        not_decided.meeting.state = "circulated"
        assert why_text_stays(session, not_decided) == ""
    session.rollback()


def test_only_those_who_run_the_body_record_and_only_what_they_were_shown(
    sat: Sat, made_ready: tuple[Sat, Made]
) -> None:
    with pytest.raises(NotAllowed):
        record_decision_on(sat, sat.lead["member"])
    shown = seen_of(sat.item_id)
    pin(sat, made_ready[1])
    with pytest.raises(Stale):
        record_decision_on(sat, seen=shown)


def test_more_votes_than_there_are_members_who_decide_are_refused(sat: Sat) -> None:
    with pytest.raises(Refused, match="There are 9 votes, and 3 decide"):
        record_decision_on(sat, votes=(8, 1, 0))


def test_a_declaration_names_what_is_attached_and_a_new_attachment_asks_for_a_fresh_one(
    sat: Sat, made_ready: tuple[Sat, Made], database: Session
) -> None:
    declare_as(sat, "member")
    item = database.get_one(AgendaItem, sat.item_id)
    (said,) = database.scalars(select(RegardDeclaration).where(RegardDeclaration.item_id == item.id))
    assert (said.version_id, said.content_digest) == (
        made_ready[1].version_id, item.statements[-1].content_digest,
    )  # fmt: skip
    shown = seen_of(sat.item_id)
    pin(sat, made_ready[1])
    with pytest.raises(Stale):
        declare_as(sat, "member", seen=shown)
    with pytest.raises(NotAllowed):
        declare_as(sat, "hr_lead")


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_another_organisation_does_not_get_its_decision_written(database: Session) -> None:
    """Bound are those of the item; the assessment hears of the decision of those that take part in it."""
    ours, theirs = make_staff(), make_staff()
    made = make_assessment(at="signed_off", staff=(ours,))
    sat = make_meeting(ours, theirs, at="held")
    pin(sat, made)
    override(sat)
    (written,) = decision(record_decision_on(sat)).written
    assert written.organisation_id == ours.organisation_id


def test_verify_finds_a_decision_that_was_changed_behind_the_back_of_the_triggers(app: Flask) -> None:
    """Heard without its entry, and with another outcome than the trail has."""
    trail = DecisionTrail()
    with app.app_context():
        sat, _ = make_ready(make_staff())
        row = decision(record_decision_on(sat))
        trail.decided[row.id] = "meeting:1#1", {**trail_of(row, 0), "decided_at": instant(row.decided_at)}
        others = {found.entry for found in trail.verify(db.session()) if found.entry == "meeting:1#1"}
        assert not others
        told = {**trail_of(row, 0), "decided_at": instant(row.decided_at), "outcome": "departed"}
        trail.decided = {row.id: ("meeting:1#1", told), 999_999: ("meeting:1#2", {})}
        said = [found for found in trail.verify(db.session()) if found.entry.startswith("meeting:1#")]
        assert len(said) == 2
        db.session.rollback()


def items_that_follow(session: Session, sat: Sat) -> list[AgendaItem]:
    session.rollback()
    return list(session.scalars(select(AgendaItem).where(AgendaItem.follows_id == sat.item_id)))


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_what_an_adjourned_meeting_did_not_decide_goes_on_with_what_is_attached_to_it(
    database: Session, staff: Staff
) -> None:
    sat, made = make_ready(staff)
    following = make_meeting(staff, body_id=sat.body_id)
    take_at(sat, "adjourn", staff["secretary"], reason="The fire alarm rang.")
    (later,) = items_that_follow(database, sat)
    assert (later.meeting_id, later.statements[-1].version_id) == (following.meeting_id, made.version_id)
    assert read(made.version_id).version.planned_day == clock.today()
    assert found_of(database, sat, made) == []


def test_an_adjourned_meeting_without_a_next_one_keeps_its_items_until_one_is_called(
    database: Session, staff: Staff
) -> None:
    sat, _ = make_ready(staff)
    take_at(sat, "adjourn", staff["secretary"], reason="The fire alarm rang.")
    assert items_that_follow(database, sat) == []
    following = make_meeting(staff, body_id=sat.body_id)
    with transaction() as session:
        by = acting(session, staff["secretary"])
        put_off(session, sat.item_id, "It was adjourned.", to=following.meeting_id, new=None, by=by)
    assert [one.meeting_id for one in items_that_follow(database, sat)] == [following.meeting_id]
