"""Items of an agenda, their papers and their equality statements."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subject.id"], name=op.f("fk_decision_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("between", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("recommendation", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("legal_advice", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("restricted_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("is_equality", sa.Boolean(), nullable=False),
        sa.Column("supplement", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("late_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('decision', 'action', 'information')", name=op.f("ck_agenda_item_known_kind")),
        sa.CheckConstraint(
            "restricted = (restricted_reason <> '')", name=op.f("ck_agenda_item_restricted_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_agenda_item_author_id_person")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_agenda_item_body_id_body")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_agenda_item_created_by_person")),
        sa.ForeignKeyConstraint(["follows_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_follows_id_agenda_item")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_agenda_item_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_author_id"), "agenda_item", ["author_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_body_id"), "agenda_item", ["body_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_follows_id"), "agenda_item", ["follows_id"], unique=False)
    op.create_index("ix_agenda_item_meeting_id_position", "agenda_item", ["meeting_id", "position"], unique=False)
    op.create_index(op.f("ix_agenda_item_subject_id"), "agenda_item", ["subject_id"], unique=False)
    op.create_table(
        "item_organisation",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_organisation_item_id_agenda_item")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_item_organisation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("item_id", "organisation_id", name=op.f("pk_item_organisation")),
    )
    op.create_index(
        op.f("ix_item_organisation_organisation_id"), "item_organisation", ["organisation_id"], unique=False
    )
    op.create_table(
        "item_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("supplement", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("late_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_item_paper_added_by_person")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_item_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_paper_item_id_agenda_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_paper")),
    )
    op.create_index(op.f("ix_item_paper_file_id"), "item_paper", ["file_id"], unique=False)
    op.create_index(op.f("ix_item_paper_item_id"), "item_paper", ["item_id"], unique=False)
    op.create_table(
        "equality_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("because", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("content_digest", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'not_needed' AND reason_id IS NOT NULL AND version_id IS NULL) OR (kind IN ('screened_out', 'full') AND version_id IS NOT NULL AND content_digest <> '')",
            name=op.f("ck_equality_statement_not_needed_or_pinned"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_equality_statement_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["not_needed_reason.id"], name=op.f("fk_equality_statement_reason_id_not_needed_reason")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_equality_statement_signed_by_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_equality_statement_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_statement")),
    )
    op.create_index(op.f("ix_equality_statement_item_id"), "equality_statement", ["item_id"], unique=False)
    op.create_index(op.f("ix_equality_statement_version_id"), "equality_statement", ["version_id"], unique=False)
    op.create_table(
        "statement_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_statement_sample_adviser_id_person")),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["equality_statement.id"],
            name=op.f("fk_statement_sample_statement_id_equality_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_sample")),
    )
    op.create_index(op.f("ix_statement_sample_statement_id"), "statement_sample", ["statement_id"], unique=False)
    op.create_table(
        "quick_screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("framework", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("who_is_hurt", sa.Text(), nullable=False),
        sa.Column("how_badly", sa.Text(), nullable=False),
        sa.Column("what_is_done", sa.Text(), nullable=False),
        sa.Column("why_now", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("regard", sa.Text(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=False),
        sa.Column("completed_by", sa.Integer(), nullable=False),
        sa.Column("completed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["completed_by"], ["person.id"], name=op.f("fk_quick_screen_completed_by_person")),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_quick_screen_decider_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_quick_screen_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_quick_screen_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_screen")),
    )
    op.create_index(op.f("ix_quick_screen_item_id"), "quick_screen", ["item_id"], unique=False)
    op.create_index(op.f("ix_quick_screen_owner_id"), "quick_screen", ["owner_id"], unique=False)
    op.create_table(
        "gate_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_gate_override_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_gate_override_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_override")),
    )
    op.create_index(op.f("ix_gate_override_item_id"), "gate_override", ["item_id"], unique=False)
    op.create_table(
        "override_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("override_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_override_correction_adviser_id_person")),
        sa.ForeignKeyConstraint(
            ["override_id"], ["gate_override.id"], name=op.f("fk_override_correction_override_id_gate_override")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override_correction")),
    )
    op.create_index(op.f("ix_override_correction_override_id"), "override_correction", ["override_id"], unique=False)
    op.create_table(
        "interest_declared",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_interest_declared_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_interest_declared_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_declared_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_interest_declared_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declared")),
    )
    op.create_index(op.f("ix_interest_declared_meeting_id"), "interest_declared", ["meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_interest_declared_meeting_id"), table_name="interest_declared")
    op.drop_table("interest_declared")
    op.drop_index(op.f("ix_override_correction_override_id"), table_name="override_correction")
    op.drop_table("override_correction")
    op.drop_index(op.f("ix_gate_override_item_id"), table_name="gate_override")
    op.drop_table("gate_override")
    op.drop_index(op.f("ix_quick_screen_owner_id"), table_name="quick_screen")
    op.drop_index(op.f("ix_quick_screen_item_id"), table_name="quick_screen")
    op.drop_table("quick_screen")
    op.drop_index(op.f("ix_statement_sample_statement_id"), table_name="statement_sample")
    op.drop_table("statement_sample")
    op.drop_index(op.f("ix_equality_statement_version_id"), table_name="equality_statement")
    op.drop_index(op.f("ix_equality_statement_item_id"), table_name="equality_statement")
    op.drop_table("equality_statement")
    op.drop_index(op.f("ix_item_paper_item_id"), table_name="item_paper")
    op.drop_index(op.f("ix_item_paper_file_id"), table_name="item_paper")
    op.drop_table("item_paper")
    op.drop_index(op.f("ix_item_organisation_organisation_id"), table_name="item_organisation")
    op.drop_table("item_organisation")
    op.drop_index(op.f("ix_agenda_item_subject_id"), table_name="agenda_item")
    op.drop_index("ix_agenda_item_meeting_id_position", table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_follows_id"), table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_body_id"), table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_author_id"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_table("decision")
