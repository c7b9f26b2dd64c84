"""When regard was recorded elsewhere before a decision: on a quick screen of the meeting that took it."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    with op.batch_alter_table("decision_record") as table:
        table.add_column(sa.Column("regarded_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("decision_record") as table:
        table.drop_column("regarded_at")
