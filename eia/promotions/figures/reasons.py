"""Why there is no figure, or no interval: a closed list, each with its sentence. Never NaN, never infinity."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Why(StrEnum):
    NOT_GIVEN = "not_given"
    COMPARISON_NOT_GIVEN = "comparison_not_given"
    NO_COMPARISON_CHOSEN = "no_comparison_chosen"
    NOT_STATED = "not_stated"
    ONE_GROUP = "one_group"
    NOBODY_ENTERED = "nobody_entered"
    NOBODY_IN_COMPARISON = "nobody_in_comparison"
    NOBODY_PASSED = "nobody_passed"
    NOBODY_PASSED_HERE = "nobody_passed_here"
    NOBODY_IN_COMPARISON_PASSED = "nobody_in_comparison_passed"
    EVERYONE_PASSED = "everyone_passed"
    EVERYONE_PASSED_IN_ONE = "everyone_passed_in_one"
    ZERO_CELL = "zero_cell"
    EVERYONE_WITHDREW = "everyone_withdrew"
    MORE_THAN_ENTERED = "more_than_entered"
    ONLY_A_RATE = "only_a_rate"
    TOO_FEW_TO_RANK = "too_few_to_rank"
    NOT_DETECTABLE = "not_detectable"
    NOT_ROUNDED = "not_rounded"
    HIDDEN = "hidden"


SENTENCES: Mapping[Why, str] = {
    Why.NOT_GIVEN: "Nobody gave these figures.",
    Why.COMPARISON_NOT_GIVEN: "The figures of the comparison group are missing, so nothing is compared with them.",
    Why.NO_COMPARISON_CHOSEN: "Nobody chose a comparison group.",
    Why.NOT_STATED: "People who did not say are counted in the total and never compared.",
    Why.ONE_GROUP: "There is only one stated group, so there is nothing to compare.",
    Why.NOBODY_ENTERED: "Nobody entered.",
    Why.NOBODY_IN_COMPARISON: "Nobody of the comparison group entered.",
    Why.NOBODY_PASSED: "Nobody passed, so there is nothing to compare.",
    Why.NOBODY_PASSED_HERE: "Nobody of this group passed, so the ratio is 0 and no interval can be worked out for it.",
    Why.NOBODY_IN_COMPARISON_PASSED: "Nobody of the comparison group passed, so there is no ratio to it.",
    Why.EVERYONE_PASSED: "Everyone passed in both groups, so there is nothing to compare.",
    Why.EVERYONE_PASSED_IN_ONE: "Everyone passed in one of the groups: an interval would look more certain than it is.",
    Why.ZERO_CELL: "One of the four counts is 0, so there is no odds ratio.",
    Why.EVERYONE_WITHDREW: "Everyone of this group withdrew.",
    Why.MORE_THAN_ENTERED: "More are said to have passed or withdrawn than entered. Nothing is worked out from that.",
    Why.ONLY_A_RATE: "Only a rate was published, without counts: it can be held against another rate, not tested.",
    Why.TOO_FEW_TO_RANK: "Too few people entered to be set beside the group with the highest rate.",
    Why.NOT_DETECTABLE: "There are too few people for any lower rate to show, however low.",
    Why.NOT_ROUNDED: "Worked out from counts, so nothing in it is rounded.",
    Why.HIDDEN: "Hidden, to protect people in small groups.",
}
