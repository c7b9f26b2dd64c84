"""Past assessments from a list: imported, and not signed here."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0050"
down_revision = "0049"
TEXTS = ("reference", "reference_key", "title", "sort_title", "policy_number", "signed_by", "outcome", "link",
         "file_name")  # fmt: skip


def upgrade() -> None:
    _past_assessment()
    op.create_table(
        "past_assessment_organisation",
        sa.Column("past_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _key("past_assessment_organisation", "past_id", "past_assessment"),
        _key("past_assessment_organisation", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("past_id", "organisation_id", name=op.f("pk_past_assessment_organisation")),
    )
    op.create_index(
        op.f("ix_past_assessment_organisation_organisation_id"), "past_assessment_organisation", ["organisation_id"]
    )
    op.create_table(
        "past_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        _key("past_import", "organisation_id", "organisation"),
        _key("past_import", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_import")),
    )
    op.create_index(op.f("ix_past_import_made_by"), "past_import", ["made_by"])
    op.create_table(
        "started_from_past",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("past_id", sa.Integer(), nullable=False),
        _key("started_from_past", "version_id", "version"),
        _key("started_from_past", "past_id", "past_assessment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_started_from_past")),
        sa.UniqueConstraint("version_id", name=op.f("uq_started_from_past_version_id")),
    )
    op.create_index(op.f("ix_started_from_past_past_id"), "started_from_past", ["past_id"])


def downgrade() -> None:
    for table in ("started_from_past", "past_import", "past_assessment_organisation", "past_assessment"):
        op.drop_table(table)


def _past_assessment() -> None:
    op.create_table(
        "past_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("imported_by", sa.Integer(), nullable=False),
        sa.Column("imported_at", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_past_assessment_counts_up")),
        _key("past_assessment", "organisation_id", "organisation"),
        _key("past_assessment", "unit_id", "unit"),
        _key("past_assessment", "subject_id", "subject"),
        _key("past_assessment", "file_id", "stored_file"),
        _key("past_assessment", "imported_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_assessment")),
        sa.UniqueConstraint(
            "organisation_id", "reference_key", name=op.f("uq_past_assessment_organisation_id_reference_key")
        ),
    )
    op.create_index("ix_past_assessment_sort_title_id", "past_assessment", ["sort_title", "id"])
    for column in ("subject_id", "file_id"):
        op.create_index(op.f(f"ix_past_assessment_{column}"), "past_assessment", [column])


def _key(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"))
