"""Bodies that decide, their members and their meetings."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("decides", sa.Text(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("deadline_days", sa.Integer(), nullable=False),
        sa.Column("deadline_counts", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "decides IN ('together', 'alone') AND (decides = 'alone') = (decider_id IS NOT NULL)",
            name=op.f("ck_body_one_decides_alone"),
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_body_decider_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_body_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_body_organisation_id_name")),
    )
    op.create_index(op.f("ix_body_organisation_id"), "body", ["organisation_id"], unique=False)
    op.create_index("ix_body_sort_name_id", "body", ["sort_name", "id"], unique=False)
    op.create_table(
        "body_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day", name=op.f("ck_body_member_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_member_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_body_member_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_body_member_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_member")),
    )
    op.create_index(op.f("ix_body_member_body_id"), "body_member", ["body_id"], unique=False)
    op.create_index("ix_body_member_person_body", "body_member", ["person_id", "body_id"], unique=False)
    op.create_table(
        "body_organisation",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_organisation_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_body_organisation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("body_id", "organisation_id", name=op.f("pk_body_organisation")),
    )
    op.create_index(
        op.f("ix_body_organisation_organisation_id"), "body_organisation", ["organisation_id"], unique=False
    )
    op.create_table(
        "meeting_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_series_body_id_body")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_meeting_series_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_index(op.f("ix_meeting_series_body_id"), "meeting_series", ["body_id"], unique=False)
    op.create_table(
        "not_needed_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_not_needed_reason_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_needed_reason")),
    )
    op.create_index(op.f("ix_not_needed_reason_body_id"), "not_needed_reason", ["body_id"], unique=False)
    op.create_table(
        "standing_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("is_equality", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_standing_item_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_item")),
    )
    op.create_index(op.f("ix_standing_item_body_id"), "standing_item", ["body_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("place", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("link", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("papers_due", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("circulated_at", UTCDateTime(), nullable=True),
        sa.Column("supplements", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("chaired_by", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id_body")),
        sa.ForeignKeyConstraint(["chaired_by"], ["person.id"], name=op.f("fk_meeting_chaired_by_person")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_meeting_created_by_person")),
        sa.ForeignKeyConstraint(["follows_id"], ["meeting.id"], name=op.f("fk_meeting_follows_id_meeting")),
        sa.ForeignKeyConstraint(["series_id"], ["meeting_series.id"], name=op.f("fk_meeting_series_id_meeting_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index("ix_meeting_body_id_day_id", "meeting", ["body_id", "day", "id"], unique=False)
    op.create_index("ix_meeting_day_id", "meeting", ["day", "id"], unique=False)
    op.create_index(op.f("ix_meeting_series_id"), "meeting", ["series_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_attendance_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_attendance_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_attendance_person_id"), "attendance", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_attendance_person_id"), table_name="attendance")
    op.drop_table("attendance")
    op.drop_index(op.f("ix_meeting_series_id"), table_name="meeting")
    op.drop_index("ix_meeting_day_id", table_name="meeting")
    op.drop_index("ix_meeting_body_id_day_id", table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_standing_item_body_id"), table_name="standing_item")
    op.drop_table("standing_item")
    op.drop_index(op.f("ix_not_needed_reason_body_id"), table_name="not_needed_reason")
    op.drop_table("not_needed_reason")
    op.drop_index(op.f("ix_meeting_series_body_id"), table_name="meeting_series")
    op.drop_table("meeting_series")
    op.drop_index(op.f("ix_body_organisation_organisation_id"), table_name="body_organisation")
    op.drop_table("body_organisation")
    op.drop_index("ix_body_member_person_body", table_name="body_member")
    op.drop_index(op.f("ix_body_member_body_id"), table_name="body_member")
    op.drop_table("body_member")
    op.drop_index("ix_body_sort_name_id", table_name="body")
    op.drop_index(op.f("ix_body_organisation_id"), table_name="body")
    op.drop_table("body")
