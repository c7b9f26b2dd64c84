"""The deputy that an office has when its holder is away and named nobody."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0037"
down_revision = "0036"
LEAVE = "fk_deputy_leave_id_leave"


def upgrade() -> None:
    op.create_table(
        "default_deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(40), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> proposed_by", name=op.f("ck_default_deputy_two_administrators")
        ),
        sa.CheckConstraint(
            "office <> 'administrator'", name=op.f("ck_default_deputy_nobody_deputises_for_administrators")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_default_deputy_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_default_deputy_deputy_id_person")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_default_deputy_proposed_by_person")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_default_deputy_confirmed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_default_deputy")),
    )
    op.create_index("ix_default_deputy_organisation", "default_deputy", ["organisation_id", "office"])
    with op.batch_alter_table("deputy") as table:
        table.add_column(sa.Column("leave_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(LEAVE), "leave", ["leave_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("deputy") as table:
        table.drop_constraint(op.f(LEAVE), type_="foreignkey")
        table.drop_column("leave_id")
    op.drop_table("default_deputy")
