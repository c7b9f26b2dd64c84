"""What a quick screen answers, in words: characteristics with the same answer and the same reason stand together."""

from typing import NamedTuple

from eia.frameworks.loader import shipped
from eia.meetings.models import QuickScreen
from eia.meetings.models.items import ANSWERS

FIRST = ("yes", "dont_know", "no")
"""Whoever may be affected is read first."""


class Answered(NamedTuple):
    """One line of it: the answer, for which characteristics, and why."""

    answer: str
    who: str
    why: str


def answered(screen: QuickScreen) -> list[Answered]:
    alike: dict[tuple[str, str], list[str]] = {}
    for one in shipped()[screen.framework].characteristics:
        said = screen.answers.get(one.key)
        if said:
            alike.setdefault((said["answer"], said["reason"]), []).append(one.title)
    lines = sorted(alike.items(), key=lambda line: FIRST.index(line[0][0]))
    return [Answered(ANSWERS[answer], ", ".join(who), why) for (answer, why), who in lines]
