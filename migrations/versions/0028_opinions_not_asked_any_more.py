"""A request for an opinion can be taken back."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0028"
down_revision = "0027"

CHECKS = {
    "taken_back_with_a_reason": "(taken_back_at IS NULL) = (taken_back_because = '')",
    "answered_or_taken_back": "taken_back_at IS NULL OR answered_at IS NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("consultee_opinion") as table:
        table.add_column(sa.Column("taken_back_at", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("taken_back_because", sa.Text(), server_default=sa.text("''"), nullable=False))
        for name, holds in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_consultee_opinion_{name}"), holds)


def downgrade() -> None:
    with op.batch_alter_table("consultee_opinion") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_consultee_opinion_{name}"), type_="check")
        table.drop_column("taken_back_because")
        table.drop_column("taken_back_at")
