"""Who heads a unit, from a day until a day."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.create_table(
        "unit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("appointed_by", sa.Integer(), nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day", name=op.f("ck_unit_head_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_unit_head_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_head_unit_id_unit")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unit_head_person_id_person")),
        sa.ForeignKeyConstraint(["appointed_by"], ["person.id"], name=op.f("fk_unit_head_appointed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_head")),
    )
    op.create_index("ix_unit_head_unit", "unit_head", ["unit_id", "in_force"])
    op.create_index("ix_unit_head_person_id", "unit_head", ["person_id"])


def downgrade() -> None:
    op.drop_table("unit_head")
