"""Counts that are added to, never changed: the sum is right at every moment, whoever folds what meanwhile."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Text, create_engine, delete, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from eia import counting
from eia.counting import Counted
from eia.db import WRITE, prepare_engine
from tests.support.databases import empty_database


class Base(DeclarativeBase):
    pass


class Shelf(Counted, Base):
    """How many books there are of a colour that came on a day."""

    __tablename__ = "shelf"
    __table_args__ = counting.along("shelf", "colour", "came")

    colour: Mapped[str] = mapped_column(Text)
    came: Mapped[date]


class Book(Base):
    """What is counted."""

    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    colour: Mapped[str] = mapped_column(Text)
    came: Mapped[date]


DAYS = (date(2026, 11, 22), date(2026, 11, 23))
RED, BLUE = ("red", DAYS[0]), ("blue", DAYS[1])
TRUTH = select(Book.colour, Book.came, func.count()).group_by(Book.colour, Book.came)


@pytest.fixture
def shelves(engine_name: str, folder: Path) -> Iterator[Engine]:
    engine = create_engine(empty_database(engine_name, folder).owner_url)
    prepare_engine(engine)
    engine = engine.execution_options(**{WRITE: True})
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def sums(session: Session) -> dict[counting.Key, int]:
    query = select(Shelf.colour, Shelf.came, func.sum(Shelf.number)).group_by(Shelf.colour, Shelf.came)
    return {(colour, came): int(number) for colour, came, number in session.execute(query)}


def write(engine: Engine, work: Callable[[Session], object]) -> None:
    with Session(engine, info={WRITE: True}) as session:
        work(session)
        session.commit()


def test_a_folded_key_has_one_row_and_the_same_sum(shelves: Engine) -> None:
    with Session(shelves, info={WRITE: True}) as session:
        for changes in ({RED: 2, BLUE: 1}, {RED: -1}, {RED: 3, BLUE: -1}):
            counting.add(session, Shelf, changes)
        assert sums(session) == {RED: 4, BLUE: 0}
        assert counting.fold(session, Shelf) == 5
        assert sums(session) == {RED: 4}
        assert session.scalar(select(func.count()).select_from(Shelf)) == 1
        assert not counting.waits(session, Shelf)
        assert counting.fold(session, Shelf) == 0
        counting.add(session, Shelf, {RED: 1})
        assert counting.waits(session, Shelf)
        assert counting.fold(session, Shelf) == 2
        assert sums(session) == {RED: 5}


def test_folding_takes_so_many_at_once_and_comes_to_an_end(shelves: Engine) -> None:
    with Session(shelves, info={WRITE: True}) as session:
        for number in range(7):
            counting.add(session, Shelf, {(f"shade {number}", DAYS[0]): 1, RED: 1})
        rounds = 0
        while counting.fold(session, Shelf, 2):
            rounds += 1
        assert 3 <= rounds <= 7
        assert sums(session) == {(f"shade {number}", DAYS[0]): 1 for number in range(7)} | {RED: 7}
        assert session.scalar(select(func.count()).select_from(Shelf)) == 8


def test_what_is_lacking_is_told_and_added(shelves: Engine) -> None:
    with Session(shelves, info={WRITE: True}) as session:
        session.add_all([Book(colour="red", came=DAYS[0]), Book(colour="red", came=DAYS[0])])
        session.flush()
        counting.add(session, Shelf, {RED: 3, BLUE: 1})
        assert counting.wrong(session, Shelf, TRUTH) == [(BLUE, -1), (RED, -1)]
        assert counting.put_right(session, Shelf, TRUTH) == 2
        assert counting.wrong(session, Shelf, TRUTH) == []
        counting.fold(session, Shelf)
        assert sums(session) == {RED: 2}


BOOKS = st.lists(st.tuples(st.sampled_from(["red", "blue"]), st.sampled_from(DAYS)), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(BOOKS, BOOKS, st.booleans()), max_size=8))
def test_after_any_changes_the_sums_are_what_is_there(
    shelves: Engine, steps: list[tuple[list[counting.Key], list[counting.Key], bool]]
) -> None:
    with Session(shelves, info={WRITE: True}) as session:
        there: Counter[counting.Key] = Counter()
        session.execute(delete(Shelf))
        for come, leaving, folds in steps:
            gone = list((Counter(leaving) & there).elements())
            there += Counter(come)
            there -= Counter(gone)
            counting.add(session, Shelf, counting.change(gone, come))
            if folds:
                counting.fold(session, Shelf, 1)
            assert {key: number for key, number in sums(session).items() if number} == there


def test_who_adds_at_once_while_it_is_folded_loses_nothing(shelves: Engine) -> None:
    begin = Barrier(4)

    def adds() -> None:
        begin.wait()
        for _ in range(20):
            write(shelves, lambda session: counting.add(session, Shelf, {RED: 1, BLUE: 2}))

    def folds() -> None:
        begin.wait()
        for _ in range(20):
            write(shelves, lambda session: counting.fold(session, Shelf))

    threads = [Thread(target=work) for work in (adds, adds, folds, folds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with Session(shelves) as session:
        assert sums(session) == {RED: 40, BLUE: 80}


@pytest.mark.only_on("postgresql", because="on SQLite one writes after the other")
def test_two_who_add_to_the_same_do_not_wait_for_one_another(shelves: Engine) -> None:
    with Session(shelves, info={WRITE: True}) as one, Session(shelves, info={WRITE: True}) as other:
        counting.add(one, Shelf, {RED: 1})
        other.execute(select(func.set_config("lock_timeout", "2s", True)))
        counting.add(other, Shelf, {RED: 1})
        other.commit()
        one.commit()
        assert sums(one) == {RED: 2}
