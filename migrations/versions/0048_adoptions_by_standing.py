"""Find what an organisation signed without looking at all that waits for it."""

from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.create_index("ix_adoption_standing", "adoption", ["organisation_id", "status", "id"])


def downgrade() -> None:
    op.drop_index("ix_adoption_standing", "adoption")
