"""What the consultation log asks for: answers, a reason for those nobody asked, a reason for too short a time."""

from dataclasses import replace
from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.forms.consulting import ConsultationRowForm, offer_who
from eia.assessments.guards.consulting import shorter_than
from eia.assessments.guards.missing import missing
from tests.support.assessments import SECTION_75, make_assessment
from tests.support.staff import signed_in
from tests.support.writing import read, write_row, write_section


def lacks(version_id: int) -> list[str]:
    return [reason.text for reason in missing(read(version_id), "consultation")]


def test_a_harm_to_people_nobody_was_asked_about_needs_a_consultation_or_a_reason(database: Session) -> None:
    made = make_assessment(at="full_assessment")
    asked = "Nobody was asked about disability, where you find a harm. Add who was, or say why nobody was."
    write_section(made.version_id, "consultation", {"nobody_because": "No time"})
    assert lacks(made.version_id) == [asked]
    write_row(made.version_id, "consultation", who="Parents", about="age+sex", said="Fine", done="Nothing")
    assert lacks(made.version_id) == [asked]
    write_section(made.version_id, "consultation", {"not_asked_disability": "The network is being founded."})
    assert lacks(made.version_id) == []
    write_section(made.version_id, "consultation", {"not_asked_disability": ""})
    write_row(made.version_id, "consultation", who="The network", about="disability", said="Mind the door", done="Done")
    assert lacks(made.version_id) == []


def test_the_page_of_a_characteristic_shows_who_was_asked_about_it(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="full_assessment")
        write_row(made.version_id, "consultation", who="Parents", about="age+sex", said="Mind <the> steps")
    page, other = (
        signed_in(app, made.lead["owner"]).get(f"{made.address}/impacts/{about}").text for about in ("sex", "race")
    )
    assert "1 group was asked about this" in page
    assert "Mind &lt;the&gt; steps" in page
    assert "asked about this" not in other


def test_each_point_raised_needs_its_answer(database: Session) -> None:
    made = make_assessment(at="full_assessment")
    case = write_row(made.version_id, "consultation", who="The network", about="disability")
    entry = case.version.consultations[0].id
    assert lacks(made.version_id) == ["For “The network”, add what they said and what was done about it."]
    write_row(made.version_id, "raised_point", consultation_id=entry, point="Mind the door")
    assert lacks(made.version_id) == ["Say what was done about “Mind the door”."]


def test_a_consultation_shorter_than_the_law_asks_needs_a_reason(database: Session) -> None:
    made = make_assessment(at="full_assessment", framework=SECTION_75)
    said = {"about": "disability", "said": "Mind the door", "done": "A ramp"}
    write_row(made.version_id, "consultation", who="A", **said)
    days = {"from_day": date(2026, 1, 1), "until_day": date(2026, 2, 4)}
    write_row(made.version_id, "consultation", who="B", **said, **days)
    write_row(made.version_id, "consultation", who="C", **said, **days, too_short_because="An emergency")
    write_row(made.version_id, "consultation", who="D", **said, from_day=date(2026, 1, 1), until_day=date(2026, 3, 25))
    assert [text for text in lacks(made.version_id) if "week" in text] == [
        "Say from when until when “A” was asked: Northern Ireland Act 1998, section 75 asks for 12 weeks.",
        "“B” had 5 weeks, not the 12 weeks asked for. Say why, or correct the dates.",
    ]


def test_a_kind_of_people_may_have_a_time_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        made = make_assessment(at="full_assessment", framework=SECTION_75)
        days = {"from_day": date(2026, 1, 1), "until_day": date(2026, 2, 4)}
        for kind in ("union", "public", "staff_network", ""):
            write_row(made.version_id, "consultation", who="A", kind=kind, **days)
        case = read(made.version_id)
        asks = case.framework.consultation
        own = {"union": 4, "staff_network": 0}
        kinds = tuple(replace(kind, minimum_weeks=own.get(kind.key)) for kind in asks.kinds)
        case = replace(case, framework=replace(case.framework, consultation=replace(asks, kinds=kinds)))
        assert [shorter_than(case, one) for one in case.version.consultations] == [0, 12, 0, 12]
        form = ConsultationRowForm()
        offer_who(case, form)
        asked = "12 weeks (no time for “A staff network” and 4 for “A union or staff association”)"
        assert form.too_short_because.label.text == f"If it was shorter than {asked}, why?"
