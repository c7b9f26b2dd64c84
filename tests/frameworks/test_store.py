"""A framework goes into the database at its first use and is read from there ever after."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.clock import now
from eia.db import transaction
from eia.errors import NotFound, Refused
from eia.frameworks.loader import load, shipped
from eia.frameworks.models import StoredFramework
from eia.frameworks.shape import Framework
from eia.frameworks.store import keep, stored, use
from tests.frameworks.small import SMALL

ACT = "equality_act_2010.v1"


@pytest.fixture
def small(code: str) -> Framework:
    """A framework no other test uses."""
    return load(SMALL.replace('key = "small"', f'key = "small_{code.lower()}"', 1).encode())


def test_the_bytes_are_kept_at_first_use(database: Session) -> None:
    with transaction() as session:
        row = use(session, ACT)
        assert (row.content, row.digest) == (shipped()[ACT].content, shipped()[ACT].digest)


def test_a_second_use_keeps_the_first_row(database: Session) -> None:
    with transaction() as session:
        first = use(session, ACT).first_used_at
    with transaction() as session:
        assert use(session, ACT).first_used_at == first
        assert session.scalar(select(func.count()).where(StoredFramework.key == ACT)) == 1


def test_a_used_file_that_was_edited_is_refused(database: Session, small: Framework) -> None:
    with transaction() as session:
        keep(session, small)
    with transaction() as session, pytest.raises(Refused) as refusal:
        keep(session, replace(small, digest="0" * 64))
    assert "A used file is never edited: put the old file back" in str(refusal.value)
    assert f"{small.key}.v2.toml" in str(refusal.value)


def test_a_framework_is_read_from_the_bytes_in_the_database(database: Session, small: Framework) -> None:
    with transaction() as session:
        keep(session, small)
    assert stored(database, small.id) == small
    assert stored(database, small.id) is stored(database, small.id)


def test_bytes_changed_by_hand_are_not_believed(database: Session, small: Framework) -> None:
    changed = small.content.replace(b"Think first.", b"Think last.")
    with transaction() as session:
        session.add(StoredFramework(key=small.id, digest="f" * 64, content=changed, first_used_at=now()))
    with pytest.raises(Refused, match="changed by hand"):
        stored(database, small.id)


def test_a_framework_nobody_ships_cannot_be_used(database: Session) -> None:
    with transaction() as session, pytest.raises(NotFound, match=r"no framework called “nobody\.v1”"):
        use(session, "nobody.v1")


def test_a_framework_nobody_used_is_not_in_the_database(database: Session) -> None:
    with pytest.raises(NotFound, match=r"has used a framework called “nobody\.v1”"):
        stored(database, "nobody.v1")
