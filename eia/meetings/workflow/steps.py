"""The steps of a meeting."""

from eia.meetings.case import MeetingCase
from eia.meetings.guards import needs
from eia.meetings.guards.who import CHAIRS, RUNS
from eia.workflow.table import Step

MEETING_STEPS: tuple[Step[MeetingCase], ...] = (
    Step(
        action="circulate",
        source=("drafted",),
        dest=("circulated",),
        by=(RUNS,),
        needs=(needs.somebody_chairs, needs.the_agenda_has_items, needs.the_day_is_to_come),
        button="Circulate the agenda",
        explains="Everybody who sits in the body is told, and can read the agenda and its papers.",
        done="Agenda circulated",
        event="agenda_circulated",
    ),
    Step(
        action="hold",
        source=("circulated",),
        dest=("held",),
        by=(RUNS,),
        needs=(needs.the_day_has_come,),
        button="Record that it was held",
        explains="Attendance, decisions and minutes are recorded from then on.",
        done="Held",
        event="meeting_held",
    ),
    Step(
        action="sign_minutes",
        source=("held",),
        dest=("minuted",),
        by=(CHAIRS,),
        button="Sign the minutes",
        explains="The minutes are fixed as they are now; nothing of them changes afterwards.",
        done="Minutes signed",
        event="minutes_signed",
    ),
    Step(
        action="adjourn",
        source=("circulated", "held"),
        dest=("adjourned",),
        by=(RUNS,),
        button="Adjourn",
        explains="The items that were not decided go on to another meeting with what is attached to them.",
        done="Adjourned",
        event="meeting_adjourned",
        asks="reason",
        quiet=True,
    ),
    Step(
        action="cancel",
        source=("drafted", "circulated"),
        dest=("cancelled",),
        by=(RUNS,),
        button="Cancel the meeting",
        explains="Everybody who sits in the body is told why.",
        done="Cancelled",
        event="meeting_cancelled",
        asks="reason",
        quiet=True,
    ),
)
