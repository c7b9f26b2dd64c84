from typing import Any

import pytest
from wtforms.validators import Length, NumberRange

from eia.forms import (
    ChoiceField,
    ChoicesField,
    LineField,
    Longest,
    NumberField,
    PickField,
    ProseField,
    Required,
    RequiredWhen,
    TickField,
)
from tests.forms.asking import ask

YES_OR_NO = [("yes", "Yes"), ("no", "No")]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (LineField("Title", [Required()]), "Enter the title"),
        (LineField("Your name", [Required()]), "Enter your name"),
        (LineField("EIA number", [Required()]), "Enter the EIA number"),
        (ProseField("What changes?", [Required()]), "Answer “What changes?”"),
        (ProseField("Who is affected", [Required()]), "Enter who is affected"),
        (ProseField("Describe the change", [Required()]), "Describe the change"),
        (ChoiceField("Outcome", [Required()], choices=YES_OR_NO), "Select the outcome"),
        (PickField("Owner", [Required()], choices=YES_OR_NO), "Select the owner"),
        (ChoicesField("Areas affected", [Required()], choices=YES_OR_NO), "Select the areas affected"),
        (TickField("I have read this", [Required()]), "Tick “I have read this” to go on"),
        (LineField("Title", [Required("Say what people will look for")]), "Say what people will look for"),
    ],
)
def test_empty_answer_is_refused_in_words(question: Any, sentence: str) -> None:
    assert ask(question, {}).errors == [sentence]


def test_spaces_are_no_answer() -> None:
    assert ask(LineField("Title", [Required()]), " \t ").errors == ["Enter the title"]


def test_nought_is_an_answer() -> None:
    assert ask(NumberField("Staff affected", [Required()]), "0").data == 0


def test_too_long_an_answer_is_refused_with_its_length() -> None:
    assert ask(LineField("Title", [Longest(5)]), "123456").errors == ["Title must be 5 characters or fewer. It has 6"]


def test_every_text_has_a_limit() -> None:
    assert ask(ProseField("Reason"), "x" * 20_001).errors
    assert ask(LineField("Title"), "x" * 301).errors


def test_answer_is_required_only_when_the_other_field_asks_for_it() -> None:
    kind = ChoiceField("Kind", choices=YES_OR_NO)
    question = LineField("Reason", [RequiredWhen("kind", "yes")])
    assert ask(question, {"kind": "yes", "q": ""}, kind=kind).errors == ["Enter the reason"]
    assert ask(question, {"kind": "no", "q": ""}, kind=kind).errors == []


def test_rules_of_the_library_speak_plain_english() -> None:
    assert ask(LineField("Title", [Length(max=3)]), "1234").errors == ["Title must not be longer than 3 characters"]
    assert ask(NumberField("50% share", [NumberRange(max=3)]), "4").errors == ["50% share must be at most 3"]
