"""A signature keeps the revision it made, so that a return at the same instant is one too many."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("signature") as table:
        table.add_column(sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("signature") as table:
        table.drop_column("revision")
