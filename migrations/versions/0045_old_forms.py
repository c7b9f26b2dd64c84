"""Forms filled in before, brought into drafts."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0045"
down_revision = "0044"

EMPTY = sa.text("''")


def upgrade() -> None:
    op.create_table(
        "old_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("read_by", sa.Integer(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.Column("brought_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_old_form_version_id_version")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_old_form_file_id_stored_file")),
        sa.ForeignKeyConstraint(["read_by"], ["person.id"], name=op.f("fk_old_form_read_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_form")),
    )
    op.create_index(op.f("ix_old_form_version_id"), "old_form", ["version_id"])
    op.create_index(op.f("ix_old_form_file_id"), "old_form", ["file_id"])
    op.create_table(
        "old_form_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default=EMPTY, nullable=False)
            for name in ("under", "prefix", "place", "because", "aside")
        ),
        sa.Column("written", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["old_form.id"], name=op.f("fk_old_form_line_form_id_old_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_form_line")),
        sa.UniqueConstraint("form_id", "position", name=op.f("uq_old_form_line_form_id_position")),
    )
    op.create_index(op.f("ix_old_form_line_form_id"), "old_form_line", ["form_id"])


def downgrade() -> None:
    op.drop_table("old_form_line")
    op.drop_table("old_form")
