"""Files of policies that were read and wait to be taken in."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "policy_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("said", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("digest", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('read', 'asked', 'taken', 'dropped', 'failed')", name=op.f("ck_policy_import_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_policy_import_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_policy_import_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_import")),
    )
    op.create_index("ix_policy_import_state_id", "policy_import", ["state", "id"])


def downgrade() -> None:
    op.drop_table("policy_import")
