"""An action can be given to another owner, before anything else was noted of it too."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0021"
down_revision = "0020"

BEFORE = (
    "status IN ('going_on', 'done', 'sent_back', 'drop_proposed', 'confirmed', 'dropped', 'closed', 'moved')"
)  # fmt: skip
NOW = BEFORE.replace("(", "('not_started', ", 1)


def upgrade() -> None:
    with op.batch_alter_table("action_progress") as table:
        table.add_column(sa.Column("handed_to", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_action_progress_handed_to_person"), "person", ["handed_to"], ["id"])
        _check(table, NOW)


def downgrade() -> None:
    op.execute("UPDATE action_progress SET status = 'going_on' WHERE status = 'not_started'")
    with op.batch_alter_table("action_progress") as table:
        table.drop_constraint(op.f("fk_action_progress_handed_to_person"), type_="foreignkey")
        table.drop_column("handed_to")
        _check(table, BEFORE)


def _check(table: BatchOperations, words: str) -> None:
    name = op.f("ck_action_progress_known_status")
    table.drop_constraint(name, type_="check")
    table.create_check_constraint(name, words)
