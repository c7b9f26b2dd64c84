"""Disproportionality tables, the editions of their figures, and who opened those that are hidden."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0040"
down_revision = "0039"
LINES = ("title", "year", "area", "numerator", "denominator", "benchmark", "definition", "source")


def upgrade() -> None:
    op.create_table(
        "rate_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("group_list", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sort_title", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('stop_and_search', 'use_of_force', 'custody', 'workforce', 'retention')",
            name=op.f("ck_rate_table_known_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_rate_table_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_table")),
    )
    op.create_index("ix_rate_table_list", "rate_table", ["organisation_id", "sort_title", "id"], unique=False)
    op.create_table(
        "rate_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in LINES),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("per", sa.Integer(), nullable=False),
        sa.Column("compared_with", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("given", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("library_edition_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("per IN (1000, 100000)", name=op.f("ck_rate_edition_known_unit")),
        sa.ForeignKeyConstraint(
            ["library_edition_id"],
            ["library_edition.id"],
            name=op.f("fk_rate_edition_library_edition_id_library_edition"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_rate_edition_made_by_person")),
        sa.ForeignKeyConstraint(["table_id"], ["rate_table.id"], name=op.f("fk_rate_edition_table_id_rate_table")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_edition")),
        sa.UniqueConstraint("table_id", "number", name=op.f("uq_rate_edition_table_id_number")),
    )
    op.create_table(
        "rate_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["rate_edition.id"], name=op.f("fk_rate_opening_edition_id_rate_edition")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rate_opening_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_opening")),
        sa.UniqueConstraint("edition_id", "person_id", "day", name=op.f("uq_rate_opening_edition_id_person_id_day")),
    )


def downgrade() -> None:
    op.drop_table("rate_opening")
    op.drop_table("rate_edition")
    op.drop_index("ix_rate_table_list", "rate_table")
    op.drop_table("rate_table")
