"""Whoever sends it, or takes a section out of somebody's hands, is told first of text that was typed and not saved."""

from flask import Flask

from eia.assessments.writing.saying import saying
from tests.support.assessments import Made, make_assessment, take
from tests.support.staff import signed_in
from tests.support.windows import Window, hidden
from tests.support.writing import all_no, read, write_screening

WARNED = "Text was typed here and not saved"


def page_of(app: Flask, made: Made, step: str, part: str = "owner") -> str:
    return signed_in(app, made.lead[part]).get(f"{made.address}/steps/{step}").text.partition("<main")[2]


def test_before_it_is_sent_its_author_sees_whose_text_is_not_saved_and_where(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="mitigation")
        writer = made.lead["hr_lead"]
        take(made, "give_sections", made.lead["owner"], person=writer, sections=["evidence"])
        name = next(row.person.name for row in read(made.version_id).in_hand)
    assert WARNED not in page_of(app, made, "send_to_adviser")
    theirs = Window(app, writer, made, "sections/evidence")
    theirs.keep(note="For me alone")
    Window(app, made.lead["owner"], made, "sections/conclusion").keep(conclusion="Half a sentence")
    page = page_of(app, made, "send_to_adviser")
    assert WARNED in page
    assert f'{name}, in “<span dir="auto">Evidence and gaps</span>”' in page
    assert f'You, in “<a class="govuk-link" href="{made.address}/sections/conclusion?copy=mine"' in page
    assert "For me alone" not in page
    assert name in page_of(app, made, "withdraw_draft")
    taken, over = page_of(app, made, "take_back_sections"), page_of(app, made, "hand_over")
    assert "Evidence and gaps</span>”" in taken
    assert "Conclusion and outcome</a>”" not in taken
    assert "Conclusion and outcome</a>”" in over
    assert "Evidence and gaps</span>”" not in over
    back = theirs.client.get(f"{made.address}/steps/hand_back_sections").text
    assert "Evidence and gaps</a>”" in back
    assert "Conclusion and outcome" not in back
    assert WARNED not in page_of(app, made, "go_to_full_assessment")


def test_the_screening_is_not_sent_past_text_that_is_not_saved(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="screening")
        write_screening(made.version_id, all_no(read(made.version_id).framework))
        take(made, "give_sections", made.lead["owner"], person=made.lead["hr_lead"], sections=["proposal"])
        said = saying(read(made.version_id), "screening")
    Window(app, made.lead["hr_lead"], made, "sections/proposal").keep(why="Half a reason")
    window = Window(app, made.lead["owner"], made, "sections/screening")
    typed = {name: "yes" if value is True else value for name, value in said.items() if value}
    answer = window.press(**typed, then="out")
    assert answer.location == f"{made.address}/steps/send_screening"
    page = window.client.get(answer.location).text
    assert WARNED in page
    assert window.client.post(answer.location, data={"seen": hidden(page)["seen"]}).status_code == 303
    with app.app_context():
        assert read(made.version_id).state == "screening_review"
