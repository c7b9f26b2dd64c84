"""Local parts: what each organisation adds for itself, and the editions of it that it signs."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0013"
down_revision = "0012"

OLD, NEW = "uq_signed_part_submission_id_organisation_id", "uq_signed_part_submission_id_organisation_id_edition"
SHARED = "uq_signed_part_shared"


def upgrade() -> None:
    op.create_table(
        "local_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False)
            for name in ("applies", "impacts", "figures", "actions")
        ),
        sa.Column("carried_over", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_local_part_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_local_part_saved_by_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_local_part_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_part")),
        sa.UniqueConstraint("version_id", "organisation_id", name=op.f("uq_local_part_version_id_organisation_id")),
    )
    op.create_index(op.f("ix_local_part_version_id"), "local_part", ["version_id"], unique=False)
    op.drop_index(SHARED, table_name="signed_part")
    with op.batch_alter_table("signed_part") as table:
        table.add_column(sa.Column("edition", sa.Integer(), server_default=sa.text("1"), nullable=False))
        table.add_column(sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False))
        table.add_column(sa.Column("made_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("made_at", UTCDateTime(), nullable=True))
        table.create_foreign_key(op.f("fk_signed_part_made_by_person"), "person", ["made_by"], ["id"])
        table.drop_constraint(op.f(OLD), type_="unique")
        table.create_unique_constraint(op.f(NEW), ["submission_id", "organisation_id", "edition"])
    _index_shared()


def downgrade() -> None:
    """Lower down there is one edition: the newest, which is the one a signature covers."""
    op.execute(
        "DELETE FROM signed_part WHERE EXISTS (SELECT 1 FROM signed_part later WHERE"
        " later.submission_id = signed_part.submission_id AND later.organisation_id = signed_part.organisation_id"
        " AND later.edition > signed_part.edition)"
    )
    op.drop_index(SHARED, table_name="signed_part")
    with op.batch_alter_table("signed_part") as table:
        table.drop_constraint(op.f(NEW), type_="unique")
        table.create_unique_constraint(op.f(OLD), ["submission_id", "organisation_id"])
        table.drop_constraint(op.f("fk_signed_part_made_by_person"), type_="foreignkey")
        for column in ("made_at", "made_by", "revision", "edition"):
            table.drop_column(column)
    _index_shared()
    op.drop_index(op.f("ix_local_part_version_id"), table_name="local_part")
    op.drop_table("local_part")


def _index_shared() -> None:
    shared = sa.text("organisation_id IS NULL")
    op.create_index(SHARED, "signed_part", ["submission_id"], unique=True, sqlite_where=shared, postgresql_where=shared)
