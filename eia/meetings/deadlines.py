"""When papers are due: so many clear or working days before a meeting."""

from datetime import date, timedelta

from eia import clock
from eia.meetings.models import Body


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
