"""Whether what is marked as “must fix” stops the signature of an organisation, and did when a round was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    for table in ("route", "adoption"):
        op.add_column(table, sa.Column("must_fix_stops", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for table in ("adoption", "route"):
        op.drop_column(table, "must_fix_stops")
