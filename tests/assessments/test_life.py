"""The life of an assessment, step by step, on both databases: what is signed, returned, challenged, superseded."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.models import ActionProgress
from eia.errors import NotOffered, Refused, Stale
from eia.notices.models import Notice
from tests.support.assessments import (
    SECTION_75,
    Made,
    answer_all,
    confirm_what_was_carried_over,
    make_assessment,
    open_version,
    screen,
    take,
    to_screening,
)
from tests.support.writing import read, step_on, unknown, write_everything, write_replies, write_row, write_screening

POINTS = [{"section": "impacts", "reason": "too_general", "remark": "Say who."}]


def return_it(made: Made, stage: str = "mitigation", by: str = "approver") -> Case:
    return take(made, "return_to_author", made.lead[by], stage=stage, points=POINTS)


def reply(made: Made, text: str = "Done.") -> None:
    write_replies(made.version_id, text)


def statuses(made: Made) -> dict[str, str]:
    return {adoption.organisation.code: adoption.status for adoption in read(made.version_id).adoptions}


# -- frameworks ------------------------------------------------------------------------------------------------


def test_northern_ireland_goes_from_draft_to_sign_off(database: Session) -> None:
    made = make_assessment(database, at="signed_off", framework=SECTION_75)
    case = read(made.version_id)
    assert case.state == "signed_off"
    assert {impact.about for impact in case.version.impacts} == {c.key for c in case.framework.characteristics}
    assert case.signatures[0].kind == "sign_off"


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_northern_ireland_screens_out_with_mitigation(database: Session) -> None:
    made = make_assessment(database, at="screened_out", framework=SECTION_75, screening="minor")
    case = read(made.version_id)
    assert case.submission is not None
    assert case.submission.outcome == "screened_out_with_mitigation"
    assert [m.kind for m in case.version.mitigations] == ["action"]


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_minor_harm_is_screened_out_with_an_action(database: Session) -> None:
    made = make_assessment(database, at="screened_out", screening="minor")
    case = read(made.version_id)
    assert case.submission is not None
    assert case.submission.outcome == "screened_out_with_action"


def test_what_is_not_known_is_never_screened_out(database: Session) -> None:
    made = make_assessment(database, at="screening")
    screen(made, full=False)
    write_screening(made.version_id, unknown(read(made.version_id).framework, "race", "public"))
    with pytest.raises(Refused) as refused:
        take(made, "send_screening", made.lead["owner"])
    assert "cannot be screened out: race (the public)" in str(refused.value)


# -- three organisations ---------------------------------------------------------------------------------------


def test_three_organisations_sign_in_any_order_and_the_last_one_completes_it(database: Session) -> None:
    made = make_assessment(database, at="sign_off", organisations=3)
    for staff in (made.lead, *made.others):
        assert read(made.version_id).state == "sign_off"
        take(made, "sign", staff["approver"])
    assert read(made.version_id).state == "signed_off"
    assert set(statuses(made).values()) == {"signed"}
    assert len(read(made.version_id).signatures) == 3


@pytest.mark.parametrize("refuser_is_last", [False, True])
def test_one_that_refuses_is_not_covered_and_holds_nobody_up(database: Session, refuser_is_last: bool) -> None:
    made = make_assessment(database, at="sign_off", organisations=2)
    (other,) = made.others
    answers = [("refuse", other["approver"]), ("sign", made.lead["approver"])]
    for action, person in reversed(answers) if refuser_is_last else answers:
        take(made, action, person)
    case = read(made.version_id)
    assert case.state == "signed_off"
    assert statuses(made) == {made.lead.code: "signed", other.code: "refused"}
    assert case.submission is not None
    assert case.submission.ended_as == "signed"


def test_a_refusal_by_the_lead_returns_it_and_the_round_is_over(database: Session) -> None:
    made = make_assessment(database, at="sign_off", organisations=2)
    take(made, "sign", made.others[0]["approver"])
    take(made, "refuse", made.lead["approver"])
    case = read(made.version_id)
    assert case.state == "mitigation"
    assert case.signatures == []
    assert [s.ended_as for s in case.version.submissions] == ["returned"]
    assert len(case.version.submissions[0].signatures) == 2, "void, and still on record"


def test_an_organisation_answers_once(database: Session) -> None:
    made = make_assessment(database, at="sign_off", organisations=2)
    take(made, "sign", made.others[0]["approver"])
    with pytest.raises(Refused, match="Already decided by Approver"):
        take(made, "refuse", made.others[0]["second_approver"])


# -- returned, and sent again ----------------------------------------------------------------------------------


def test_a_return_voids_the_signatures_and_asks_a_reply_to_every_point(database: Session) -> None:
    made = make_assessment(database, at="sign_off", organisations=2)
    take(made, "sign", made.others[0]["approver"])
    return_it(made)
    with pytest.raises(Refused, match="Write a reply to what was returned"):
        take(made, "send_to_adviser", made.lead["owner"])
    reply(made)
    take(made, "send_to_adviser", made.lead["owner"])
    case = read(made.version_id)
    assert case.version.round == 2
    assert set(statuses(made).values()) == {"pending"}


def test_replies_are_written_while_the_author_holds_it_and_not_after(database: Session) -> None:
    made = make_assessment(database, at="sign_off")
    return_it(made)
    reply(made)
    take(made, "send_to_adviser", made.lead["owner"])
    before = read(made.version_id).revision
    with pytest.raises(NotOffered, match="while this is at “Adviser’s check”"):
        reply(made, "Something else.")
    assert read(made.version_id).revision == before


def test_what_is_signed_in_the_second_round_is_the_text_of_the_second_round(database: Session) -> None:
    made = make_assessment(database, at="sign_off")
    return_it(made)
    reply(made)
    write_row(made.version_id, "evidence", title="A second audit", says="The ramp is too steep.")
    take(made, "send_to_adviser", made.lead["owner"])
    first, second = read(made.version_id).version.submissions
    digests = [next(p.digest for p in s.parts if p.organisation_id is None) for s in (first, second)]
    assert digests[0] != digests[1]


def test_a_step_on_text_that_changed_since_is_refused(database: Session) -> None:
    made = make_assessment(database, at="sign_off")
    seen = read(made.version_id).revision
    return_it(made)
    with pytest.raises(Stale, match="Already changed by Approver"):
        take(made, "sign", made.lead["second_approver"], seen=seen)


# -- afterwards ------------------------------------------------------------------------------------------------


def test_withdrawing_closes_what_was_still_to_do(database: Session) -> None:
    made = make_assessment(database, at="signed_off")
    take(made, "withdraw", made.lead["approver"], cause="overtaken")
    case = read(made.version_id)
    actions = {m.id for m in case.version.mitigations if m.kind == "action"}
    notes = database.scalars(select(ActionProgress).where(ActionProgress.mitigation_id.in_(actions))).all()
    assert case.state == "withdrawn"
    assert {note.mitigation_id for note in notes if note.status == "closed"} == actions != set()


def test_a_later_version_carries_everything_over_to_be_confirmed(database: Session) -> None:
    made = make_assessment(database, at="signed_off")
    later = open_version(made, made.lead["second_owner"])
    old, new = read(made.version_id).version, read(later.version_id).version
    for rows in ("cells", "evidence", "gaps", "consultations", "options", "impacts", "mitigations", "sections"):
        assert len(getattr(old, rows)) == len(getattr(new, rows)) > 0, rows
        ids: Sequence[set[int]] = [{row.id for row in getattr(v, rows)} for v in (old, new)]
        assert not ids[0] & ids[1], rows
    assert all(section.carried_over for section in new.sections)
    assert {c.person_id for c in new.contributors} == {made.lead["owner"], made.lead["second_owner"]}
    assert {m.impact_id for m in new.mitigations if m.impact_id} <= {i.id for i in new.impacts}


def test_a_later_version_is_not_sent_before_what_was_carried_over_is_confirmed(database: Session) -> None:
    made = make_assessment(database, at="signed_off")
    later = open_version(made, made.lead["owner"])
    for action in ("go_to_screening", "go_to_full_assessment", "go_to_mitigation"):
        step_on(later.version_id, action)
    with pytest.raises(Refused, match="Confirm what was carried over"):
        step_on(later.version_id, "send_to_adviser")


def test_a_later_version_supersedes_the_first_when_it_is_signed_and_says_so(database: Session) -> None:
    made = make_assessment(database, at="screened_out", screening="minor")
    later = open_version(made, made.lead["owner"])
    assert read(made.version_id).state == "screened_out", "it stands until the later one is signed"
    confirm_what_was_carried_over(later)
    to_screening(later)
    screen(later, full=True)
    step_on(later.version_id, "go_to_full_assessment")
    write_everything(later.version_id, "no_major_change")
    step_on(later.version_id, "send_to_adviser")
    take(later, "claim", later.lead["adviser"])
    take(later, "give_opinion", later.lead["adviser"], opinion="agrees")
    answer_all(later, "sign", "approver")
    assert [v.state for v in read(made.version_id).assessment.versions] == ["superseded", "signed_off"]
    told = {made.lead[part] for part in ("owner", "adviser", "approver")}
    assert told_of(database, "superseded", made) == told, "who owned its action, and who signed either version"


def told_of(session: Session, event: str, made: Made) -> set[int]:
    about = read(made.version_id).assessment.stream
    return set(session.scalars(select(Notice.person_id).where(Notice.event == event, Notice.about == about)))


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_anybody_with_an_office_challenges_a_screening_and_its_author_answers(database: Session) -> None:
    made = make_assessment(database, at="screened_out", organisations=2)
    later = open_version(made, made.others[0]["auditor"], "challenge")
    version = read(later.version_id).version
    assert (version.state, version.challenges, version.author_id) == ("screening", True, made.lead["owner"])
    assert made.lead["owner"] in told_of(database, "challenged", made)


def test_a_challenge_that_its_author_withdrew_does_not_stop_the_next_challenge(database: Session) -> None:
    made = make_assessment(database, at="screened_out")
    later = open_version(made, made.lead["auditor"], "challenge")
    with pytest.raises(Refused, match="Version 2 is already there"):
        take(made, "challenge", made.lead["auditor"])
    take(later, "withdraw_draft", made.lead["owner"])
    again = open_version(made, made.lead["auditor"], "challenge")
    assert again.number == 3
