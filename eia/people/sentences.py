"""Words the trail and the pages of people share."""

from datetime import date

from eia.audit.record import SYSTEM, Actor
from eia.people.models import Appointment, Deputy, Leave, UnitHead
from eia.people.offices import Office
from eia.people.queries import Standings


def administrator(by: Standings | None) -> Actor:
    """The actor of what an administrator does; the service itself when the installation does it."""
    return SYSTEM if by is None else by.actor(by.standing(Office.ADMINISTRATOR, [by.organisation_id]))


def span(row: Appointment | Deputy | Leave | UnitHead) -> str:
    """“from 1 July 2026 until 3 December 2026”."""
    begins = f"from {in_words(row.from_day)}"
    return f"{begins} until {in_words(row.until_day)}" if row.until_day else begins


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
