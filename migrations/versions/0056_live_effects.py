"""What live decisions do together, in narrow rows and counts. `eia db upgrade` fills them when it has put all tables up."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WAITS = sa.text("folded IS 0")
WAITS_ON_POSTGRESQL = sa.text("folded IS false")
EFFECT = ("organisation_id", "bound", "area", "about", "population", "way", "year", "version_id")
COUNTED_BY = ("organisation_id", "area", "bound", "year", "about", "population", "way")


def upgrade() -> None:
    op.create_table(
        "live_effect",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("bound", "area", "about", "population", "way")),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_live_effect_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_live_effect_version_id_version")),
        sa.PrimaryKeyConstraint(*EFFECT, name=op.f("pk_live_effect")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_live_effect_version_id", "live_effect", ["version_id"])
    op.create_table(
        "live_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("area", "bound")),
        sa.Column("year", sa.Integer(), nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("about", "population", "way")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_live_count_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_count")),
    )
    op.create_index("ix_live_count_key", "live_count", [*COUNTED_BY, "number"])
    op.create_index("ix_live_count_due", "live_count", ["id"], sqlite_where=WAITS, postgresql_where=WAITS_ON_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("live_count")
    op.drop_table("live_effect")
