"""The rows of live decisions and how many there are, written with the lines of the register (`register/keeping.py`)."""

from collections.abc import Collection, Iterator
from operator import itemgetter

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from eia import counting
from eia.assessments.cumulative.touching import Row
from eia.assessments.models.cumulative import COUNTED_BY, LiveCount, LiveEffect
from eia.audit.verify import Finding
from eia.db import db, transaction

EFFECT = tuple(LiveEffect.__table__.columns)
OF = tuple(column.name for column in EFFECT)
_key = itemgetter(*map(OF.index, COUNTED_BY))


def write(session: Session, version_id: int, kept: Collection[object], made: set[Row]) -> None:
    """These are the rows of that version now, in place of those that were kept.

    What is counted is what is really taken away, whoever writes besides; where nothing was kept nothing is looked for,
    for of two who put in the same row one is refused.
    """
    those = delete(LiveEffect).where(LiveEffect.version_id == version_id).returning(*EFFECT)
    gone = session.execute(those).all() if kept else []
    if made:
        session.execute(insert(LiveEffect), [dict(zip(OF, row, strict=True)) for row in sorted(made)])
    counting.add(session, LiveCount, counting.change(map(_key, gone), map(_key, made)))


def there() -> Select[int]:
    """How many rows there are of each kind."""
    key = [LiveEffect.__table__.c[name] for name in COUNTED_BY]
    return select(*key, func.count().label("number")).group_by(*key)


def put_counts_right() -> int:
    """How many kinds had another number than there are. To look takes long, so nobody waits for it."""
    if not counting.wrong(db.session(), LiveCount, there()):
        return 0
    with transaction() as session:
        return counting.put_right(session, LiveCount, there())


def verify_counts(session: Session) -> Iterator[Finding]:
    """Of each kind as many are counted as there are."""
    for key, lacking in counting.wrong(session, LiveCount, there()):
        yield Finding(f"live:{'/'.join(map(str, key))}", f"counts {abs(lacking)} too {'few' if lacking > 0 else 'many'}"
                      ": eia register")  # fmt: skip
