"""Every trigger of both databases, in one place. What must never happen is refused here even to raw SQL.

`migrations/env.py` drops them before and creates them after every migration (Alembic's batch mode loses them on
SQLite without a word); the start refuses when one is missing. On PostgreSQL the triggers of signatures and
contributors lock the version row first, for two commits can race; on SQLite writers queue up already.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

WRITING = "('draft', 'screening', 'full_assessment', 'mitigation')"

APPEND_ONLY = {
    "audit_entry": ("id = NEW.id", "stream = NEW.stream AND sequence = NEW.sequence", "hash = NEW.hash"),
    "signature": ("id = NEW.id", "submission_id = NEW.submission_id AND organisation_id = NEW.organisation_id"),
    "signed_part": ("id = NEW.id",),
    "contributor": ("id = NEW.id",),
    "opinion": ("id = NEW.id",),
    "decision_record": ("id = NEW.id",),
    "action_progress": ("id = NEW.id",),
    "stored_framework": ("key = NEW.key",),
    "demonstration": ("id = NEW.id",),
}
"""Table -> what would be an insert over a row that is there (SQLite's INSERT OR REPLACE passes by delete triggers)."""

KEPT = ("audit_stream", "audit_payload", "version", "assessment", "submission", "adoption", "return_point")
"""Tables whose rows change but are never taken away."""

FROZEN = {
    "section": "version_id",
    "screening_cell": "version_id",
    "scope_item": "version_id",
    "evidence": "version_id",
    "gap": "version_id",
    "consultation": "version_id",
    "option": "version_id",
    "impact": "version_id",
    "mitigation": "version_id",
    "impact_aim": "impact_id",
    "impact_evidence": "impact_id",
}
"""Content, and the column that leads to its version: nothing of it changes once the version was sent."""

_WROTE = """
    EXISTS (SELECT 1 FROM contributor c WHERE c.version_id = {version} AND c.person_id IN ({people}))
 OR EXISTS (SELECT 1 FROM version v WHERE v.id = {version} AND v.author_id IN ({people}))
 OR EXISTS (SELECT 1 FROM submission s WHERE s.version_id = {version} AND s.submitted_by IN ({people}))
"""
_SIGNED_NOW = """
    EXISTS (SELECT 1 FROM signature g JOIN submission s ON s.id = g.submission_id
            JOIN version v ON v.id = s.version_id
            WHERE v.id = NEW.version_id AND s.round = v.round AND s.ended_as IN ('', 'signed'))
"""
_VERSION_OF_SIGNATURE = "(SELECT version_id FROM submission WHERE id = NEW.submission_id)"
_BLANKED = "NEW.salt IS NULL AND NEW.body IS NULL AND NEW.redacted_by IS NOT NULL AND NEW.entry_id = OLD.entry_id"
_LEADS_AND_SIGNS = """
    NEW.in_force AND NEW.office IN ({offices}) AND EXISTS (SELECT 1 FROM appointment a
    WHERE a.person_id = NEW.person_id AND a.id <> NEW.id AND a.in_force AND a.office IN ({others})
      AND (a.until_day IS NULL OR a.until_day >= NEW.from_day)
      AND (NEW.until_day IS NULL OR NEW.until_day >= a.from_day))
"""


@dataclass(frozen=True, slots=True)
class Trigger:
    """`refuses_when` is SQL over NEW and OLD; "" refuses always. `locks` is the id of a version to lock first."""

    name: str
    table: str
    event: str
    says: str
    refuses_when: str = ""
    locks: str = ""

    def sqlite(self) -> str:
        when = f"WHEN {self.refuses_when} " if self.refuses_when else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW {when}"
            f"BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
        )

    def postgresql(self) -> Iterator[str]:
        lock = f"PERFORM 1 FROM version WHERE id = {self.locks} FOR UPDATE;" if self.locks else ""
        refuse = f"RAISE EXCEPTION '{self.says}' USING ERRCODE = 'restrict_violation';"
        body = f"IF {self.refuses_when} THEN {refuse} END IF;" if self.refuses_when else refuse
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        result = "OLD" if self.event == "DELETE" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {lock} {body} RETURN {result}; END $$"
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )


def triggers(dialect: str) -> list[Trigger]:
    found = [*_append_only(dialect), *_kept(dialect), *_frozen(), *_signing(), *_trail(), *_offices()]
    return [trigger for trigger in found if dialect == "postgresql" or trigger.event != "TRUNCATE"]


def _append_only(dialect: str) -> Iterator[Trigger]:
    for table, keys in APPEND_ONLY.items():
        says = f"eia: rows of {table} are never changed or removed"
        for event in ("UPDATE", "DELETE", "TRUNCATE"):
            yield Trigger(f"{table}_no_{event.lower()}", table, event, says)
        if dialect == "sqlite":
            there = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in keys)
            yield Trigger(f"{table}_no_replace", table, "INSERT", says, there)


def _kept(dialect: str) -> Iterator[Trigger]:
    for table in KEPT:
        says = f"eia: rows of {table} are never removed"
        for event in ("DELETE", "TRUNCATE"):
            yield Trigger(f"{table}_no_{event.lower()}", table, event, says)
        if dialect == "sqlite":
            key = {"audit_stream": "name", "audit_payload": "entry_id"}.get(table, "id")
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
            yield Trigger(f"{table}_no_replace", table, "INSERT", says, there)


def _frozen() -> Iterator[Trigger]:
    says = "eia: this text was sent for checking and cannot change"
    for table, column in FROZEN.items():
        for event in ("INSERT", "UPDATE", "DELETE"):
            row = "OLD" if event == "DELETE" else "NEW"
            value = f"{row}.{column}"
            version = value if column == "version_id" else f"(SELECT version_id FROM impact WHERE id = {value})"
            when = f"COALESCE((SELECT state FROM version WHERE id = {version}), 'draft') NOT IN {WRITING}"
            yield Trigger(f"{table}_frozen_{event.lower()}", table, event, says, when)


def _signing() -> Iterator[Trigger]:
    people = "NEW.person_id, COALESCE(NEW.on_behalf_of_id, -1)"
    wrote = _WROTE.format(version=_VERSION_OF_SIGNATURE, people=people)
    says = "eia: author, contributors and submitter may not sign, nor their deputies for them"
    yield Trigger("signature_not_by_writer", "signature", "INSERT", says, wrote, _VERSION_OF_SIGNATURE)
    says = "eia: after a signature nobody becomes a contributor without a new round"
    yield Trigger("contributor_not_after_signature", "contributor", "INSERT", says, _SIGNED_NOW, "NEW.version_id")


def _trail() -> Iterator[Trigger]:
    says = "eia: a head moves on by one entry"
    moved = "NOT (NEW.name = OLD.name AND NEW.sequence = OLD.sequence + 1)"
    yield Trigger("audit_stream_moves_on", "audit_stream", "UPDATE", says, moved)
    says = "eia: details are only blanked, with the entry that records it"
    yield Trigger("audit_payload_only_blanked", "audit_payload", "UPDATE", says, f"NOT ({_BLANKED})")


def _offices() -> Iterator[Trigger]:
    signing, administrator = "'equality_adviser', 'approver'", "'administrator'"
    says = "eia: an administrator holds no office that signs"
    for event in ("INSERT", "UPDATE"):
        for name, offices, others in (("signing", signing, administrator), ("administrator", administrator, signing)):
            when = _LEADS_AND_SIGNS.format(offices=offices, others=others)
            if event == "INSERT":
                when = when.replace("a.id <> NEW.id AND ", "")
            yield Trigger(f"appointment_{name}_{event.lower()}", "appointment", event, says, when)


def install(connection: Connection) -> None:
    """Create every trigger anew."""
    drop(connection)
    dialect = connection.dialect.name
    for trigger in triggers(dialect):
        statements = [trigger.sqlite()] if dialect == "sqlite" else trigger.postgresql()
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))


def drop(connection: Connection) -> None:
    """Remove those that are there, also those of an older engine that no longer stand in this module."""
    for name, table in present(connection):
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def present(connection: Connection) -> set[tuple[str, str]]:
    """(name, table) of every trigger in the database."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    return {(row[0], row[1]) for row in connection.execute(text(query))}


def missing(connection: Connection) -> list[str]:
    """Names of triggers that should be there and are not."""
    there = {name for name, _ in present(connection)}
    return sorted(trigger.name for trigger in triggers(connection.dialect.name) if trigger.name not in there)
