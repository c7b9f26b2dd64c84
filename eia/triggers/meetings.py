"""What is refused of decisions and minutes: a decision on what no longer stands without its mark, a signed minute."""

from collections.abc import Iterator

from eia.triggers.trigger import Trigger

_STANDS_NO_MORE = """NEW.version_id IS NOT NULL AND NEW.mark = '' AND (
    COALESCE((SELECT state FROM version WHERE id = NEW.version_id), '') NOT IN ('signed_off', 'screened_out', 'stopped')
 OR EXISTS (SELECT 1 FROM version v JOIN version c ON c.assessment_id = v.assessment_id AND c.number > v.number
            WHERE v.id = NEW.version_id AND c.challenges
            AND c.state NOT IN ('signed_off', 'screened_out', 'stopped', 'withdrawn', 'superseded')))
"""
_SIGNED = "EXISTS (SELECT 1 FROM signed_minutes s WHERE s.meeting_id = {row}.meeting_id)"


def of_meetings(dialect: str) -> Iterator[Trigger]:
    says = "eia: a decision on a version that no longer stands carries the mark of it"
    yield Trigger("item_decision_marked", "item_decision", "INSERT", says, _STANDS_NO_MORE, "NEW.version_id")
    says = "eia: signed minutes are never changed"
    for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        signed = _SIGNED.format(row=row)
        yield Trigger(f"minute_not_after_signing_{event.lower()}", "minute", event, says, signed)
