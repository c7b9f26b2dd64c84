"""Old forms: what one said never changes, where a line was written stays, and what was brought in is never removed."""

from collections.abc import Iterator

from eia.triggers.trigger import Trigger

_WRITING = "('draft', 'screening', 'full_assessment', 'mitigation')"
_FORM = "(SELECT {column} FROM old_form WHERE id = {row}.form_id)"
_SAID = ("id", "form_id", "position", "kind", "text", "under", "prefix")
_FORM_SAID = ("id", "version_id", "file_id", "name", "count", "read_by", "read_at")


def of_old_forms(dialect: str) -> Iterator[Trigger]:
    says = "eia: what an old form said never changes"
    sent = (
        f"COALESCE((SELECT v.state FROM version v JOIN old_form f ON f.version_id = v.id WHERE f.id = OLD.form_id), "
        f"'draft') NOT IN {_WRITING}"
    )
    yield Trigger("old_form_line_stays", "old_form_line", "UPDATE", says, f"{_differs(_SAID)} OR OLD.written OR {sent}")
    brought = f"{_FORM.format(column='brought_at', row='OLD')} IS NOT NULL"
    yield Trigger("old_form_line_kept", "old_form_line", "DELETE", "eia: an old form is kept whole", brought)
    later = f"{_FORM.format(column='brought_at', row='NEW')} IS NOT NULL"
    yield Trigger("old_form_line_no_more", "old_form_line", "INSERT", "eia: an old form is kept whole", later)
    moved = f"{_differs(_FORM_SAID)} OR OLD.brought_at IS NOT NULL OR (OLD.digest <> '' AND OLD.digest <> NEW.digest)"
    yield Trigger("old_form_stays", "old_form", "UPDATE", says, moved)
    says = "eia: an old form that was brought in is kept"
    yield Trigger("old_form_kept", "old_form", "DELETE", says, "OLD.brought_at IS NOT NULL")
    for table in ("old_form", "old_form_line"):
        says = f"eia: rows of {table} are never removed at once"
        yield Trigger(f"{table}_no_truncate", table, "TRUNCATE", says)
        if dialect == "sqlite":
            there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
            yield Trigger(f"{table}_no_replace", table, "INSERT", f"eia: rows of {table} are never replaced", there)


def _differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
