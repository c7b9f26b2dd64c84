"""Whom a step of a meeting tells: ids of persons. Whoever left the service is never among them."""

from eia.meetings.case import MeetingCase
from eia.workflow.table import Audience


def _sitting(case: MeetingCase) -> set[int]:
    return {member.person_id for member in case.sitting} | case.deciding


def _authors(case: MeetingCase) -> set[int]:
    return {item.author_id for item in case.items if item.author.closed_at is None}


SITTING: Audience[MeetingCase] = Audience("everybody who sits in the body on that day, and whoever decides", _sitting)
AUTHORS: Audience[MeetingCase] = Audience("the authors of the reports on its agenda", _authors)
