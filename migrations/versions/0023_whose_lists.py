"""The registers are read along an index of whoever leads: actions say so too, and so does who takes part."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
LEAD = """
    SELECT a.organisation_id FROM version v JOIN assessment a ON a.id = v.assessment_id
    WHERE v.id = action_standing.version_id
"""

SHARED = sa.text("organisation_id <> lead_id")


def upgrade() -> None:
    op.add_column("subject_organisation", sa.Column("lead_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE subject_organisation SET lead_id ="
        " (SELECT s.organisation_id FROM subject s WHERE s.id = subject_organisation.subject_id)"
    )
    with op.batch_alter_table("subject_organisation") as table:
        table.alter_column("lead_id", nullable=False)
        table.create_foreign_key(
            op.f("fk_subject_organisation_lead_id_organisation"), "organisation", ["lead_id"], ["id"]
        )
    op.create_index(
        "ix_subject_organisation_shared", "subject_organisation", ["organisation_id", "subject_id"],
        sqlite_where=SHARED, postgresql_where=SHARED,
    )  # fmt: skip
    op.create_index("ix_assessment_register", "assessment", ["organisation_id", "reference"])
    op.drop_index("ix_assessment_organisation_id", "assessment")
    op.add_column("action_standing", sa.Column("lead_id", sa.Integer(), nullable=True))
    op.execute(f"UPDATE action_standing SET lead_id = ({LEAD})")
    with op.batch_alter_table("action_standing") as table:
        table.alter_column("lead_id", nullable=False)
        table.create_foreign_key(op.f("fk_action_standing_lead_id_organisation"), "organisation", ["lead_id"], ["id"])
    op.create_index("ix_action_standing_lead", "action_standing", ["lead_id", "due", "mitigation_id"])
    op.drop_index("ix_action_standing_organisation", "action_standing")
    op.create_index(
        "ix_action_standing_organisation", "action_standing", ["organisation_id", "lead_id", "due", "mitigation_id"]
    )


def downgrade() -> None:
    op.drop_index("ix_subject_organisation_shared", "subject_organisation")
    with op.batch_alter_table("subject_organisation") as table:
        table.drop_constraint(op.f("fk_subject_organisation_lead_id_organisation"), type_="foreignkey")
        table.drop_column("lead_id")
    op.drop_index("ix_action_standing_lead", "action_standing")
    op.drop_index("ix_action_standing_organisation", "action_standing")
    with op.batch_alter_table("action_standing") as table:
        table.drop_constraint(op.f("fk_action_standing_lead_id_organisation"), type_="foreignkey")
        table.drop_column("lead_id")
    op.create_index("ix_action_standing_organisation", "action_standing", ["organisation_id", "due", "mitigation_id"])
    op.create_index("ix_assessment_organisation_id", "assessment", ["organisation_id"])
    op.drop_index("ix_assessment_register", "assessment")
