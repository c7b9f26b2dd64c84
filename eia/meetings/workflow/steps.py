"""The steps of a meeting."""

from eia.meetings.case import MeetingCase
from eia.meetings.guards import needs
from eia.meetings.guards.audiences import AUTHORS, SITTING
from eia.meetings.guards.who import CHAIRS, RUNS
from eia.workflow.table import Step

MEETING_STEPS: tuple[Step[MeetingCase], ...] = (
    Step(
        action="circulate",
        source=("drafted",),
        dest=("circulated",),
        by=(RUNS,),
        needs=(
            needs.somebody_chairs,
            needs.the_agenda_has_items,
            needs.the_day_is_to_come,
            needs.it_is_said_where,
        ),
        button="Circulate the agenda",
        explains="Those who sit in the body can read the agenda and its papers from then on; restricted items stay so. "
        "The pack is built by itself.",
        done="Agenda circulated",
        event="agenda_circulated",
        tells=(SITTING, AUTHORS),
        subject="Agenda: {title}",
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
        needs=(needs.everybody_is_accounted_for, needs.every_item_is_settled),
        button="Sign the minutes",
        explains="The minutes are fixed as they are now; nothing of them changes afterwards.",
        done="Minutes signed",
        event="minutes_signed",
        tells=(SITTING, AUTHORS),
        subject="Minutes signed: {title}",
    ),
    Step(
        action="adjourn",
        source=("circulated", "held"),
        dest=("adjourned",),
        by=(RUNS,),
        button="Adjourn",
        explains="What was not decided goes on to the next meeting. If none is called yet, put it off once one is.",
        done="Adjourned",
        event="meeting_adjourned",
        tells=(SITTING, AUTHORS),
        subject="Adjourned: {title}",
        at_once=True,
        asks="reason",
        quiet=True,
    ),
    Step(
        action="cancel",
        source=("drafted", "circulated"),
        dest=("cancelled",),
        by=(RUNS,),
        button="Cancel the meeting",
        explains="It does not take place. The meeting stays on record with the reason.",
        done="Cancelled",
        event="meeting_cancelled",
        tells=(SITTING, AUTHORS),
        subject="Cancelled: {title}",
        at_once=True,
        asks="reason",
        quiet=True,
    ),
)
