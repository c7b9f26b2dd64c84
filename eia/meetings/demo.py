"""The bodies of the demonstration, from published pages. What no source says begins with `NOT_IN_SOURCE`.

The sources name the bodies and their papers; who sits in them, how papers are counted and when they meet is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.meetings.commands.bodies import add_body, seat
from eia.meetings.commands.calling import When, call_meetings
from eia.meetings.commands.items import add_item
from eia.meetings.commands.standing import accept_reason
from eia.meetings.models import Body, Meeting
from eia.people.models import Organisation, Person
from eia.people.queries import Standings, standings_of

NOT_IN_SOURCE = "Demonstration text, not in the source"
REASONS = (
    f"{NOT_IN_SOURCE}: the decision changes nothing for anybody",
    f"{NOT_IN_SOURCE}: the decision only carries out one that was assessed",
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A body, whose it is, and who sits in it by the names of their accounts; the first keeps it as its secretary."""

    name: str
    keeper: str
    secretary: str
    members: Mapping[str, str]
    with_others: tuple[str, ...] = ()
    decider: str = ""


BODIES = (
    Sitting(
        "Business Coordination Board",
        "CAMBSPCC",
        "Meeting secretary, Commissioner",
        {"Police and Crime Commissioner": "chair", "Meeting chair": "in_attendance", "HR lead": "in_attendance"},
        with_others=("CAMBS",),
        decider="Police and Crime Commissioner",
    ),
    Sitting(
        "Ethics, Equality and Inclusion Board",
        "CAMBS",
        "Meeting secretary",
        {
            "Meeting chair": "chair",
            "Approver, Cambridgeshire": "member",
            "HR lead": "member",
            "Equality adviser": "in_attendance",
        },
    ),
    Sitting(
        f"{NOT_IN_SOURCE}: joint board of the three forces",
        "CAMBS",
        "Meeting secretary",
        {
            "Meeting chair": "chair",
            "Approver, Cambridgeshire": "member",
            "Approver, Bedfordshire": "member",
            "Approver, Hertfordshire": "member",
        },
        with_others=("BEDS", "HERTS"),
    ),
)
AGENDA = (
    (
        "information",
        "Agenda Item 13.0 Appendix A: Equality objectives and key achievements",
        "Policy owner",
        "The five equality objectives 2021 to 2025, and what was achieved.",
        "",
    ),
    (
        "decision",
        "Proposed re-location of Parkside Police Station",
        "Second policy owner",
        f"{NOT_IN_SOURCE}: the External Scrutiny Group considered the proposal. Its papers say no more of it.",
        f"{NOT_IN_SOURCE}: agree to consult on the proposal.",
    ),
    (
        "decision",
        "Estate move: from the Mickle Trafford police base to a shared office in the village hall",
        "Second policy owner",
        "A shared office in the village hall very near by replaces the police base. Level access, parking, the police "
        "part on the ground floor; a sign with the days and times of surgeries; capital and revenue savings.",
        f"{NOT_IN_SOURCE}: agree to the move.",
    ),
)
"""Kind, title, author, report and recommendation of what stands before the Business Coordination Board."""


def make_meetings(session: Session, organisations: Mapping[str, Organisation]) -> Meeting:
    """Add the bodies as their secretaries would, and call the next meeting of the first."""
    people = {person.name: person for person in session.scalars(select(Person))}
    made = [_body(session, organisations, people, one) for one in BODIES]
    board, by = made[0], standings_of(session, people[BODIES[0].secretary])
    when = When(day=_next_thursday(), begins=time(14), ends=time(16, 30), place=f"{NOT_IN_SOURCE}: Headquarters")
    meeting = call_meetings(session, board.id, when, every="once", times=1, by=by).meetings[0]
    for kind, title, author, report, recommendation in AGENDA:
        add_item(
            session, meeting.id, kind=kind, title=title, author=people[author], report=report,
            recommendation=recommendation, by=by,
        )  # fmt: skip
    return meeting


def _body(
    session: Session, organisations: Mapping[str, Organisation], people: Mapping[str, Person], one: Sitting
) -> Body:
    by = standings_of(session, people[one.secretary])
    body = add_body(
        session, name=one.name, organisations=[organisations[code] for code in one.with_others],
        terms=f"{NOT_IN_SOURCE}: who sits in it, and how papers are counted.",
        decides="alone" if one.decider else "together", decider=people.get(one.decider),
        quorum=None if one.decider else 2, deadline_days=5, deadline_counts="clear_days", by=by,
    )  # fmt: skip
    _seat(session, body, people, {**one.members, one.secretary: "secretary"}, by)
    for words in REASONS:
        accept_reason(session, body.id, words=words, by=by)
    return body


def _seat(session: Session, body: Body, people: Mapping[str, Person], roles: Mapping[str, str], by: Standings) -> None:
    for name, role in roles.items():
        seat(session, body, people[name], role, from_day=clock.today(), until_day=None, by=by)


def _next_thursday() -> date:
    """The first Thursday in three weeks that is no bank holiday."""
    day = clock.today() + timedelta(days=21)
    while day.weekday() != 3 or clock.is_bank_holiday(day):
        day += timedelta(days=1)
    return day
