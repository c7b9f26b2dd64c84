"""What was opened, declared, decided and minuted, and packs."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "item_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("content_digest", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("quick_screen_id", sa.Integer(), nullable=True),
        sa.Column("override_id", sa.Integer(), nullable=True),
        sa.Column("regard", sa.Text(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_abstained", sa.Integer(), nullable=True),
        sa.Column("dissent", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("drift", sa.JSON(), nullable=False),
        sa.Column("drift_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("mark", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'departed' OR reasons <> ''", name=op.f("ck_item_decision_departs_for_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["item_decision.id"], name=op.f("fk_item_decision_corrects_id_item_decision")
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_item_decision_decider_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_decision_item_id_agenda_item")),
        sa.ForeignKeyConstraint(
            ["override_id"], ["gate_override.id"], name=op.f("fk_item_decision_override_id_gate_override")
        ),
        sa.ForeignKeyConstraint(
            ["quick_screen_id"], ["quick_screen.id"], name=op.f("fk_item_decision_quick_screen_id_quick_screen")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_item_decision_recorded_by_person")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["equality_statement.id"], name=op.f("fk_item_decision_statement_id_equality_statement")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_item_decision_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_decision")),
    )
    op.create_index("ix_item_decision_decided_at_id", "item_decision", ["decided_at", "id"], unique=False)
    op.create_index(op.f("ix_item_decision_item_id"), "item_decision", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_decision_version_id"), "item_decision", ["version_id"], unique=False)
    op.create_table(
        "decision_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["item_decision.id"], name=op.f("fk_decision_condition_decision_id_item_decision")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_decision_condition_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_condition")),
    )
    op.create_index(op.f("ix_decision_condition_decision_id"), "decision_condition", ["decision_id"], unique=False)
    op.create_index(op.f("ix_decision_condition_owner_id"), "decision_condition", ["owner_id"], unique=False)
    op.create_table(
        "paper_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_paper_opening_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["paper_id"], ["item_paper.id"], name=op.f("fk_paper_opening_paper_id_item_paper")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_opening_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_paper_opening_recorded_by_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_paper_opening_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_opening")),
    )
    op.create_index("ix_paper_opening_item_id_person_id", "paper_opening", ["item_id", "person_id"], unique=False)
    op.create_table(
        "regard_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("content_digest", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("quick_screen_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("said IN ('regard', 'abstains')", name=op.f("ck_regard_declaration_known_word")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_regard_declaration_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_regard_declaration_person_id_person")),
        sa.ForeignKeyConstraint(
            ["quick_screen_id"], ["quick_screen.id"], name=op.f("fk_regard_declaration_quick_screen_id_quick_screen")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_regard_declaration_recorded_by_person")),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["equality_statement.id"],
            name=op.f("fk_regard_declaration_statement_id_equality_statement"),
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_regard_declaration_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regard_declaration")),
    )
    op.create_index(op.f("ix_regard_declaration_item_id"), "regard_declaration", ["item_id"], unique=False)
    op.create_table(
        "minute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_minute_changed_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_minute_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minute_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute")),
        sa.UniqueConstraint("meeting_id", "item_id", name=op.f("uq_minute_meeting_id_item_id")),
    )
    op.create_index(op.f("ix_minute_meeting_id"), "minute", ["meeting_id"], unique=False)
    op.create_index(
        "uq_minute_of_the_meeting",
        "minute",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("item_id IS NULL"),
        postgresql_where=sa.text("item_id IS NULL"),
    )
    op.create_table(
        "signed_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_signed_minutes_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_minutes_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_signed_minutes_meeting_id")),
    )
    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("supplement", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("meeting_revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("of", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fault", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.Column("built_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("part IN ('open', 'restricted')", name=op.f("ck_pack_known_part")),
        sa.CheckConstraint("state IN ('asked', 'building', 'ready', 'failed')", name=op.f("ck_pack_known_state")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_pack_asked_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_pack_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
    )
    op.create_index(op.f("ix_pack_meeting_id"), "pack", ["meeting_id"], unique=False)
    op.create_table(
        "pack_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_pack_file_file_id_stored_file")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_pack_file_pack_id_pack")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_file")),
        sa.UniqueConstraint("pack_id", "format", name=op.f("uq_pack_file_pack_id_format")),
    )


def downgrade() -> None:
    op.drop_table("pack_file")
    op.drop_index(op.f("ix_pack_meeting_id"), table_name="pack")
    op.drop_table("pack")
    op.drop_table("signed_minutes")
    op.drop_index(
        "uq_minute_of_the_meeting",
        table_name="minute",
        sqlite_where=sa.text("item_id IS NULL"),
        postgresql_where=sa.text("item_id IS NULL"),
    )
    op.drop_index(op.f("ix_minute_meeting_id"), table_name="minute")
    op.drop_table("minute")
    op.drop_index(op.f("ix_regard_declaration_item_id"), table_name="regard_declaration")
    op.drop_table("regard_declaration")
    op.drop_index("ix_paper_opening_item_id_person_id", table_name="paper_opening")
    op.drop_table("paper_opening")
    op.drop_index(op.f("ix_decision_condition_owner_id"), table_name="decision_condition")
    op.drop_index(op.f("ix_decision_condition_decision_id"), table_name="decision_condition")
    op.drop_table("decision_condition")
    op.drop_index(op.f("ix_item_decision_version_id"), table_name="item_decision")
    op.drop_index(op.f("ix_item_decision_item_id"), table_name="item_decision")
    op.drop_index("ix_item_decision_decided_at_id", table_name="item_decision")
    op.drop_table("item_decision")
