"""Starting from an earlier assessment or a template: what is carried over, who may not sign it, what stays behind."""

from dataclasses import replace

import pytest
from flask import Flask, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.beginning.sources import started_from
from eia.assessments.case import Case
from eia.assessments.commands.carrying import Fits
from eia.assessments.commands.starting import start_assessment
from eia.assessments.models import Assessment, StartedFrom
from eia.assessments.workflow import TABLE
from eia.db import db, transaction
from eia.errors import Refused
from tests.support.assessments import EQUALITY_ACT, SECTION_75, Made, add_policy, make_assessment, take
from tests.support.staff import Staff, acting, make_staff, signed_in
from tests.support.writing import read


def begin(staff: Staff, source: Made, framework: str = EQUALITY_ACT, part: str = "second_owner") -> Case:
    with transaction() as session:
        policy = add_policy(session, (staff,), "Another desk")
        by = acting(session, staff[part])
        case = start_assessment(session, policy, framework, by=by, source_id=source.version_id)
        version_id = case.version.id
    return read(version_id)


def test_what_it_says_is_carried_over_to_be_confirmed_and_its_writers_cannot_sign(database: Session) -> None:
    source = make_assessment(at="signed_off")
    case = begin(source.lead, source)
    assert case.version.sections
    assert all(section.carried_over for section in case.version.sections)
    old = read(source.version_id)
    assert [row.title for row in case.version.evidence] == [row.title for row in old.version.evidence]
    assert [row.origin for row in case.version.evidence] == [row.id for row in old.version.evidence]
    assert case.answer("proposal", "changes") == old.answer("proposal", "changes")
    assert case.answer("proposal", "planned_day") == "", "that day was for something else"
    assert old.writers < case.writers
    assert source.lead["second_owner"] in case.writers
    kept = db.session.scalars(select(StartedFrom.source_id).where(StartedFrom.version_id == case.version.id)).all()
    assert kept == [source.version_id]
    assert case.version.framework == old.version.framework


def test_what_one_may_not_read_or_what_is_still_open_is_no_source(database: Session) -> None:
    stranger = make_staff()
    signed, draft = make_assessment(at="screened_out"), make_assessment(at="draft")
    for staff, source in ((stranger, signed), (draft.lead, draft)):
        with pytest.raises(Refused, match="not there any more, or you may not read it"):
            begin(staff, source, part="owner")
    assert not database.scalars(select(Assessment).where(Assessment.organisation_id == stranger.organisation_id)).all()


def test_another_law_is_refused_in_words(database: Session) -> None:
    source = make_assessment(at="screened_out")
    with pytest.raises(Refused, match="under another law"):
        begin(source.lead, source, SECTION_75)


def test_another_version_of_a_framework_names_what_it_has_no_place_for(database: Session) -> None:
    case = read(make_assessment(at="signed_off").version_id)
    assert [*Fits(case, case.framework).left_behind()] == []
    without = tuple(c for c in case.framework.characteristics if c.key != "disability")
    lost = [*Fits(case, replace(case.framework, characteristics=without, outcomes=())).left_behind()]
    assert "the screening answer for Disability (staff)" in lost
    assert "the impact on Disability (staff), with what is done about it" in lost
    assert "1 answer in “Conclusion and outcome”" in lost


def test_the_page_says_what_was_not_carried_over_and_why(app: Flask) -> None:
    with app.app_context():
        source = make_assessment(at="signed_off")
        case = begin(source.lead, source)
        reference, stream = case.assessment.reference, case.assessment.stream
        told = started_from(db.session(), case.version.id, stream)
        assert told
        assert (told.reference, told.number, [*told.left_behind]) == (source.reference, 1, [])
    page = signed_in(app, source.lead["second_owner"]).get(f"/assessments/{reference}/v1").text
    assert "The days planned for the decision and the review were not carried over." in page
    assert "because it was written under" not in page
    lost = [f"the impact on <{number}>" for number in range(22)]
    with app.test_request_context():
        case = read(source.version_id)
        other = replace(told, framework="Older law (version 1)", left_behind=lost)
        drawn = render_template("assessments/started_from.html", source=other, case=case, state=TABLE.states["draft"])
    assert "because it was written under Older law (version 1) and Equality Act 2010" in drawn
    assert "The impact on &lt;19&gt;" in drawn
    assert "2 more; the trail names all" in drawn


def test_a_template_is_offered_to_ones_organisation_until_it_is_taken_back(app: Flask) -> None:
    with app.app_context():
        source = make_assessment(at="screened_out")
        take(source, "offer_template", source.lead["adviser"], title="Moving a desk")
        with transaction() as session:
            policy_id = add_policy(session, (source.lead,), "Another desk").id
    browser, path = signed_in(app, source.lead["owner"]), f"/assessments/start/{policy_id}"
    assert "Moving a desk" in browser.get(path).text
    answered = browser.post(path, data={"framework": EQUALITY_ACT, "begin": "template"})
    assert "Select a template, or begin with nothing" in answered.text
    answered = browser.post(path, data={"framework": EQUALITY_ACT, "begin": "earlier", "reference": "X-EIA-2020-0001"})
    assert "no finished assessment with this reference" in answered.text
    chosen = {"framework": EQUALITY_ACT, "begin": "template", "template": source.version_id}
    assert browser.post(path, data=chosen).status_code == 303
    with app.app_context():
        take(source, "take_template_back", source.lead["adviser"])
    assert "From a template" not in browser.get(path).text
