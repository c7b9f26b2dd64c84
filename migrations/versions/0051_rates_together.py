"""An edition of a disproportionality table knows the editions beside which it would give away a small number."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.add_column("rate_edition", sa.Column("beside", sa.Text(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("rate_edition", sa.Column("apart", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("rate_edition", "apart")
    op.drop_column("rate_edition", "beside")
