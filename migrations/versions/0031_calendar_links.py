"""Addresses under which calendars fetch the meetings of one person."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0031"
down_revision = "0030"

OPEN = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_link_token_digest")),
    )
    op.create_index(op.f("ix_calendar_link_person_id"), "calendar_link", ["person_id"])
    op.create_index(
        "uq_calendar_link_open", "calendar_link", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table("calendar_link")
