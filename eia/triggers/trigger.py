"""One trigger, in the words of both databases."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """`refuses_when` is SQL over NEW and OLD; "" refuses always. `locks` is the id of a row of
    `locks_in` to lock first on PostgreSQL, for two commits that are each right can be wrong together.
    """

    name: str
    table: str
    event: str
    says: str
    refuses_when: str = ""
    locks: str = ""
    locks_in: str = "version"

    def statements(self, dialect: str) -> list[str]:
        """What creates it."""
        return [self.sqlite()] if dialect == "sqlite" else [*self.postgresql()]

    def sqlite(self) -> str:
        when = f"WHEN {self.refuses_when} " if self.refuses_when else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW {when}"
            f"BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
        )

    def postgresql(self) -> Iterator[str]:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        yield f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $${self.body()}$$"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )

    def body(self) -> str:
        """What the function does on PostgreSQL."""
        lock = f"PERFORM 1 FROM {self.locks_in} WHERE id = {self.locks} FOR UPDATE;" if self.locks else ""
        refuse = f"RAISE EXCEPTION '{self.says}' USING ERRCODE = 'restrict_violation';"
        decide = f"IF {self.refuses_when} THEN {refuse} END IF;" if self.refuses_when else refuse
        return f" BEGIN {lock} {decide} RETURN {'OLD' if self.event == 'DELETE' else 'NEW'}; END "

    def written(self, dialect: str) -> str:
        """How the database says it back: the statement, on PostgreSQL with the body of its function."""
        return self.sqlite() if dialect == "sqlite" else f"{[*self.postgresql()][-1]}{self.body()}"
