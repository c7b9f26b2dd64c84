"""Whether enough of those who decide are there."""

from dataclasses import dataclass

from eia.meetings.case import MeetingCase


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those who decide came, and how many must. `needed` is None where the terms state no number."""

    present: int
    needed: int | None
    words: str

    @property
    def is_reached(self) -> bool | None:
        return None if self.needed is None else self.present >= self.needed


def quorum_of(case: MeetingCase) -> Quorum:
    """By the attendance as it is recorded now."""
    there = {came.person_id for came in case.attendance if came.status == "present"}
    deciding = len(there & case.deciding)
    decider = case.body.decider
    if decider is not None:
        came = f"{decider.name}, who decides alone, is {'here' if deciding else 'not recorded as present'}."
        return Quorum(deciding, 1, came)
    if case.body.quorum is None:
        return Quorum(deciding, None, f"{deciding} who decide are present. The terms state no quorum.")
    words = "The quorum is reached" if deciding >= case.body.quorum else "The quorum is not reached"
    return Quorum(deciding, case.body.quorum, f"{words}: {deciding} of at least {case.body.quorum} who decide.")
