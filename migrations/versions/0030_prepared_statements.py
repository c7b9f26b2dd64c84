"""Equality statements that a secretary prepared for the report author to sign."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "prepared_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("because", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("prepared_by", sa.Integer(), nullable=False),
        sa.Column("prepared_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(version_id IS NULL) <> (reason_id IS NULL)", name=op.f("ck_prepared_statement_not_needed_or_attached")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_prepared_statement_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_prepared_statement_prepared_by_person")),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["not_needed_reason.id"], name=op.f("fk_prepared_statement_reason_id_not_needed_reason")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_prepared_statement_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_statement")),
    )
    op.create_index(op.f("ix_prepared_statement_item_id"), "prepared_statement", ["item_id"])


def downgrade() -> None:
    op.drop_table("prepared_statement")
