"""What is never changed or removed: the trail, what was sent for checking, and who may sign it."""

from collections.abc import Iterator

from eia.triggers.trigger import Trigger

WRITING = "('draft', 'screening', 'full_assessment', 'mitigation')"

APPEND_ONLY = {
    "audit_entry": ("id = NEW.id", "stream = NEW.stream AND sequence = NEW.sequence"),
    "signature": (
        "id = NEW.id",
        "submission_id = NEW.submission_id AND organisation_id = NEW.organisation_id AND turn = NEW.turn"
        " AND ((stage = NEW.stage AND seat = NEW.seat) OR person_id = NEW.person_id)",
    ),
    "signed_part": (
        "id = NEW.id",
        "submission_id = NEW.submission_id AND organisation_id = NEW.organisation_id AND edition = NEW.edition",
    ),
    "owed_signature": (
        "id = NEW.id",
        "submission_id = NEW.submission_id AND organisation_id = NEW.organisation_id AND stage = NEW.stage"
        " AND office = NEW.office",
    ),
    "contributor": ("id = NEW.id",),
    "comment": ("id = NEW.id",),
    "correction": ("id = NEW.id", "version_id = NEW.version_id AND number = NEW.number"),
    "correction_objection": ("correction_id = NEW.correction_id",),
    "occasion": ("id = NEW.id",),
    "occasion_reopened": (
        "id = NEW.id",
        "occasion_id = NEW.occasion_id AND assessment_id = NEW.assessment_id",
    ),
    "mention": ("id = NEW.id",),
    "opinion": ("id = NEW.id",),
    "condition": ("id = NEW.id",),
    "adoption_withdrawal": ("id = NEW.id", "signature_id = NEW.signature_id"),
    "cover_loss": ("id = NEW.id", "cover_id = NEW.cover_id"),
    "local_check": ("id = NEW.id",),
    "recusal": ("id = NEW.id", "version_id = NEW.version_id AND person_id = NEW.person_id"),
    "section_verdict": ("id = NEW.id",),
    "opening": (
        "id = NEW.id",
        "person_id = NEW.person_id AND version_id = NEW.version_id AND revision = NEW.revision",
    ),
    "started_from": ("id = NEW.id", "version_id = NEW.version_id"),
    "started_from_past": ("id = NEW.id", "version_id = NEW.version_id"),
    "need_answer": ("id = NEW.id",),
    "decision_record": ("id = NEW.id",),
    "action_progress": ("id = NEW.id",),
    "link_opening": ("id = NEW.id",),
    "action_about": ("characteristic = NEW.characteristic AND mitigation_id = NEW.mitigation_id",),
    "stored_framework": ("key = NEW.key",),
    "demonstration": ("id = NEW.id",),
    "library_edition": ("id = NEW.id", "entry_id = NEW.entry_id AND number = NEW.number"),
    "library_file": ("id = NEW.id",),
    **dict.fromkeys(
        (
            "interest_declared", "equality_statement", "statement_sample", "quick_screen", "gate_override",
            "condition_note", "override_correction", "paper_opening", "regard_declaration", "item_decision",
            "decision_condition", "prepared_statement",
        ),
        ("id = NEW.id",),
    ),
    "decision_written": ("decision_id = NEW.decision_id AND record_id = NEW.record_id",),
    "minute_edition": ("minute_id = NEW.minute_id AND revision = NEW.revision",),
    "signed_minutes": ("id = NEW.id", "meeting_id = NEW.meeting_id"),
    "count_edition": ("id = NEW.id", "process_id = NEW.process_id AND number = NEW.number"),
    "count_sheet": ("id = NEW.id",),
    "result_run": ("id = NEW.id", "process_id = NEW.process_id AND edition = NEW.edition"),
    "result_table": ("id = NEW.id", "run_id = NEW.run_id AND position = NEW.position"),
    "figures_opening": (
        "id = NEW.id",
        "process_id = NEW.process_id AND person_id = NEW.person_id AND day = NEW.day",
    ),
    "release_preview": ("id = NEW.id",),
    "release_content": ("id = NEW.id", "preview_id = NEW.preview_id"),
    "release_table": ("id = NEW.id", "content_id = NEW.content_id AND position = NEW.position"),
    "promotion_release": (
        "id = NEW.id",
        "process_id = NEW.process_id AND number = NEW.number",
        "content_id = NEW.content_id",
    ),
    "release_withdrawal": ("id = NEW.id", "release_id = NEW.release_id"),
    "release_report": ("id = NEW.id", "release_id = NEW.release_id"),
    "rate_edition": ("id = NEW.id", "table_id = NEW.table_id AND number = NEW.number"),
    "rate_opening": (
        "id = NEW.id",
        "edition_id = NEW.edition_id AND person_id = NEW.person_id AND day = NEW.day",
    ),
    "share_edition": ("id = NEW.id", "table_id = NEW.table_id AND number = NEW.number"),
}  # fmt: skip
"""Table -> what would be an insert over a row that is there (SQLite's INSERT OR REPLACE passes by delete triggers)."""

KEPT = (
    "audit_stream", "audit_payload", "version", "assessment", "submission", "adoption", "return_point", "assignment",
    "outside_link", "outside_comment", "action_standing", "condition_standing",
    "calendar_link", "consultee_opinion",
    "template",
    "library_entry", "past_assessment",
    "body", "body_member", "not_needed_reason", "meeting", "agenda_item", "item_paper",
    "promotion_process", "rate_table", "share_table",
)  # fmt: skip
"""Tables whose rows change but are never taken away."""
KEYS = {"audit_stream": "name", "audit_payload": "entry_id", "action_standing": "mitigation_id",
        "condition_standing": "condition_id"}  # fmt: skip

FROZEN = {
    "section": "version_id",
    "screening_cell": "version_id",
    "cover": "version_id",
    "scope_item": "version_id",
    "evidence": "version_id",
    "gap": "version_id",
    "consultation": "version_id",
    "raised_point": "version_id",
    "option": "version_id",
    "impact": "version_id",
    "mitigation": "version_id",
    "impact_aim": "impact_id",
    "impact_evidence": "impact_id",
    "evidence_file": "evidence_id",
}
"""Content, and the column that leads to its version: nothing of it changes once the version was sent."""

AMENDED = ("local_part",)
"""Content of one organisation: it changes until that organisation has answered."""

_TAKES_UP_A_CONDITION = """EXISTS (
    SELECT 1 FROM condition c JOIN submission s ON s.id = c.submission_id JOIN version v ON v.id = s.version_id
    WHERE c.id = NEW.condition_id AND s.ended_as = 'signed'
    AND v.assessment_id = (SELECT assessment_id FROM version WHERE id = NEW.version_id)
    AND c.what = NEW.what AND c.owner_id = NEW.owner_id AND c.due = NEW.due)"""
_LOCAL_IS_FROZEN = f"""
    NOT EXISTS (
        SELECT 1 FROM version v WHERE v.id = {{row}}.version_id AND (v.state IN {WRITING}
        OR (v.state = 'sign_off' AND EXISTS (
            SELECT 1 FROM adoption a WHERE a.version_id = v.id AND a.round = v.round
            AND a.organisation_id = {{row}}.organisation_id AND a.status = 'pending'))
        OR (v.state = 'signed_off' AND NOT EXISTS (
            SELECT 1 FROM adoption a WHERE a.version_id = v.id AND a.round = v.round
            AND a.organisation_id = {{row}}.organisation_id AND a.status IN ('signed', 'signing')))))
"""
_OWNED_BY_ANOTHER = """
    ((NEW.owner_id <> OLD.owner_id OR NEW.organisation_id <> OLD.organisation_id) AND NOT EXISTS (
        SELECT 1 FROM action_progress n JOIN person p ON p.id = n.handed_to
        WHERE n.id = NEW.last_note_id AND n.mitigation_id = NEW.mitigation_id AND p.id = NEW.owner_id
        AND p.organisation_id = NEW.organisation_id))
"""
_BLANKED = "NEW.salt IS NULL AND NEW.body IS NULL AND NEW.redacted_by IS NOT NULL AND NEW.entry_id = OLD.entry_id"


def of_records(dialect: str) -> Iterator[Trigger]:
    yield from _append_only(dialect)
    yield from _kept(dialect)
    yield from _frozen()
    yield from _local_parts()
    yield from _writing()
    yield from _trail()
    yield from _outside()
    yield from _actions()
    yield from _consultees()
    yield from _files(dialect)


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
            key = KEYS.get(table, "id")
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
            yield Trigger(f"{table}_no_replace", table, "INSERT", says, there)


def _frozen() -> Iterator[Trigger]:
    says = "eia: this text was sent for checking and cannot change"
    for table, column in FROZEN.items():
        for event in ("INSERT", "UPDATE", "DELETE"):
            rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[event]
            when = " OR ".join(_is_sent(f"{row}.{column}") for row in rows)
            if (table, event) == ("mitigation", "INSERT"):
                when = f"{when} AND NOT {_TAKES_UP_A_CONDITION}"
            yield Trigger(f"{table}_frozen_{event.lower()}", table, event, says, when)


def _local_parts() -> Iterator[Trigger]:
    """An organisation's own part changes until it has answered; of a signed version until it adopts it."""
    says = "eia: this local part was sent or signed and cannot change"
    for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        answered = _LOCAL_IS_FROZEN.format(row=row)
        moved = "OLD.version_id <> NEW.version_id OR OLD.organisation_id <> NEW.organisation_id OR "
        when = (moved if event == "UPDATE" else "") + answered
        yield Trigger(f"local_part_frozen_{event.lower()}", "local_part", event, says, when)


def _is_sent(value: str) -> str:
    """SQL for whether the version that this column leads to is out of its author's hands."""
    parent = value.partition(".")[2].removesuffix("_id")
    version = value if parent == "version" else f"(SELECT version_id FROM {parent} WHERE id = {value})"
    return f"COALESCE((SELECT state FROM version WHERE id = {version}), 'draft') NOT IN {WRITING}"


def _writing() -> Iterator[Trigger]:
    """Whose text it is: a former author stays a contributor; what was given is ended once and else never changed."""
    says = "eia: an author, former or new, is a contributor for good"
    wrote = "EXISTS (SELECT 1 FROM contributor c WHERE c.version_id = NEW.id AND c.person_id = {})"
    both = f"{wrote.format('OLD.author_id')} AND {wrote.format('NEW.author_id')}"
    yield Trigger("version_author_stays", "version", "UPDATE", says, f"NEW.author_id <> OLD.author_id AND NOT ({both})")
    says = "eia: a version that was sent keeps its second language"
    changed = f"{_differs('second_language')} AND OLD.state NOT IN {WRITING}"
    yield Trigger("version_language_stays", "version", "UPDATE", says, changed)
    says = "eia: a section that was given is handed back once"
    same = " AND ".join(f"NEW.{c} = OLD.{c}" for c in ("id", "version_id", "section", "person_id", "given_by", "note"))
    yield Trigger("assignment_ends_once", "assignment", "UPDATE", says, f"NOT ({same} AND OLD.ended_at IS NULL)")


def _trail() -> Iterator[Trigger]:
    says = "eia: a head moves on by one entry"
    moved = "NOT (NEW.name = OLD.name AND NEW.sequence = OLD.sequence + 1)"
    yield Trigger("audit_stream_moves_on", "audit_stream", "UPDATE", says, moved)
    says = "eia: details are only blanked, with the entry that records it"
    yield Trigger("audit_payload_only_blanked", "audit_payload", "UPDATE", says, f"NOT ({_BLANKED})")


def _outside() -> Iterator[Trigger]:
    """A link is only revoked, once; what a reader outside wrote is only answered."""
    says = "eia: a link for readers outside is only revoked"
    changed = _differs("version_id", "group_name", "token_digest", "parts", "until_day", "made_by", "made_at")
    changed += " OR OLD.revoked_at IS NOT NULL"
    yield Trigger("outside_link_only_revoked", "outside_link", "UPDATE", says, changed)
    says = "eia: what a reader outside wrote never changes"
    changed = _differs("version_id", "link_id", "name", "section", "words", "written_at")
    changed += " OR OLD.status <> 'waiting'"
    yield Trigger("outside_comment_only_answered", "outside_comment", "UPDATE", says, changed)


def _actions() -> Iterator[Trigger]:
    says = "eia: where an action stands changes only with a note on it"
    noted = "NEW.revision = OLD.revision + 1 AND COALESCE(NEW.last_note_id, 0) > COALESCE(OLD.last_note_id, 0)"
    changed = f"NOT ({noted}) OR {_differs('mitigation_id', 'version_id', 'lead_id', 'due')} OR {_OWNED_BY_ANOTHER}"
    yield Trigger("action_standing_only_noted", "action_standing", "UPDATE", says, changed)


def _consultees() -> Iterator[Trigger]:
    """An opinion is asked for once, and given or taken back once."""
    says = "eia: an opinion that was given, or is not asked any more, never changes"
    changed = _differs("version_id", "person_id", "capacity", "question", "asked_by", "asked_at")
    changed += " OR OLD.answered_at IS NOT NULL OR OLD.taken_back_at IS NOT NULL"
    yield Trigger("consultee_opinion_only_given", "consultee_opinion", "UPDATE", says, changed)


def _differs(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)


def _files(dialect: str) -> Iterator[Trigger]:
    """What a file must be is never changed; the row of one that nothing uses any more may go."""
    yield Trigger("stored_file_no_update", "stored_file", "UPDATE", "eia: what a file must be is never changed")
    if dialect == "sqlite":
        there = "EXISTS (SELECT 1 FROM stored_file WHERE id = NEW.id OR place = NEW.place)"
        says = "eia: rows of stored_file are never replaced"
        yield Trigger("stored_file_no_replace", "stored_file", "INSERT", says, there)
