"""Shares that were printed without counts, and the editions of them."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "share_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sort_title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_share_table_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_table")),
    )
    op.create_index("ix_share_table_list", "share_table", ["organisation_id", "sort_title", "id"], unique=False)
    op.create_table(
        "share_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("title", "group", "definition", "source")),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("given", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("library_edition_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_edition_id"],
            ["library_edition.id"],
            name=op.f("fk_share_edition_library_edition_id_library_edition"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_share_edition_made_by_person")),
        sa.ForeignKeyConstraint(["table_id"], ["share_table.id"], name=op.f("fk_share_edition_table_id_share_table")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_edition")),
        sa.UniqueConstraint("table_id", "number", name=op.f("uq_share_edition_table_id_number")),
    )


def downgrade() -> None:
    op.drop_table("share_edition")
    op.drop_index("ix_share_table_list", "share_table")
    op.drop_table("share_table")
