"""Frameworks as they were used, and what can be assessed."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "stored_framework",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("first_used_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stored_framework")),
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sort_title", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_subject_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_subject_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("organisation_id", "kind", "number", name=op.f("uq_subject_organisation_id_kind_number")),
    )
    op.create_index("ix_subject_kind_sort_title_id", "subject", ["kind", "sort_title", "id"], unique=False)
    op.create_index(op.f("ix_subject_organisation_id"), "subject", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_subject_owner_id"), "subject", ["owner_id"], unique=False)
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subject.id"], name=op.f("fk_policy_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    op.create_table(
        "subject_organisation",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_subject_organisation_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_subject_organisation_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", "organisation_id", name=op.f("pk_subject_organisation")),
    )
    op.create_index(
        op.f("ix_subject_organisation_organisation_id"), "subject_organisation", ["organisation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_subject_organisation_organisation_id"), table_name="subject_organisation")
    op.drop_table("subject_organisation")
    op.drop_table("policy")
    op.drop_index(op.f("ix_subject_owner_id"), table_name="subject")
    op.drop_index(op.f("ix_subject_organisation_id"), table_name="subject")
    op.drop_index("ix_subject_kind_sort_title_id", table_name="subject")
    op.drop_table("subject")
    op.drop_table("stored_framework")
