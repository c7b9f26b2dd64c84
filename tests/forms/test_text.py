import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from eia.forms import tidy


def test_line_ends_become_one_kind() -> None:
    assert tidy("a\r\nb\rc\x0bd\u2028e") == ("a\nb\nc\nd\ne", 0)


def test_letters_are_composed() -> None:
    assert tidy("cafe\u0301") == ("café", 0)


def test_control_characters_become_spaces_and_are_counted() -> None:
    assert tidy("a\x00b\x07c\x7fd\x85e") == ("a b c d e", 4)


def test_what_a_document_or_a_database_cannot_hold_is_counted() -> None:
    assert tidy("\ud800\ufffe\uffff") == ("   ", 3)


def test_emoji_tabs_and_right_to_left_marks_stay() -> None:
    text = "👩🏽‍🦽\tمرحبا\u200f"
    assert tidy(text) == (text, 0)


@given(st.text(st.characters(codec=None)))
def test_tidied_text_can_be_kept_anywhere(text: str) -> None:
    kept, _ = tidy(text)
    kept.encode("utf-8")
    assert all(letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs") for letter in kept)
    assert tidy(kept) == (kept, 0)
