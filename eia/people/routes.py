"""Routes: which offices sign for an organisation, in which order. Each stage is signed by its offices in any order."""

from collections.abc import Sequence
from enum import StrEnum

from eia.people.offices import Office

Stages = tuple[tuple[Office, ...], ...]


class Level(StrEnum):
    """What is signed, as far as the framework can tell by itself."""

    SCREENED_OUT = "screened_out"
    FULL = "full"
    HARM = "harm"

    @property
    def words(self) -> str:
        return TITLES[self]

    @property
    def usual(self) -> Office:
        """The office that always signs last, and alone where there is no route."""
        return Office.ADVISER if self is Level.SCREENED_OUT else Office.APPROVER

    @property
    def always_stops(self) -> bool:
        """Whether what is marked as “must fix” stops it whatever is agreed: nobody screens out over it."""
        return self is Level.SCREENED_OUT

    @property
    def before(self) -> tuple[Office, ...]:
        """The offices that may sign before it."""
        return (Office.HEAD, Office.ADVISER) if self is Level.SCREENED_OUT else ON_A_ROUTE


TITLES = {
    Level.SCREENED_OUT: "Screened out",
    Level.FULL: "Full assessment",
    Level.HARM: "Full assessment in which harm remains",
}
ON_A_ROUTE = (Office.HEAD, Office.ADVISER, Office.APPROVER)
"""Every office that signs, in the order in which they are offered."""


def written(stages: Stages) -> str:
    """As it is kept: "head_of_department>approver", with "+" between offices that sign in any order."""
    return ">".join("+".join(stage) for stage in stages)


def read_stages(text: str) -> Stages:
    return tuple(tuple(Office(office) for office in stage.split("+")) for stage in text.split(">"))


def in_order(stages: Stages) -> str:
    """ "head of department and equality adviser in any order, then approver" """
    return ", then ".join(any_order(stage) for stage in stages)


def any_order(stage: Sequence[Office]) -> str:
    words = " and ".join(office.words.lower() for office in stage)
    return f"{words} in any order" if len(stage) > 1 else words
