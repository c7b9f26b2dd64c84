"""“Do I need one?”, as it was answered."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0046"
down_revision = "0045"
TEXTS = ("title", "catalogue", "kind", "reach", "stage", "decider", "proposed", "level", "because")


def upgrade() -> None:
    op.create_table(
        "need_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("level IN ('full', 'screening', 'not_needed')", name=op.f("ck_need_answer_known_level")),
        sa.CheckConstraint("level = proposed OR because <> ''", name=op.f("ck_need_answer_otherwise_because")),
        sa.CheckConstraint(
            "stage <> 'taken' OR (taken_on IS NOT NULL AND decider <> '')",
            name=op.f("ck_need_answer_taken_when_and_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_need_answer_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_need_answer_policy_id_policy")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_need_answer_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_answer")),
    )
    op.create_index("ix_need_answer_organisation_id_id", "need_answer", ["organisation_id", "id"])
    op.create_index(op.f("ix_need_answer_policy_id"), "need_answer", ["policy_id"])


def downgrade() -> None:
    op.drop_table("need_answer")
