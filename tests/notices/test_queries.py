"""What is found in the outbox."""

from flask import Flask

from eia import clock
from eia.db import db
from eia.notices.models import Posting
from eia.notices.queries import need_a_person, notices_about, notices_of, notices_to, waiting
from tests.notices.conftest import Mailbox, Outbox


def test_the_notices_about_a_stream_are_found_with_their_people(app: Flask, outbox: Outbox) -> None:
    ada, grace = outbox.person(), outbox.person("Grace Hopper", "grace@force.example")
    outbox.queue(ada, grace, about="assessment:A")
    outbox.queue(ada, about="assessment:B")

    with app.app_context():
        found = notices_about(db.session(), "assessment:A")
        assert [notice.person.name for notice in found.notices] == ["Grace Hopper", "Ada Lovelace"]


def test_the_notices_to_a_person_come_newest_first(app: Flask, outbox: Outbox) -> None:
    ada, grace = outbox.person(), outbox.person("Grace Hopper", "grace@force.example")
    first, second = outbox.queue(ada)[0], outbox.queue(ada)[0]
    outbox.queue(grace)

    with app.app_context():
        assert [notice.id for notice in notices_to(db.session(), ada).notices] == [second, first]


def test_pages_of_fifty_follow_each_other_without_a_gap(app: Flask, outbox: Outbox) -> None:
    ada = outbox.person()
    queued = [notice for _ in range(51) for notice in outbox.queue(ada)]

    with app.app_context():
        first = notices_of(db.session(), {outbox.organisation_id})
        second = notices_of(db.session(), {outbox.organisation_id}, before=first.older)
        assert [n.id for n in (*first.notices, *second.notices)] == queued[::-1]
        assert (len(first.notices), second.older) == (50, None)


def test_the_queue_says_how_long_it_is_and_since_when(app: Flask, outbox: Outbox) -> None:
    before = clock.now()
    outbox.queue(outbox.person(), outbox.person("Grace Hopper", "grace@force.example"))

    with app.app_context():
        found = waiting(db.session())
    assert found.count == 2
    assert found.oldest is not None
    assert before <= found.oldest <= clock.now()


def test_an_empty_queue_has_no_oldest(app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    with app.app_context():
        found = waiting(db.session())
    assert (found.count, found.oldest) == (0, None)


def test_what_nobody_will_try_again_is_counted_for_a_person(app: Flask, outbox: Outbox) -> None:
    first, second, _ = (
        outbox.queue(outbox.person())
        + outbox.queue(outbox.person("B", "b@x"))
        + outbox.queue(outbox.person("C", "c@x"))
    )
    outbox.change(first, lambda notice: setattr(notice, "state", Posting.FAILED))
    outbox.change(second, lambda notice: setattr(notice, "state", Posting.PERHAPS_SENT))

    with app.app_context():
        assert need_a_person(db.session()) == 2
