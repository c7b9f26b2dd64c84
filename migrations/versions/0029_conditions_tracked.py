"""Conditions of decisions that are no actions of an assessment: where each stands, and notes that two people end it by."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

STATUSES = ["not_started", "going_on", "done", "sent_back", "drop_proposed", "confirmed", "dropped", "closed", "moved"]
KNOWN = "status IN (" + ", ".join(f"'{status}'" for status in STATUSES) + ")"
FORMER = "status IN ('going_on', 'done', 'dropped')"
CHECK = "ck_condition_note_known_status"
TRACKED = """
INSERT INTO condition_standing (condition_id, owner_id, organisation_id, due, status, is_open, revision)
SELECT c.id, c.owner_id, p.organisation_id, c.due, 'not_started', {yes}, 0
FROM decision_condition c JOIN person p ON p.id = c.owner_id
WHERE c.mitigation_id IS NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("condition_note") as table:
        table.add_column(sa.Column("proof", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("handed_to", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_condition_note_handed_to_person"), "person", ["handed_to"], ["id"])
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), KNOWN)
    op.create_table(
        "condition_standing",
        sa.Column("condition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("last_note_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_condition_standing_counts_up")),
        sa.ForeignKeyConstraint(
            ["condition_id"],
            ["decision_condition.id"],
            name=op.f("fk_condition_standing_condition_id_decision_condition"),
        ),
        sa.ForeignKeyConstraint(
            ["last_note_id"], ["condition_note.id"], name=op.f("fk_condition_standing_last_note_id_condition_note")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_condition_standing_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_condition_standing_owner_id_person")),
        sa.PrimaryKeyConstraint("condition_id", name=op.f("pk_condition_standing")),
    )
    op.create_index("ix_condition_standing_open", "condition_standing", ["is_open", "due", "condition_id"])
    op.create_index("ix_condition_standing_owner", "condition_standing", ["owner_id", "due", "condition_id"])
    op.create_index(op.f("ix_condition_standing_organisation_id"), "condition_standing", ["organisation_id"])
    yes = "TRUE" if op.get_bind().dialect.name == "postgresql" else "1"
    op.execute(TRACKED.format(yes=yes))


def downgrade() -> None:
    op.drop_table("condition_standing")
    op.execute(f"DELETE FROM condition_note WHERE NOT ({FORMER})")
    with op.batch_alter_table("condition_note") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), FORMER)
        table.drop_constraint(op.f("fk_condition_note_handed_to_person"), type_="foreignkey")
        table.drop_column("handed_to")
        table.drop_column("proof")
