"""Opinions of consultees who are asked by name."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0025"
down_revision = "0024"

CAPACITIES = "('legal', 'data_protection', 'staff_association', 'staff_network', 'health_and_safety')"


def upgrade() -> None:
    op.create_table(
        "consultee_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("opinion", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("round", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(f"capacity IN {CAPACITIES}", name=op.f("ck_consultee_opinion_known_capacity")),
        sa.CheckConstraint("opinion IN ('agrees', 'concerns', '')", name=op.f("ck_consultee_opinion_known_opinion")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (opinion = '')", name=op.f("ck_consultee_opinion_answered_with_an_opinion")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_consultee_opinion_asked_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consultee_opinion_person_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_consultee_opinion_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultee_opinion")),
    )
    op.create_index(op.f("ix_consultee_opinion_version_id"), "consultee_opinion", ["version_id"])
    op.create_index("ix_consultee_opinion_person", "consultee_opinion", ["person_id", "version_id"])


def downgrade() -> None:
    op.drop_table("consultee_opinion")
