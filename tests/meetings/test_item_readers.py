"""The golden table of who reads an item, and how much of it: in a draft, once it is out, between meetings."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from eia.db import transaction
from eia.errors import NotFound
from eia.meetings.commands.items import ItemText, add_between
from eia.meetings.models import AgendaItem, Body
from eia.meetings.queries import item_for
from eia.meetings.readers import Part
from eia.people.models import Person
from tests.support import golden
from tests.support.meetings import make_meeting, take_at
from tests.support.staff import Staff, acting, make_staff


def words(session: Session, item_id: int, person_id: int) -> str:
    try:
        read = item_for(session, item_id, acting(session, person_id))
    except NotFound:
        return "404"
    if not read.shows:
        return "that it is restricted"
    if read.shows_legal:
        return "it, who opened what, and legal advice"
    return "it, and who opened what" if read.part >= Part.RESTRICTED else "it"


def lines(session: Session, item_id: int, everybody: dict[str, Staff]) -> Iterator[str]:
    heard: dict[str, list[str]] = {}
    for whose, staff in everybody.items():
        for part, person_id in staff.people.items():
            heard.setdefault(words(session, item_id, person_id), []).append(f"{whose} {part}")
    yield from (f"  {said}: {', '.join(names)}" for said, names in sorted(heard.items()))
    session.rollback()


@pytest.mark.only_on("sqlite", because="the expression runs on both in the tests of readers")
def test_who_reads_an_item_is_as_written(database: Session) -> None:
    keeper, partner, stranger = make_staff(), make_staff(), make_staff()
    sat = make_meeting(keeper, partner)
    with transaction() as session:
        author, by = session.get_one(Person, keeper["owner"]), acting(session, keeper["secretary"])
        text = ItemText(kind="decision", title="Between", author=author)
        between = add_between(session, session.get_one(Body, sat.body_id), text, between="officer", by=by).id
    everybody = {"keeper's": keeper, "partner's": partner, "stranger's": stranger}
    drawn: list[str] = []
    for stage in ("while its meeting is drafted", "once the agenda is out", "between meetings, not decided yet"):
        if stage.startswith("once"):
            take_at(sat, "circulate", keeper["secretary"])
        item_id = between if stage.startswith("between") else sat.item_id
        for restricted in (False, True):
            with transaction() as session:
                item = session.get_one(AgendaItem, item_id)
                item.restricted, item.restricted_reason = restricted, "Names a person." if restricted else ""
            drawn.append(f"{'A restricted' if restricted else 'An open'} item, {stage}")
            drawn += lines(database, item_id, everybody)
    heading = "Who reads an agenda item of a body of two organisations; its report author is keeper's owner."
    golden.compare("items.txt", heading, drawn)
