"""Opinions of others who are asked by name. They are on record, and hold nobody up."""

from eia.assessments.case import Case
from eia.assessments.guards.audiences import ASKED, ASKERS, AUTHORS, CHECKERS, NOT_ASKED
from eia.assessments.guards.who import ASKER, AUTHOR, CLAIMING_ADVISER, CONSULTEE
from eia.assessments.workflow.states import CHECKING, WRITING
from eia.workflow.table import Step

STEPS: tuple[Step[Case], ...] = (
    Step(
        action="ask_opinion",
        source=(*WRITING, *CHECKING),
        by=(AUTHOR, CLAIMING_ADVISER),
        button="Ask somebody for an opinion",
        explains="A legal adviser, a staff association or another. What they say stays on the page to sign.",
        done="Asked for an opinion",
        event="opinion_asked",
        tells=(ASKED,),
        asks="ask_opinion",
        subject="Your opinion is asked: {title}",
        at_once=True,
        quiet=True,
        blind=True,
    ),
    Step(
        action="answer_opinion",
        source=(*WRITING, *CHECKING),
        by=(CONSULTEE,),
        button="Give your opinion on it",
        explains="It stands on record under your name, beside the adviser’s, for whoever signs.",
        done="Opinion given",
        event="consultee_answered",
        tells=(AUTHORS, ASKERS, CHECKERS),
        asks="answer_opinion",
        subject="An opinion was given: {title}",
        blind=True,
    ),
    Step(
        action="take_back_request",
        source=(*WRITING, *CHECKING),
        by=(ASKER,),
        button="Take back a request for an opinion",
        explains="They are not asked any more. That you asked, and why you took it back, stays on record.",
        done="Request taken back",
        event="opinion_request_taken_back",
        tells=(NOT_ASKED,),
        asks="take_back_request",
        subject="Your opinion is not asked any more: {title}",
        at_once=True,
        quiet=True,
        blind=True,
    ),
)
