"""The index of SQLite follows the words of `search_text` by triggers; PostgreSQL keeps its own by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

_TAKE_OUT = "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', OLD.version_id, OLD.words);"
_PUT_IN = "INSERT INTO search_index (rowid, words) VALUES (NEW.version_id, NEW.words);"


@dataclass(frozen=True, slots=True)
class Follows:
    """A trigger that does something, where others refuse."""

    name: str
    event: str
    does: str
    table: str = "search_text"

    def statements(self, dialect: str) -> list[str]:
        return [self.written(dialect)]

    def written(self, dialect: str) -> str:
        return f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} FOR EACH ROW BEGIN {self.does} END"


def of_search(dialect: str) -> Iterator[Follows]:
    if dialect == "sqlite":
        yield Follows("search_text_put_in", "INSERT", _PUT_IN)
        yield Follows("search_text_changed", "UPDATE", f"{_TAKE_OUT} {_PUT_IN}")
        yield Follows("search_text_taken_out", "DELETE", _TAKE_OUT)
