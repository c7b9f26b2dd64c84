"""Many lists of rows in one statement, for whoever looks at a whole thing.

SQLAlchemy takes a quarter of a millisecond for a statement and the making of its objects is half of that. Here the
database answers one statement with the rows of each list as JSON, and the objects are made of that as SQLAlchemy makes
them: one for each row of the database in a session, and what a session knows already is not written over.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Enum,
    Integer,
    ScalarSelect,
    Select,
    String,
    Text,
    Time,
    bindparam,
    cast,
    inspect,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Mapper, RelationshipProperty, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.sql.sqltypes import JSON
from sqlalchemy.types import TypeEngine

from eia.db import Base, UTCDateTime

Read = Callable[[Any], Any]
"""From what stands in the JSON to what SQLAlchemy would have given."""


List = tuple[type[Base], ColumnElement[bool]]
"""The rows of a model for which this holds, said of its table."""
Columns = Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]
Plain = tuple[Columns, ColumnElement[bool]] | Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
"""The rows of some columns for which something holds, or of a query, as they are."""


class Rows(FunctionElement[str]):
    """The rows of a query as one JSON text: a list of lists."""

    name, type, inherit_cache = "rows", Text(), True


@compiles(Rows, "sqlite")
def _rows_on_sqlite(rows: Rows, compiler: Any, **more: Any) -> str:
    return f"json_group_array(json_array({compiler.process(rows.clauses, **more)}))"


@compiles(Rows, "postgresql")
def _rows_on_postgresql(rows: Rows, compiler: Any, **more: Any) -> str:
    columns = compiler.process(rows.clauses, **more)
    return f"CAST(coalesce(json_agg(json_build_array({columns})), '[]') AS TEXT)"


class Lists:
    """Lists by name; made once, read often."""

    def __init__(self, lists: Mapping[str, List], **plain: Plain) -> None:
        self._makers = {name: Maker(model) for name, (model, _) in lists.items()}
        asked = {name: (maker.columns, lists[name][1]) for name, maker in self._makers.items()} | plain
        self._names, self._statement = list(asked), select(*map(_as_rows, asked.values()))

    def read(self, session: Session, given: Mapping[str, object]) -> dict[str, list[Any]]:
        """Name -> the objects of that list, by id, with what they always carry; or the plain rows."""
        texts = session.execute(self._statement, given).one()
        found = {name: json.loads(text) for name, text in zip(self._names, texts, strict=True)}
        made = {name: maker.make(session, found[name]) for name, maker in self._makers.items()}
        _give_what_they_carry(session, [(maker, made[name]) for name, maker in self._makers.items()])
        return found | made


class Possible:
    """Queries of which most find nothing for most people: one statement says which would find something."""

    def __init__(self, **queries: Select[*tuple[Any, ...]]) -> None:
        self._statement = select(*(_any_of(query).label(name) for name, query in queries.items()))

    def read(self, session: Session, given: Mapping[str, object]) -> frozenset[str]:
        answers = session.execute(self._statement, given).one()._mapping
        return frozenset(name for name, there in answers.items() if there)


def _any_of(query: Select[*tuple[Any, ...]]) -> ColumnElement[bool]:
    """Of what the query gives first, the number alone; in no order, for one is enough."""
    mapper: Mapper[Any] = inspect(query.column_descriptions[0]["entity"])
    number = mapper.get_property_by_column(mapper.primary_key[0]).class_attribute
    return query.with_only_columns(number).order_by(None).limit(None).exists()


def _as_rows(asked: Plain) -> ScalarSelect[str]:
    if isinstance(asked, tuple):
        columns, where = asked
        return select(Rows(*columns)).where(where).scalar_subquery()
    return select(Rows(*asked.subquery().c)).scalar_subquery()


class Maker:
    """How the rows of one model become objects."""

    def __init__(self, model: type[Base]) -> None:
        self.mapper: Mapper[Any] = inspect(model)
        plain = [one for one in self.mapper.column_attrs if not one.deferred]
        plain.sort(key=lambda one: not one.columns[0].primary_key)
        if self.mapper.inherits or [one.name for one in self.mapper.primary_key] != [plain[0].key]:
            raise TypeError(f"{model.__name__} is not found by one number in one table")
        columns = [self.mapper.local_table.c[one.columns[0].name] for one in plain]
        self.columns = [cast(one, Text) if isinstance(one.type, JSON) else one for one in columns]
        self._keys = [one.key for one in plain]
        self._reads = [(place, read) for place, column in enumerate(columns) if (read := _reader(column.type))]
        self.carries = [_Carried(self.mapper, one) for one in self.mapper.relationships if _is_carried(one)]

    def make(self, session: Session, rows: list[list[Any]]) -> list[Any]:
        rows.sort(key=lambda row: row[0])
        for place, read in self._reads:
            for row in rows:
                if row[place] is not None:
                    row[place] = read(row[place])
        known, keys, of = session.identity_map, self._keys, self.mapper.class_
        made = []
        for row in rows:
            key = (of, (row[0],), None)
            one = known.get(key)
            if one is None:
                one = self._new(session, key, zip(keys, row, strict=True))
            elif missing := [place for place, name in enumerate(keys) if name not in one.__dict__]:
                _fill_in(one, {keys[place]: row[place] for place in missing})
            made.append(one)
        return made

    def _new(self, session: Session, key: Any, values: Iterable[tuple[str, Any]]) -> Any:
        """As `sqlalchemy.orm.loading` makes one."""
        made = self.mapper.class_manager.new_instance()
        state = instance_state(made)
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        made.__dict__.update(values)
        return made


def _fill_in(known: Any, values: dict[str, Any]) -> None:
    """What was forgotten of it, or never read. What it has stays: it may have been changed since."""
    state = instance_state(known)
    state.dict.update(values)
    state._commit(state.dict, values)


class _Carried:
    """What an object always carries: the person or organisation that one of its columns names."""

    def __init__(self, mapper: Mapper[Any], relation: RelationshipProperty[Any]) -> None:
        self.name, self.target = relation.key, relation.mapper
        (column,) = relation.local_columns
        self.column = mapper.get_property_by_column(column).key

    def key(self, number: int) -> Any:
        return (self.target.class_, (number,), None)


def _is_carried(relation: RelationshipProperty[Any]) -> bool:
    return relation.direction.name == "MANYTOONE" and relation.lazy == "joined"


def _give_what_they_carry(session: Session, lists: Iterable[tuple[Maker, Sequence[Any]]]) -> None:
    """In a statement for each model of which somebody is not known yet."""
    wanted = [
        (one, made, made.__dict__[one.column])
        for maker, objects in lists
        for one in maker.carries
        for made in objects
        if one.name not in made.__dict__
    ]
    known = {}
    missing: dict[Mapper[Any], set[int]] = {}
    for one, _, number in wanted:
        if number is not None and (key := one.key(number)) not in known:
            known[key] = session.identity_map.get(key)
            if known[key] is None or instance_state(known[key]).expired:
                missing.setdefault(one.target, set()).add(number)
    for mapper, numbers in missing.items():
        for found in session.scalars(_by_number(mapper), {"numbers": sorted(numbers)}).unique():
            known[mapper.class_, (found.id,), None] = found
    for one, made, number in wanted:
        made.__dict__[one.name] = None if number is None else known[one.key(number)]


_ASKED: dict[Mapper[Any], Select[Any]] = {}


def _by_number(mapper: Mapper[Any]) -> Select[Any]:
    if mapper not in _ASKED:
        (number,) = mapper.primary_key
        _ASKED[mapper] = select(mapper.class_).where(number.in_(bindparam("numbers", expanding=True)))
    return _ASKED[mapper]


def _reader(kind: TypeEngine[Any]) -> Read | None:
    """None for what JSON has itself."""
    for known, read in _READERS:
        if isinstance(kind, known):
            return read(kind) if read else None
    raise TypeError(f"no way to read {kind!r} from JSON")


def instant(text: str) -> datetime:
    """SQLite keeps UTC without saying so, PostgreSQL says the zone."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


_READERS: tuple[tuple[type[Any], Callable[[Any], Read] | None], ...] = (
    (UTCDateTime, lambda kind: instant),
    (Date, lambda kind: date.fromisoformat),
    (Time, lambda kind: time.fromisoformat),
    (Boolean, lambda kind: bool),
    (Enum, lambda kind: kind.enum_class),
    (JSON, lambda kind: json.loads),
    (Integer, None),
    (String, None),
)
