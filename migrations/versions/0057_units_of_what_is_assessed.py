"""The lines of the register say the unit that answers for what is assessed. `eia db upgrade` puts them right."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    op.add_column("register_line", sa.Column("unit_id", sa.Integer(), nullable=True))
    _instead("owner_id", "unit_id")


def downgrade() -> None:
    _instead("unit_id", "owner_id")
    op.drop_column("register_line", "unit_id")


def _instead(old: str, new: str) -> None:
    op.drop_index(f"ix_register_line_{old}", "register_line")
    op.create_index(
        f"ix_register_line_{new}", "register_line", ["organisation_id", new, "version_id", "state", "leads"]
    )
