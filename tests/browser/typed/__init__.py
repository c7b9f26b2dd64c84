"""The two published assessments as a person types them: the facts alone, and the same completed."""

from tests.browser.typed.dress_code import D2, D2_PUBLISHED
from tests.browser.typed.estate_move import D1, D1_PUBLISHED
from tests.browser.typed.facts import Facts

__all__ = ["D1", "D1_PUBLISHED", "D2", "D2_PUBLISHED", "Facts"]
