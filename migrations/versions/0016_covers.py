"""Screenings covered by a parent, and covers that were lost."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["version.id"], name=op.f("fk_cover_parent_id_version")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_cover_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
        sa.UniqueConstraint("version_id", name=op.f("uq_cover_version_id")),
    )
    op.create_index(op.f("ix_cover_parent_id"), "cover", ["parent_id"], unique=False)
    op.create_table(
        "cover_loss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cover_id"], ["cover.id"], name=op.f("fk_cover_loss_cover_id_cover")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_loss")),
        sa.UniqueConstraint("cover_id", name=op.f("uq_cover_loss_cover_id")),
    )


def downgrade() -> None:
    op.drop_table("cover_loss")
    op.drop_index(op.f("ix_cover_parent_id"), table_name="cover")
    op.drop_table("cover")
