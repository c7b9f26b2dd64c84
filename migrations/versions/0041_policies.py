"""What a policy says besides its number, title and owner; and its state."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0041"
down_revision = "0040"
UNIT = "fk_policy_unit_id_unit"
STATE, COUNTS = "ck_policy_known_state", "ck_policy_counts_up"


def upgrade() -> None:
    with op.batch_alter_table("policy") as table:
        table.add_column(sa.Column("state", sa.Text(), server_default=sa.text("'in_force'"), nullable=False))
        table.add_column(sa.Column("state_since", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False))
        table.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("class", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("adopted_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("links", sa.JSON(), nullable=True))
    op.execute("UPDATE policy SET state_since = (SELECT created_at FROM subject WHERE subject.id = policy.id)")
    op.execute("UPDATE policy SET links = '[]'")
    with op.batch_alter_table("policy") as table:
        table.alter_column("links", existing_type=sa.JSON(), nullable=False)
        table.alter_column("state_since", existing_type=UTCDateTime(), nullable=False)
        table.create_foreign_key(op.f(UNIT), "unit", ["unit_id"], ["id"])
        table.create_check_constraint(op.f(STATE), "state IN ('draft', 'in_force', 'under_review', 'retired')")
        table.create_check_constraint(op.f(COUNTS), "revision >= 1")
    op.create_index("ix_policy_grouped", "policy", ["state", "unit_id", "class", "id"])


def downgrade() -> None:
    op.drop_index("ix_policy_grouped", "policy")
    with op.batch_alter_table("policy") as table:
        for name in (STATE, COUNTS):
            table.drop_constraint(op.f(name), type_="check")
        table.drop_constraint(op.f(UNIT), type_="foreignkey")
        for name in ("links", "review_on", "adopted_on", "class", "unit_id", "revision", "state_since", "state"):
            table.drop_column(name)
