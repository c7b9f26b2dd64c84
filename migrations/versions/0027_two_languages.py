"""The second language an organisation publishes in, the one a version was written in, and when a title changed."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0027"
down_revision = "0026"

LANGUAGE = {"server_default": sa.text("''"), "nullable": False}


def upgrade() -> None:
    for name in ("organisation", "version"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("second_language", sa.Text(), **LANGUAGE))
    with op.batch_alter_table("subject") as table:
        table.add_column(sa.Column("retitled_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("subject") as table:
        table.drop_column("retitled_at")
    for name in ("version", "organisation"):
        with op.batch_alter_table(name) as table:
            table.drop_column("second_language")
