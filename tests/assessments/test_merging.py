"""What goes together by itself when two wrote on one page, and what does not."""

from datetime import date

import pytest

from eia.assessments.writing.merging import both_texts, comparable, merge, thoughts_of

BASE = {"changes": "The desk moves.", "why": "Cold.", "finished": ""}
APART = thoughts_of("sections/proposal")


def test_what_only_one_of_two_changed_is_taken_from_that_one() -> None:
    merged = merge(BASE, BASE | {"why": "Draughty."}, BASE | {"changes": "It stays."}, APART)
    assert merged.values == {"changes": "It stays.", "why": "Draughty.", "finished": ""}
    assert (merged.disputed, merged.taken) == ((), ("why",))


def test_what_both_changed_is_disputed_unless_they_agree() -> None:
    theirs, yours = BASE | {"why": "Wet.", "changes": "Gone."}, BASE | {"why": "Dark.", "changes": "Gone."}
    assert merge(BASE, theirs, yours, APART).disputed == ("why",)


def test_what_was_taken_back_by_both_is_not_disputed() -> None:
    assert merge(BASE, BASE, BASE, APART).disputed == ()


def test_without_a_common_base_everything_that_differs_is_disputed() -> None:
    merged = merge(None, BASE | {"why": "Wet."}, BASE | {"changes": "It stays."}, APART)
    assert merged.disputed == ("changes", "why")


def test_a_field_that_was_never_answered_has_an_empty_base() -> None:
    merged = merge({}, {"affects": ("staff",), "why": ""}, {"affects": (), "why": "Cold."}, APART)
    assert merged.values == {"affects": ("staff",), "why": "Cold."}


@pytest.mark.parametrize(
    ("page", "one", "other"),
    [
        ("sections/screening", "affected-age-staff-answer", "affected-age-staff-reason"),
        ("impacts/age+sex", "staff-reason", "staff-eliminate"),
        ("rows/evidence/3", "title", "says"),
        ("sections/conclusion", "outcome", "conclusion"),
    ],
)
def test_two_halves_of_one_thought_are_not_mixed(page: str, one: str, other: str) -> None:
    base = {one: "a", other: "b"}
    merged = merge(base, base | {one: "x"}, base | {other: "y"}, thoughts_of(page))
    assert merged.disputed == (one, other)


@pytest.mark.parametrize(
    ("page", "one", "other"),
    [
        ("sections/screening", "affected-age-staff-answer", "affected-age-public-reason"),
        ("impacts/age+sex", "staff-reason", "public-eliminate"),
    ],
)
def test_two_thoughts_go_together(page: str, one: str, other: str) -> None:
    base = {one: "a", other: "b"}
    merged = merge(base, base | {one: "x"}, base | {other: "y"}, thoughts_of(page))
    assert (merged.disputed, merged.values) == ((), {one: "x", other: "y"})


@pytest.mark.parametrize(("theirs", "yours", "after"), [("", "yes", ""), ("yes", "", ""), ("yes", "yes", "yes")])
def test_it_is_finished_only_when_both_say_so(theirs: str, yours: str, after: str) -> None:
    for page in ("sections/proposal", "sections/conclusion"):
        merged = merge(BASE, BASE | {"finished": theirs}, BASE | {"finished": yours}, thoughts_of(page))
        assert (merged.disputed, merged.values["finished"]) == ((), after)


def test_both_texts_lose_no_word_and_double_none() -> None:
    assert both_texts("Wet.", "Dark.", "\n\n") == "Wet.\n\nDark."
    assert both_texts("It is wet.\nDark.", "Dark.", "\n\n") == "It is wet.\nDark."
    assert both_texts("Dark.", "It is wet.\nDark.", "\n\n") == "It is wet.\nDark."
    assert both_texts("word 12", "word 1", "\n\n") == "word 12\n\nword 1"
    assert both_texts("", "Dark.", "\n\n") == both_texts("Dark.", "", "\n\n") == "Dark."


def test_a_value_is_written_one_way_wherever_it_comes_from() -> None:
    assert comparable(date(2026, 12, 3)) == comparable("2026-12-03")
    assert comparable([2, 10]) == comparable(["10", "2"])
    assert {comparable(value) for value in (None, "", False)} == {""}
