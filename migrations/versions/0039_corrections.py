"""Minor corrections of a signed version, and objections to them."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_correction_version_id_version")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_correction_version_id_number")),
    )
    op.create_table(
        "correction_objection",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["correction.id"], name=op.f("fk_correction_objection_correction_id_correction")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_objection_person_id_person")),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_correction_objection")),
    )


def downgrade() -> None:
    op.drop_table("correction_objection")
    op.drop_table("correction")
