"""The files of a release that people take away."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "release_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("html", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=False),
        sa.Column("csv", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["promotion_release.id"], name=op.f("fk_release_report_release_id_promotion_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_report")),
        sa.UniqueConstraint("release_id", name=op.f("uq_release_report_release_id")),
    )


def downgrade() -> None:
    op.drop_table("release_report")
