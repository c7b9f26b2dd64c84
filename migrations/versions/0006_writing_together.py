"""Writing together: who has which section in hand."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0006"
down_revision = "0005"
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_as", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("word", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "ended_as IN ('', 'handed_back', 'taken_back', 'became_author')"
            " AND (ended_at IS NULL) = (ended_as = '') AND (ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_assignment_ended_whole"),
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_assignment_version_id_version")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_assignment_given_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_assignment_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_version_id"), "assignment", ["version_id"], unique=False)
    op.create_index(
        "uq_assignment_open", "assignment", ["version_id", "section", "person_id"],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.create_index(
        "ix_assignment_in_hand", "assignment", ["person_id"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_in_hand", table_name="assignment", sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index("uq_assignment_open", table_name="assignment", sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index(op.f("ix_assignment_version_id"), table_name="assignment")
    op.drop_table("assignment")
