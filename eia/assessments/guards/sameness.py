"""Sameness of text: the same reason under several characteristics is pointed out, and never blocks.

A court asks whether each group was thought of; one sentence pasted nine times says that it was not.
"""

import re
from collections import defaultdict

from eia.assessments.case import Case

SHORTEST = 20
"""Characters a reason must have before its repetition says anything."""


def same_reasons(case: Case) -> list[list[str]]:
    """Groups of characteristics whose findings give the same reason, in words; confirmed screening reasons apart."""
    groups: dict[str, list[str]] = defaultdict(list)
    for impact in case.version.impacts:
        reason = " ".join(re.findall(r"\w+", impact.reason.casefold()))
        words = case.about_words(impact.about)
        if not impact.from_screening and len(reason) >= SHORTEST and words not in groups[reason]:
            groups[reason].append(words)
    return [names for names in groups.values() if len(names) > 1]
