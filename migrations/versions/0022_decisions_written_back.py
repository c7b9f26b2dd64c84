"""Conditions of decisions as actions, what was written to assessments, and every edition of a minute."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0022"
down_revision = "0021"

FROM_ONE = "(signature_id IS NULL) <> (decision_record_id IS NULL)"
OF_DECISIONS = "SELECT id FROM condition WHERE decision_record_id IS NOT NULL"
TAKEN_UP = f"SELECT id FROM mitigation WHERE condition_id IN ({OF_DECISIONS})"


def upgrade() -> None:
    with op.batch_alter_table("condition") as table:
        table.alter_column("signature_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("decision_record_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_condition_decision_record_id_decision_record"), "decision_record", ["decision_record_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_condition_from_one"), FROM_ONE)
    with op.batch_alter_table("decision_condition") as table:
        table.add_column(sa.Column("mitigation_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_decision_condition_mitigation_id_mitigation"), "mitigation", ["mitigation_id"], ["id"]
        )
    op.create_table(
        "decision_written",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["item_decision.id"], name=op.f("fk_decision_written_decision_id_item_decision")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["decision_record.id"], name=op.f("fk_decision_written_record_id_decision_record")
        ),
        sa.PrimaryKeyConstraint("decision_id", "record_id", name=op.f("pk_decision_written")),
    )
    op.create_index(op.f("ix_decision_written_record_id"), "decision_written", ["record_id"], unique=False)
    op.create_table(
        "condition_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("condition_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('going_on', 'done', 'dropped')", name=op.f("ck_condition_note_known_status")),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["decision_condition.id"], name=op.f("fk_condition_note_condition_id_decision_condition")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_condition_note_noted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_note")),
    )
    op.create_index(op.f("ix_condition_note_condition_id"), "condition_note", ["condition_id"], unique=False)
    op.create_table(
        "minute_edition",
        sa.Column("minute_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["minute_id"], ["minute.id"], name=op.f("fk_minute_edition_minute_id_minute")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_minute_edition_saved_by_person")),
        sa.PrimaryKeyConstraint("minute_id", "revision", name=op.f("pk_minute_edition")),
    )


def downgrade() -> None:
    """Lower down there is no place for the actions that took such conditions up, nor for what was noted of them."""
    op.drop_table("minute_edition")
    op.drop_index(op.f("ix_condition_note_condition_id"), table_name="condition_note")
    op.drop_table("condition_note")
    op.drop_index(op.f("ix_decision_written_record_id"), table_name="decision_written")
    op.drop_table("decision_written")
    with op.batch_alter_table("decision_condition") as table:
        table.drop_constraint(op.f("fk_decision_condition_mitigation_id_mitigation"), type_="foreignkey")
        table.drop_column("mitigation_id")
    for hanging in ("action_about", "action_standing", "action_progress"):
        op.execute(f"DELETE FROM {hanging} WHERE mitigation_id IN ({TAKEN_UP})")
    op.execute(f"DELETE FROM mitigation WHERE condition_id IN ({OF_DECISIONS})")
    op.execute("DELETE FROM condition WHERE decision_record_id IS NOT NULL")
    with op.batch_alter_table("condition") as table:
        table.drop_constraint(op.f("ck_condition_from_one"), type_="check")
        table.drop_constraint(op.f("fk_condition_decision_record_id_decision_record"), type_="foreignkey")
        table.drop_column("decision_record_id")
        table.alter_column("signature_id", existing_type=sa.Integer(), nullable=False)
