"""What happened that assessments are reopened for, and which were."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.create_table(
        "occasion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in SAID),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('law', 'complaint', 'data', 'decision')", name=op.f("ck_occasion_known_kind")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_occasion_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_occasion_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion")),
    )
    op.create_index("ix_occasion_organisation", "occasion", ["organisation_id", "id"])
    op.create_table(
        "occasion_reopened",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reopened_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("became IN ('opened', 'told')", name=op.f("ck_occasion_reopened_known_end")),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_occasion_reopened_occasion_id_occasion")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_occasion_reopened_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_occasion_reopened_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion_reopened")),
        sa.UniqueConstraint(
            "occasion_id", "assessment_id", name=op.f("uq_occasion_reopened_occasion_id_assessment_id")
        ),
    )
    op.create_index(op.f("ix_occasion_reopened_assessment_id"), "occasion_reopened", ["assessment_id"])


SAID = ("source", "changed", "framework", "characteristic", "evidence", "area", "words")


def downgrade() -> None:
    op.drop_table("occasion_reopened")
    op.drop_table("occasion")
