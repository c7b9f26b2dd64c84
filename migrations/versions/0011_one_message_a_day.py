"""One message a day for those who choose it: the choice, and which daily message carries which notices."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "message_choice",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_choice")),
    )
    op.create_table(
        "digest_part",
        sa.Column("notice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_digest_part_notice_id_notice")),
        sa.ForeignKeyConstraint(["digest_id"], ["notice.id"], name=op.f("fk_digest_part_digest_id_notice")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_digest_part")),
    )
    op.create_index(op.f("ix_digest_part_digest_id"), "digest_part", ["digest_id"])


def downgrade() -> None:
    """Nobody would post what is held, so it goes back to the queue."""
    op.execute("UPDATE notice SET state = 'queued' WHERE state = 'held'")
    op.drop_table("digest_part")
    op.drop_table("message_choice")
