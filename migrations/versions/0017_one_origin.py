"""An action is the same one as its origin: what it was copied from stood in a second table."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.drop_table("action_carried")


def downgrade() -> None:
    op.create_table(
        "action_carried",
        sa.Column("mitigation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mitigation_id"],
            ["mitigation.id"],
            name=op.f("fk_action_carried_mitigation_id_mitigation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["from_id"], ["mitigation.id"], name=op.f("fk_action_carried_from_id_mitigation")),
        sa.PrimaryKeyConstraint("mitigation_id", name=op.f("pk_action_carried")),
    )
    same = "other.id < copy.id AND (other.origin = copy.origin OR other.id = copy.origin)"
    before = f"SELECT max(other.id) FROM mitigation other WHERE {same}"
    op.execute(
        "INSERT INTO action_carried (mitigation_id, from_id)"
        f" SELECT copy.id, ({before}) FROM mitigation copy WHERE copy.origin IS NOT NULL AND ({before}) IS NOT NULL"
    )
