"""What the people are called whom live decisions touch, in any law that was used here."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.frameworks.models import StoredFramework
from eia.frameworks.shape import Framework, UnknownKey
from eia.frameworks.store import framework_of


def frameworks_in_use(session: Session) -> list[Framework]:
    used = session.execute(select(StoredFramework.key, StoredFramework.digest).order_by(StoredFramework.key)).all()
    return [framework_of(session, key, digest) for key, digest in used]


def people_of(session: Session, about: str, population: str) -> tuple[str, str] | None:
    """What these people are called: ("Age and sex", "staff"); None when no framework in use knows them."""
    for framework in frameworks_in_use(session):
        with suppress(UnknownKey):
            return _titled(about, framework), framework.population(population).who
    return None


def words_of(about: str, frameworks: Sequence[Framework]) -> str:
    for framework in frameworks:
        with suppress(UnknownKey):
            return _titled(about, framework)
    return about


def _titled(about: str, framework: Framework) -> str:
    titles = [
        framework.local_group(key.removeprefix("local:")).title
        if key.startswith("local:")
        else framework.characteristic(key).in_sentence
        for key in about.split("+")
    ]
    words = " and ".join(titles)
    return words[:1].upper() + words[1:]
