"""Is all policy assessed? How a policy stands for each organisation it binds, in words; each policy counts once.

What counts is what that organisation itself signed: an assessment signed by the force that leads covers no other. Only
policies that are followed count; drafts and retired ones are told apart. Everybody who reads the coverage of an
organisation reads the same: a draft assessment of another counts once it is sent for checking.
"""

from enum import StrEnum

from eia.policies.models import BINDING, STATE_NAMES

STUCK_DAYS = 28
"""An open version that has not moved for so long is stuck."""


class Covered(StrEnum):
    """How a policy that is followed stands for one organisation; the first that is true."""

    OVERDUE = "overdue"
    ASSESSED = "assessed"
    SCREENED_OUT = "screened_out"
    STUCK = "stuck"
    IN_PROGRESS = "in_progress"
    COVER_LOST = "cover_lost"
    IMPORTED = "imported"
    NEVER = "never"
    GAP, ANY = "gap", "any"
    """For lists: any of those without an assessment in date; all that are followed."""

    @property
    def words(self) -> str:
        return WORDS[self]

    @property
    def is_gap(self) -> bool:
        return self not in (Covered.ASSESSED, Covered.SCREENED_OUT)


WORDS = {
    Covered.NEVER: "Never assessed",
    Covered.IMPORTED: "Assessed before: imported, not signed here",
    Covered.COVER_LOST: "Screened out, but its cover is lost",
    Covered.OVERDUE: "Review overdue",
    Covered.STUCK: f"In progress, and nothing has moved for {STUCK_DAYS} days",
    Covered.IN_PROGRESS: "In progress",
    Covered.SCREENED_OUT: "Screened out and in date",
    Covered.ASSESSED: "Assessed and in date",
    Covered.GAP: "No assessment in date",
    Covered.ANY: "All that are followed",
}
STANDING = tuple(covered for covered in WORDS if covered not in (Covered.GAP, Covered.ANY))
"""From the widest gap to none, as they are shown."""
IN_LISTS = {Covered.GAP: tuple(one for one in STANDING if one.is_gap), Covered.ANY: STANDING}
NOT_FOLLOWED = tuple(state for state in STATE_NAMES if state not in BINDING)
TURNS = {Covered.ASSESSED.value: Covered.OVERDUE.value, Covered.IN_PROGRESS.value: Covered.STUCK.value}
"""What becomes of what when its time has come, without anybody writing anything."""
