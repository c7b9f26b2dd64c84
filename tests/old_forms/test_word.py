"""What a Word form says: every word of it, each with what it stands under, and where the rules put it."""

import io

import pytest

from eia.frameworks.loader import shipped
from eia.old_forms.lines import lines_of
from eia.old_forms.placing import EVERYBODY, placed, rules_for
from eia.old_forms.shape import Line
from eia.old_forms.word import read_word
from tests.support.old_forms import WORDS, full_form

PLACES = {
    "proposal/changes", "proposal/why", "proposal/affected", "proposal/decider", "evidence", "gap", "consultation",
    "option", "conclusion/conclusion",
    *(f"screening/{key}/{whom}" for key in ("age", "disability", "race", "religion_belief", "sex", "sexual_orientation")
      for whom in ("staff", "public", EVERYBODY)),
}  # fmt: skip


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return lines_of(read_word(io.BytesIO(full_form())), rules_for("equality_act_2010").knows)


def the_line(lines: list[Line], word: str) -> Line:
    (found,) = [line for line in lines if word in line.text]
    return found


def test_every_word_of_the_form_stands_in_one_line(lines: list[Line]) -> None:
    assert [word for word in WORDS if sum(word in line.text for line in lines) != 1] == []
    assert sum("☒" in line.text for line in lines) == 2
    assert "mergedcell for all☒☒☐" in [line.text for line in lines]


GOES = {
    "shopfront": "proposal/changes", "cheaper": "proposal/why", "commuters": "proposal/affected",
    "Superintendent": "proposal/decider", "levelramp": "screening/disability/public",
    "mergedcell": "screening/sex/*",
    "☒ Positive": "screening/disability/staff", "minaret": "screening/religion_belief/public",
    "silverhair": "screening/age/public", "rainbow": "screening/sexual_orientation/staff",
    "nestedcell": "screening/race/public", "surveyed": "evidence", "footnoted": "evidence", "unknownage": "gap",
    "advisorygroup": "consultation", "donothing": "option", "weighed": "conclusion/conclusion", "poster": "",
    "Kowalski": "", "unsaid": "",
}  # fmt: skip


@pytest.mark.parametrize("word", GOES)
def test_a_line_goes_where_its_heading_or_its_row_and_column_say(lines: list[Line], word: str) -> None:
    assert placed(the_line(lines, word), rules_for("equality_act_2010"), PLACES).place == GOES[word]


def test_what_a_tracked_change_takes_out_and_the_edges_of_pages_are_set_aside(lines: list[Line]) -> None:
    rules, words = rules_for("equality_act_2010"), ("struckout", "letterhead", "inserted")
    assert [bool(placed(the_line(lines, word), rules, PLACES).aside) for word in words] == [True, True, False]


@pytest.mark.parametrize("framework", shipped().values(), ids=lambda framework: framework.id)
def test_every_rule_names_something_its_framework_has(framework: object) -> None:
    known = {f"about:{c.key}" for c in framework.characteristics}  # type: ignore[attr-defined]
    known |= {f"extra/{q.key}" for q in framework.extra_questions}  # type: ignore[attr-defined]
    every = set(PLACES) | {"", "proposal/open_options", "review/watch"}
    rules = rules_for(framework.key)  # type: ignore[attr-defined]
    assert {rule.to for rule in rules.places} - every - known == set()
    assert known - {rule.to for rule in rules.places if rule.to.startswith("about:")} <= {k for k in known if "/" in k}
