"""Working copies, the revisions of sections that were saved over, and who is writing where."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "working_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_working_copy_version_id_version")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_working_copy_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copy")),
        sa.UniqueConstraint("version_id", "person_id", "page", name=op.f("uq_working_copy_version_id_person_id_page")),
    )
    op.create_index("ix_working_copy_kept_at", "working_copy", ["kept_at"])
    op.create_index(op.f("ix_working_copy_person_id"), "working_copy", ["person_id"])
    op.create_table(
        "section_revision",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_section_revision_version_id_version")),
        sa.PrimaryKeyConstraint("version_id", "key", "revision", name=op.f("pk_section_revision")),
    )
    op.create_index("ix_section_revision_ended_at", "section_revision", ["ended_at"])
    op.create_table(
        "presence",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_presence_version_id_version")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_presence_person_id_person")),
        sa.PrimaryKeyConstraint("version_id", "section", "person_id", name=op.f("pk_presence")),
    )


def downgrade() -> None:
    op.drop_table("presence")
    op.drop_index("ix_section_revision_ended_at", table_name="section_revision")
    op.drop_table("section_revision")
    op.drop_index(op.f("ix_working_copy_person_id"), table_name="working_copy")
    op.drop_index("ix_working_copy_kept_at", table_name="working_copy")
    op.drop_table("working_copy")
