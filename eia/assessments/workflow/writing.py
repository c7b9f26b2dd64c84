"""The author writes, and moves freely between the four stages."""

from eia.assessments.case import Case
from eia.assessments.guards.who import AUTHOR
from eia.workflow.table import Step

STEPS: tuple[Step[Case], ...] = (
    Step(
        action="go_to_draft",
        source=("screening", "full_assessment", "mitigation"),
        dest=("draft",),
        by=(AUTHOR,),
        button="Go back to the draft",
        explains="You can change what is proposed. Nothing you have written is lost.",
        done="Went back to the draft",
        event="went_to_draft",
        quiet=True,
    ),
    Step(
        action="go_to_screening",
        source=("draft", "full_assessment", "mitigation"),
        dest=("screening",),
        by=(AUTHOR,),
        button="Go to screening",
        explains="Next you say, for each characteristic, whether people could be affected.",
        done="Went to screening",
        event="went_to_screening",
    ),
    Step(
        action="go_to_full_assessment",
        source=("screening", "mitigation"),
        dest=("full_assessment",),
        by=(AUTHOR,),
        button="Go to the full assessment",
        explains="Next you add evidence, consultation and options, and say what happens to whom.",
        done="Went to the full assessment",
        event="went_to_full_assessment",
    ),
    Step(
        action="go_to_mitigation",
        source=("full_assessment",),
        dest=("mitigation",),
        by=(AUTHOR,),
        button="Go to mitigation",
        explains="Next you say what is done about each harm and each gap, and conclude.",
        done="Went to mitigation",
        event="went_to_mitigation",
    ),
)
