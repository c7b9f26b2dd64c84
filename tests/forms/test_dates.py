from datetime import date
from typing import Any

import pytest

from eia.forms import DateParts, Required
from tests.forms.asking import ask


def asked(day: str = "", month: str = "", year: str = "", **options: Any) -> Any:
    question = DateParts("Review date", **options)
    return ask(question, {"q-day": day, "q-month": month, "q-year": year})


def test_three_parts_make_a_date() -> None:
    assert asked("3", "12", "2026").data == date(2026, 12, 3)


@pytest.mark.parametrize("month", ["December", "dec", "DEC"])
def test_month_may_be_a_word(month: str) -> None:
    assert asked("3", month, "2026").data == date(2026, 12, 3)


def test_digits_of_other_scripts_are_read() -> None:
    assert asked("٣", "١٢", "٢٠٢٦").data == date(2026, 12, 3)


def test_nothing_is_no_date_when_none_is_required() -> None:
    field = asked()
    assert field.data is None
    assert not field.errors


def test_nothing_is_refused_when_one_is_required() -> None:
    assert asked(validators=[Required()]).errors == ["Enter the review date"]


def test_missing_parts_are_named_and_linked_to() -> None:
    field = asked("3", "", "")
    assert field.errors == ["Review date must include a month and a year"]
    assert field.error_target() == "q-month"


def test_day_that_does_not_exist_is_refused_and_kept_as_typed() -> None:
    field = asked("31", "2", "2026")
    assert field.errors == ["Review date must be a real date, like 3 12 2026"]
    assert field.parts == {"day": "31", "month": "2", "year": "2026"}
    assert field.data is None


def test_short_year_is_refused() -> None:
    field = asked("3", "12", "26")
    assert field.errors == ["Review date must include a year with 4 numbers"]
    assert field.error_target() == "q-year"


@pytest.mark.parametrize("year", ["0000", "1066", "9999"])
def test_year_far_away_is_refused(year: str) -> None:
    assert asked("3", "12", year).errors


@pytest.mark.parametrize("odd", ["²", "1_0", "+3", "-3", "3.0", "0x3", "\x00", "９９９９９"])
def test_what_is_no_number_is_refused(odd: str) -> None:
    assert asked(odd, "12", "2026").data is None


def test_one_field_where_three_belong_is_nothing() -> None:
    assert ask(DateParts("Review date"), {"q": "1"}).data is None


def test_date_on_record_is_shown_in_parts() -> None:
    assert ask(DateParts("Review date"), on_record=date(2026, 12, 3)).parts["month"] == "12"
