"""How each policy stands for each organisation it binds, and how many stand so; `eia db upgrade` fills both."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0054"
down_revision = "0053"
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LISTED = ("covered", "title_key", "policy_id")
ALONG = {
    "listed": (("organisation_id", *LISTED), None),
    "unit": (("organisation_id", "unit_id", *LISTED), None),
    "class": (("organisation_id", "class", *LISTED), None),
    "turns": (("turns_at", "organisation_id"), "turns_at IS NOT NULL"),
    "stuck": (("organisation_id", "place", "since"), "covered = 'stuck'"),
}


def upgrade() -> None:
    op.create_table(
        "policy_coverage",
        sa.Column("policy_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("covered", KEY, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("class", KEY, nullable=False),
        sa.Column("place", KEY, nullable=False),
        sa.Column("since", UTCDateTime(), nullable=True),
        sa.Column("turns_at", UTCDateTime(), nullable=True),
        sa.Column("title_key", KEY, nullable=False),
        *_pointing("policy_coverage", "policy", "organisation", "unit"),
        sa.PrimaryKeyConstraint("policy_id", "organisation_id", name=op.f("pk_policy_coverage")),
        sqlite_with_rowid=False,
    )
    for name, (columns, only) in ALONG.items():
        where = None if only is None else sa.text(only)
        op.create_index(
            f"ix_policy_coverage_{name}", "policy_coverage", columns, sqlite_where=where, postgresql_where=where
        )  # fmt: skip
    op.create_table(
        "coverage_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("part", "key", "covered", "place")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.CheckConstraint("part IN ('', 'unit', 'class')", name=op.f("ck_coverage_count_known_part")),
        *_pointing("coverage_count", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_count")),
    )
    key = ["organisation_id", "part", "key", "covered", "place", "number"]
    op.create_index("ix_coverage_count_key", "coverage_count", key)
    waits = sa.text("folded IS false")
    op.create_index("ix_coverage_count_due", "coverage_count", ["id"], sqlite_where=waits, postgresql_where=waits)


def downgrade() -> None:
    op.drop_table("coverage_count")
    op.drop_table("policy_coverage")


def _pointing(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_{table}_{other}_id_{other}"))
        for other in others
    ]
