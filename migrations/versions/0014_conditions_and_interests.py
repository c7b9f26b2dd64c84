"""Conditions of signatures, taken up as actions, and declarations of interest."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0014"
down_revision = "0013"

ONE = " + ".join(f"(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END)" for name in ("impact_id", "gap_id", "cell_id"))
OR_A_CONDITION = f"{ONE} + (CASE WHEN condition_id IS NULL THEN 0 ELSE 1 END) = 1"

HANGING = (
    ("action_carried", "mitigation_id"), ("action_carried", "from_id"), ("action_about", "mitigation_id"),
    ("action_standing", "mitigation_id"), ("action_progress", "mitigation_id"),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_condition_owner_id_person")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_condition_signature_id_signature")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_condition_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
    )
    op.create_index(op.f("ix_condition_submission_id"), "condition", ["submission_id"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("interest", sa.Text(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_recusal_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recusal_person_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_recusal_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("version_id", "person_id", name=op.f("uq_recusal_version_id_person_id")),
    )
    op.create_index(op.f("ix_recusal_person_id"), "recusal", ["person_id"], unique=False)
    with op.batch_alter_table("mitigation") as table:
        table.add_column(sa.Column("condition_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_mitigation_condition_id_condition"), "condition", ["condition_id"], ["id"])
        table.create_unique_constraint(op.f("uq_mitigation_version_id_condition_id"), ["version_id", "condition_id"])
        table.drop_constraint(op.f("ck_mitigation_meets_one_thing"), type_="check")
        table.create_check_constraint(op.f("ck_mitigation_meets_one_thing"), OR_A_CONDITION)


def downgrade() -> None:
    """Lower down there is no place for the actions that took conditions up, nor for what was noted of them."""
    for table, column in HANGING:
        op.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM mitigation WHERE condition_id IS NOT NULL)")
    op.execute("DELETE FROM mitigation WHERE condition_id IS NOT NULL")
    with op.batch_alter_table("mitigation") as table:
        table.drop_constraint(op.f("ck_mitigation_meets_one_thing"), type_="check")
        table.create_check_constraint(op.f("ck_mitigation_meets_one_thing"), f"{ONE} = 1")
        table.drop_constraint(op.f("uq_mitigation_version_id_condition_id"), type_="unique")
        table.drop_constraint(op.f("fk_mitigation_condition_id_condition"), type_="foreignkey")
        table.drop_column("condition_id")
    op.drop_index(op.f("ix_recusal_person_id"), table_name="recusal")
    op.drop_table("recusal")
    op.drop_index(op.f("ix_condition_submission_id"), table_name="condition")
    op.drop_table("condition")
