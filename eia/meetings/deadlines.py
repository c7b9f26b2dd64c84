"""When papers are due: so many clear or working days before a meeting."""

from datetime import date, timedelta

from eia import clock
from eia.meetings.models import Body
from eia.meetings.models.bodies import COUNTS

COUNTED_BACK = 60
"""Papers are never due more days before a meeting than this."""
LEFT_OUT = {
    "clear_days": "Neither the day papers come in nor the day of the meeting counts, nor do weekends and the bank "
    "holidays of England.",
    "working_days": "The day of the meeting does not count, nor do weekends and the bank holidays of England.",
}
"""What is not counted, in words, for each way to count."""


def rule_in_words(body: Body) -> str:
    """“5 clear days before a meeting. Neither the day ...”"""
    if body.deadline_days == 0 and body.deadline_counts == "working_days":
        return "On the day of the meeting."
    words = COUNTS[body.deadline_counts]
    count = f"1 {words.removesuffix('s')}" if body.deadline_days == 1 else f"{body.deadline_days} {words}"
    return f"{count} before a meeting. {LEFT_OUT[body.deadline_counts]}"


def papers_due(body: Body, day: date) -> date:
    """The last day for papers of a meeting on that day, by the rule of its body."""
    return last_day(day, body.deadline_days, body.deadline_counts)


def last_day(day: date, count: int, counts: str) -> date:
    """So many days before `day`.

    Clear days leave out the day papers are sent and the day of the meeting; weekends and bank holidays of England
    count neither as clear nor as working days.
    """
    wanted = count + 1 if counts == "clear_days" else count
    due = day
    while wanted:
        due -= timedelta(days=1)
        wanted -= clock.is_working_day(due)
    return due
