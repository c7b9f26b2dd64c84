"""Who writes: giving sections to others and having them back, handing over the authorship."""

from eia.assessments.case import Case
from eia.assessments.guards import needs
from eia.assessments.guards.audiences import AUTHORS, GIVEN, GIVERS, TAKEN_FROM, WRITERS
from eia.assessments.guards.local import LOCAL_GIVER, LOCAL_OWNER
from eia.assessments.guards.who import AUTHOR, CONTRIBUTOR, GIVER, SUCCESSOR
from eia.assessments.workflow.states import CHECKING, WRITING
from eia.workflow.table import Step

STEPS: tuple[Step[Case], ...] = (
    Step(
        action="give_sections",
        source=WRITING,
        by=(AUTHOR,),
        button="Give sections to somebody",
        explains="They can write in the sections you choose, until they hand them back. You answer for the whole.",
        done="Given",
        event="sections_given",
        tells=(GIVEN,),
        asks="give",
        subject="Please write: {title}",
        quiet=True,
        blind=True,
    ),
    Step(
        action="give_local_part",
        source=(*WRITING, "sign_off", "signed_off"),
        by=(LOCAL_OWNER,),
        button="Give your local remarks to somebody",
        explains="They can read all of it and write the local remarks of your organisation, until they hand them back.",
        done="Given",
        event="local_part_given",
        tells=(GIVEN,),
        asks="give_local",
        subject="Please write: {title}",
        quiet=True,
        blind=True,
    ),
    Step(
        action="hand_back_sections",
        source=(*WRITING, *CHECKING, "signed_off"),
        by=(CONTRIBUTOR,),
        button="Hand it back",
        explains="What you wrote stays. You can no longer change it unless it is given to you again.",
        done="Handed back",
        event="sections_handed_back",
        tells=(GIVERS,),
        asks="hand_back",
        subject="Handed back: {title}",
        blind=True,
    ),
    Step(
        action="take_back_sections",
        source=(*WRITING, *CHECKING, "signed_off"),
        by=(GIVER, LOCAL_GIVER),
        button="Take sections back",
        explains="What they wrote stays. They can no longer change it.",
        done="Taken back",
        event="sections_taken_back",
        tells=(TAKEN_FROM,),
        asks="take_back",
        subject="No longer yours to write: {title}",
        quiet=True,
        blind=True,
    ),
    Step(
        action="hand_over",
        source=(*WRITING, *CHECKING),
        by=(AUTHOR, SUCCESSOR),
        needs=(needs.no_signature_yet,),
        button="Hand over the authorship",
        explains="The person you choose becomes the author and answers for the whole. "
        "Whoever was the author stays on record as a contributor and can never sign it.",
        done="Handed over",
        event="handed_over",
        tells=(AUTHORS, WRITERS),
        asks="hand_over",
        subject="A new author: {title}",
        quiet=True,
        blind=True,
    ),
)
