from typing import Any

import pytest

from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DecimalField,
    EmailField,
    HiddenNumberField,
    LineField,
    NumberField,
    PickField,
    ProseField,
    SecretField,
)
from tests.forms.asking import ask

PEOPLE = [Choice(1, "Ann"), Choice(2, "Bo")]


def test_one_line_stays_one_line() -> None:
    assert ask(LineField("Title"), "Uniform \n and dress").data == "Uniform and dress"


def test_text_is_kept_as_typed_but_for_its_ends() -> None:
    assert ask(ProseField("Reason"), "  one\n\n  two  ").data == "one\n\n  two"


def test_invisible_characters_are_refused_and_the_text_is_kept_without_them() -> None:
    field = ask(ProseField("Reason"), "before\x00after")
    assert field.errors == [
        "Reason held an invisible character that cannot be kept. It is taken out of the text shown: "
        "check it and save again"
    ]
    assert field.shown() == "before after"


def test_vertical_tab_from_word_is_a_new_line() -> None:
    field = ask(ProseField("Reason"), "one\x0btwo")
    assert field.data == "one\ntwo"
    assert not field.errors


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("1,200", 1200), ("1 200", 1200), ("٣", 3)])
def test_whole_numbers_are_read_as_people_write_them(typed: str, number: int) -> None:
    assert ask(NumberField("Staff"), typed).data == number


@pytest.mark.parametrize("typed", ["twelve", "1.5", "²", "9" * 5000, "1e3", "--1", "-1", "99999999999"])
def test_what_is_no_whole_number_in_range_is_refused_and_shown_as_typed(typed: str) -> None:
    field = ask(NumberField("Staff"), typed)
    assert field.errors
    assert field.shown() == typed


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e9", "1..2", "."])
def test_what_is_no_decimal_is_refused(typed: str) -> None:
    assert ask(DecimalField("Share"), typed).errors == ["Share must be a number, like 12.5"]


def test_choice_is_given_back_as_its_own_value() -> None:
    assert ask(PickField("Owner", choices=PEOPLE), "2").data == 2


def test_several_choices_are_given_back_as_their_own_values_once_each() -> None:
    assert ask(ChoicesField("Owners", choices=PEOPLE), {"q": ["2", "1", "2"]}).data == [2, 1]


@pytest.mark.parametrize("kind", [ChoiceField, PickField, ChoicesField])
def test_answer_that_was_not_offered_is_refused(kind: Any) -> None:
    assert ask(kind("Owner", choices=PEOPLE), "3").errors == ["Select the owner from the list"]


def test_radio_left_unset_does_not_keep_the_old_answer() -> None:
    assert ask(ChoiceField("Owner", choices=PEOPLE), {}, on_record=2).data is None


def test_nothing_is_preselected() -> None:
    assert ask(ChoiceField("Owner", choices=PEOPLE)).chosen() == set()


def test_password_is_neither_trimmed_nor_shown_again() -> None:
    field = ask(SecretField("Password"), " spaced ")
    assert field.data == " spaced "
    assert field.shown() == ""


@pytest.mark.parametrize("typed", ["someone", "a@b", "a b@c.uk", "@c.uk"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert ask(EmailField("Email address"), typed).errors


def test_hidden_number_that_was_tampered_with_is_refused() -> None:
    field = ask(HiddenNumberField(), "1 or 1=1")
    assert field.data is None
    assert field.errors
