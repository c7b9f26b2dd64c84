"""THE TABLE. Each step is a stanza: from where, to where, by whom, what must be true, and every word people read of it.

From it, and only from it, come what the machine accepts, permission, the greyed button with its reasons, the flash
text, the trail line, the subject of the mail, `docs/workflow.md` and the page "who can do what". Read `states`, then
`writing`, `screening`, `checking`, `signing`, `adopting`, `afterwards`, `people` and `consulting` in the order an
assessment goes through them.
"""

from eia.assessments.case import Case
from eia.assessments.workflow import adopting, afterwards, checking, consulting, people, screening, signing, writing
from eia.assessments.workflow.states import CHECKING, CLOSED, STATES, WRITING
from eia.workflow.table import Step, workflow

STEPS: tuple[Step[Case], ...] = (
    *writing.STEPS,
    *screening.STEPS,
    *checking.STEPS,
    *signing.STEPS,
    *adopting.STEPS,
    *afterwards.STEPS,
    *people.STEPS,
    *consulting.STEPS,
)
TABLE = workflow(STATES, STEPS)

__all__ = ["CHECKING", "CLOSED", "STATES", "STEPS", "TABLE", "WRITING"]
