"""What changed: word by word in a text, entry by entry in a section; nothing is lost and the cost stays bounded."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.changes.compare import SectionChange, changes_between
from eia.assessments.changes.said import all_said
from eia.assessments.changes.words import PAIRS, Effort, Run, changed_words
from eia.assessments.commands.writing import delete_row, save_row
from eia.assessments.content import LISTS, shared_part
from eia.db import transaction
from tests.support.assessments import make_assessment, open_version
from tests.support.staff import acting
from tests.support.writing import read, step_on, write_row, write_section

TEXT = st.lists(st.sampled_from(["the", "desk", "moves.", "a", ",", "hall", "\n", "ramp"]), max_size=60).map(" ".join)


def shown(before: str, after: str, effort: Effort | None = None) -> list[tuple[str, str]]:
    return [(run.kind, run.text) for run in changed_words(before, after, effort)]


def later(runs: list[Run]) -> str:
    return "".join(run.text for run in runs if run.kind != "removed")


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_what_is_not_struck_out_is_the_later_text(before: str, after: str) -> None:
    runs = changed_words(before, after)
    assert later(runs) == after
    earlier = "".join(run.text for run in runs if run.kind != "added")
    assert "".join(earlier.split()) == "".join(before.split())


def test_a_word_that_changed_is_struck_out_and_the_new_one_added() -> None:
    assert shown("The desk moves in March.", "The desk moves in April.") == [
        ("same", "The desk moves in "),
        ("removed", "March"),
        ("added", "April"),
        ("same", "."),
    ]


def test_what_stays_for_long_is_folded_but_for_the_words_beside_a_change() -> None:
    middle = " ".join(f"word{number}" for number in range(100))
    runs = changed_words(f"Old {middle} old", f"New {middle} new")
    assert [run.kind for run in runs] == ["removed", "added", "same", "folded", "same", "removed", "added"]
    assert runs[3].count == 80


def test_other_spaces_are_no_other_words() -> None:
    assert {kind for kind, _ in shown("one two\nthree", "one  two three")} == {"same"}


@pytest.mark.parametrize("text", ["a " * 30_000, "Nobody was asked. " * 12_000, "x" * 200_000, "\n" * 200_000])
def test_a_very_long_text_is_compared_by_the_sentence_or_taken_as_rewritten(text: str) -> None:
    runs = changed_words(text, f"New. {text}")
    assert later(runs) == f"New. {text}"
    assert len(text) > PAIRS


def test_a_page_compares_only_so_much_word_by_word() -> None:
    effort = Effort(100)
    before, after = "The old desk is here. It stays." * 2, "The new desk is here. It stays." * 2
    assert ("removed", "old ") not in shown(before, after, effort)
    assert ("removed", "old ") in shown(before, after)


def test_every_list_that_is_signed_belongs_to_a_section(database: Session) -> None:
    case = read(make_assessment(at="draft").version_id)
    lists = {name for name, value in shared_part(case, "").items() if isinstance(value, list)}
    assert lists - {"organisations", "sections"} == set(LISTS)


def _changed(before: dict[str, Any], case: Case) -> list[SectionChange]:
    """What changed: the same, whether or not what both say in the same words is left out first."""
    after, law = shared_part(case, ""), case.framework
    found = changes_between(all_said(before, law), all_said(after, law))
    assert changes_between(all_said(before, law, but=after), all_said(after, law, but=before)) == found
    return found


def test_a_row_that_was_carried_over_and_changed_is_the_same_row(database: Session) -> None:
    made = make_assessment(at="signed_off")
    earlier = read(made.version_id)
    before = shared_part(earlier, "")
    next_one = open_version(made, made.lead["owner"])
    write_section(next_one.version_id, "proposal", {"changes": "The front desk moves to the library."})
    write_row(next_one.version_id, "scope", kind="number", label="Desks", value="12")
    case = read(next_one.version_id)
    found = _changed(before, case)
    assert [(one.key, [(entry.how, entry.title) for entry in one.entries]) for one in found] == [
        ("proposal", [("changed", ""), ("added", "Date, place or number: Desks")])
    ]
    _rename_and_take_out(next_one.version_id, next_one.lead["owner"])
    case = read(next_one.version_id)
    found = _changed(before, case)
    said = {entry.title: entry.how for one in found if one.key == "options" for entry in one.entries}
    assert said == {"Option: Move to the library": "changed", "Option: Stay": "removed"}


def _rename_and_take_out(version_id: int, author: int) -> None:
    step_on(version_id, "go_to_screening")
    step_on(version_id, "go_to_full_assessment")
    options = {row.title: row.id for row in read(version_id).version.options}
    section = read(version_id).section("options")
    seen = section.revision if section else 0
    with transaction() as session:
        by = acting(session, author)
        values = {"title": "Move to the library"}
        save_row(session, version_id, "option", options["Move"], values, by=by, seen=seen)
        delete_row(session, version_id, "option", options["Stay"], by=by, seen=seen + 1)
