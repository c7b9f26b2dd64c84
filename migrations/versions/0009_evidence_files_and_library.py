"""Files of evidence, and the library of evidence of each organisation."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Integer(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_stored_file_kept_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("place", name=op.f("uq_stored_file_place")),
    )
    _library()
    with op.batch_alter_table("evidence") as evidence:
        evidence.add_column(sa.Column("licence", sa.Text(), server_default=sa.text("''"), nullable=False))
        evidence.add_column(sa.Column("review_by", sa.Date(), nullable=True))
        evidence.add_column(sa.Column("library_entry_id", sa.Integer(), nullable=True))
        evidence.add_column(sa.Column("library_edition", sa.Integer(), nullable=True))
        evidence.create_foreign_key(
            op.f("fk_evidence_library_entry_id_library_entry"), "library_entry", ["library_entry_id"], ["id"]
        )
        evidence.create_index(op.f("ix_evidence_library_entry_id"), ["library_entry_id"])
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("evidence_id", "file_id", name=op.f("uq_evidence_file_evidence_id_file_id")),
    )
    op.create_index(op.f("ix_evidence_file_file_id"), "evidence_file", ["file_id"])


def _library() -> None:
    op.create_table(
        "library_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sort_title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["keeper_id"], ["person.id"], name=op.f("fk_library_entry_keeper_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_library_entry_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry")),
    )
    op.create_index("ix_library_entry_list", "library_entry", ["organisation_id", "sort_title", "id"])
    op.create_index(op.f("ix_library_entry_keeper_id"), "library_entry", ["keeper_id"])
    op.create_table(
        "library_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        *(_text(name) for name in ("source", "says")),
        sa.Column("dated", sa.Date(), nullable=True),
        *(_text(name) for name in ("area", "strength", "licence")),
        sa.Column("review_by", sa.Date(), nullable=True),
        _text("because"),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entry.id"], name=op.f("fk_library_edition_entry_id_library_entry")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_library_edition_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_edition")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_library_edition_entry_id_number")),
    )
    op.create_table(
        "library_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["library_edition.id"], name=op.f("fk_library_file_edition_id_library_edition")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_library_file_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_file")),
        sa.UniqueConstraint("edition_id", "file_id", name=op.f("uq_library_file_edition_id_file_id")),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_evidence_file_file_id"), table_name="evidence_file")
    op.drop_table("evidence_file")
    with op.batch_alter_table("evidence") as evidence:
        evidence.drop_index(op.f("ix_evidence_library_entry_id"))
        evidence.drop_constraint(op.f("fk_evidence_library_entry_id_library_entry"), type_="foreignkey")
        for name in ("library_edition", "library_entry_id", "review_by", "licence"):
            evidence.drop_column(name)
    op.drop_table("library_file")
    op.drop_table("library_edition")
    op.drop_index(op.f("ix_library_entry_keeper_id"), table_name="library_entry")
    op.drop_index("ix_library_entry_list", table_name="library_entry")
    op.drop_table("library_entry")
    op.drop_table("stored_file")
