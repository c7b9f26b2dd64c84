"""Fields are drawn once where that is safe: never another's choice, never what somebody wrote."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from eia import pages
from eia.forms import (
    ChoiceField,
    DateParts,
    LineField,
    ProseField,
    Required,
    button_html,
    drawing,
    drawn,
    field_html,
)
from tests.forms.asking import NOT_POSTED, ask

APP = Flask(__name__)
pages.init_app(APP)
CHOICES = [("no", "No"), ("yes", "Yes")]


def html(field: Any, **given: Any) -> str:
    with APP.app_context():
        return str(field_html(field, **given))


def kept() -> int:
    return drawing._kept.cache_info().currsize


def test_a_choice_is_drawn_as_it_was_made_and_not_as_another_made_it() -> None:
    for chosen in ("no", "yes", "no"):
        page = html(ask(ChoiceField("Could it?", choices=CHOICES), chosen))
        marked = [value for value in ("no", "yes") if f'value="{value}" checked' in page]
        assert marked == [chosen]


def test_a_question_keeps_to_its_own_label_and_look() -> None:
    pages_drawn = {
        html(ask(ChoiceField(label, choices=CHOICES)), small=small) for label in "AB" for small in (True, False)
    }
    assert len(pages_drawn) == 4


def test_an_unanswered_question_is_drawn_once() -> None:
    html(ask(ProseField("Why, the first time?")))
    before = drawing._kept.cache_info().hits
    html(ask(ProseField("Why, the first time?")))
    assert drawing._kept.cache_info().hits == before + 1


def test_what_somebody_wrote_is_shown_to_nobody_else() -> None:
    for question in (lambda: ProseField("Why, in words?"), lambda: LineField("Who, in words?")):
        assert "Because of Ann" in html(ask(question(), "Because of Ann"))
        assert "Because of Bob" in (bobs := html(ask(question(), "Because of Bob")))
        assert "Ann" not in bobs + html(ask(question(), ""))


@pytest.mark.parametrize(
    "question",
    [
        lambda: ask(LineField("Who, exactly?"), """<b>"it's" & 0\\1 """),
        lambda: ask(ProseField("Why, exactly?"), "\n  First <line>\n\nlast line  \n"),
        lambda: ask(ProseField("Why, exactly?"), ""),
        lambda: ask(DateParts("When, exactly?"), NOT_POSTED),
        lambda: ask(DateParts("When, exactly?"), on_record=date(2027, 1, 12)),
    ],
)
def test_an_answer_is_drawn_as_the_macro_draws_it(question: Callable[[], Any]) -> None:
    with APP.app_context():
        assert html(field := question()) == str(drawing._html(drawn(field)))


def test_what_a_choice_reveals_is_not_kept() -> None:
    first, kept_then, second = revealing("Because of Ann"), kept(), revealing("Because of <Bob>")
    assert second == first.replace("of Ann", "of &lt;Bob&gt;")
    assert kept() == kept_then


def revealing(words: str) -> str:
    revealed = {"yes": html(ask(LineField("More, in words?"), words))}
    return html(ask(ChoiceField("Revealing?", choices=CHOICES)), conditional=revealed)


def test_the_words_of_a_button_are_not_kept() -> None:
    with APP.app_context():
        first, kept_then, second = str(button_html("Read Ann", value="1")), kept(), button_html("Read <Bob>", value="2")
    assert str(second) == first.replace("Ann", "&lt;Bob&gt;").replace('value="1"', 'value="2"')
    assert kept() == kept_then


def test_a_refusal_is_not_kept() -> None:
    before = kept()
    assert "Enter the name" in html(ask(LineField("Name", [Required()]), ""))
    assert kept() == before


def test_a_long_list_is_not_kept() -> None:
    before = kept()
    html(ask(ChoiceField("Which?", choices=[(str(n), f"Evidence number {n}") for n in range(200)]), NOT_POSTED))
    assert kept() == before
