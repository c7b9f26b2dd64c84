"""The consultation log, and readers outside the organisation."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0007"
down_revision = "0006"

TEXTS = ("kind", "about", "populations", "too_short_because")
NUMBERS = ("asked", "answered")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("consultation", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    for name in NUMBERS:
        op.add_column("consultation", sa.Column(name, sa.Integer(), nullable=True))
    _outside_link()
    op.create_table(
        "link_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["outside_link.id"], name=op.f("fk_link_opening_link_id_outside_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_opening")),
    )
    op.create_index(op.f("ix_link_opening_link_id"), "link_opening", ["link_id"], unique=False)
    _outside_comment()
    _raised_point()


def _outside_link() -> None:
    op.create_table(
        "outside_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_outside_link_version_id_version")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_outside_link_made_by_person")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("fk_outside_link_revoked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_outside_link_token_digest")),
    )
    op.create_index(op.f("ix_outside_link_version_id"), "outside_link", ["version_id"], unique=False)


def _outside_comment() -> None:
    op.create_table(
        "outside_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'taken', 'declined')", name=op.f("ck_outside_comment_known_status")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_outside_comment_version_id_version")),
        sa.ForeignKeyConstraint(["link_id"], ["outside_link.id"], name=op.f("fk_outside_comment_link_id_outside_link")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_outside_comment_answered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_comment")),
    )
    op.create_index(op.f("ix_outside_comment_version_id"), "outside_comment", ["version_id"], unique=False)
    op.create_index(op.f("ix_outside_comment_link_id"), "outside_comment", ["link_id"], unique=False)


def _raised_point() -> None:
    pointers = {"version": "version_id", "consultation": "consultation_id", "impact": "impact_id",
                "mitigation": "mitigation_id", "outside_comment": "comment_id"}  # fmt: skip
    needed = ("version_id", "consultation_id")
    op.create_table(
        "raised_point",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=column not in needed) for column in pointers.values()),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("section", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "impact_id IS NULL OR mitigation_id IS NULL", name=op.f("ck_raised_point_changed_one_thing")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_raised_point_{column}_{table}"))
            for table, column in pointers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_point")),
    )
    for column in pointers.values():
        op.create_index(op.f(f"ix_raised_point_{column}"), "raised_point", [column], unique=False)


def downgrade() -> None:
    for table in ("raised_point", "outside_comment", "link_opening", "outside_link"):
        op.drop_table(table)
    for name in (*TEXTS, *NUMBERS):
        op.drop_column("consultation", name)
