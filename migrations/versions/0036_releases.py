"""Releases of what the counts of a promotion process show, the previews they come from, and their withdrawals."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "release_preview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_release_preview_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_release_preview_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_preview")),
    )
    op.create_index("ix_release_preview_process", "release_preview", ["process_id", "id"], unique=False)
    op.create_table(
        "release_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("preview_id", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("withheld", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("noughts", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("scipy", sa.Text(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("small", sa.Integer(), nullable=False),
        sa.Column("besides", sa.Integer(), nullable=False),
        sa.Column("nothing_of", sa.JSON(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("counts_digest", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preview_id"], ["release_preview.id"], name=op.f("fk_release_content_preview_id_release_preview")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_content")),
        sa.UniqueConstraint("preview_id", name=op.f("uq_release_content_preview_id")),
    )
    op.create_table(
        "promotion_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("library_edition_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["release_content.id"], name=op.f("fk_promotion_release_content_id_release_content")
        ),
        sa.ForeignKeyConstraint(
            ["library_edition_id"],
            ["library_edition.id"],
            name=op.f("fk_promotion_release_library_edition_id_library_edition"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_promotion_release_made_by_person")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_promotion_release_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_release")),
        sa.UniqueConstraint("content_id", name=op.f("uq_promotion_release_content_id")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_promotion_release_process_id_number")),
    )
    op.create_table(
        "release_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Enum("stage", "from_start", name="basis", native_enum=False, length=40), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "flagged",
                "too_few",
                "not_given",
                "hidden",
                "only_rates",
                "no_difference_seen",
                "nothing_to_compare",
                name="verdict",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["release_content.id"], name=op.f("fk_release_table_content_id_release_content")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_table")),
        sa.UniqueConstraint("content_id", "position", name=op.f("uq_release_table_content_id_position")),
    )
    op.create_index("ix_release_table_place", "release_table", ["content_id", "stage", "breakdown"], unique=False)
    op.create_table(
        "release_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_release_withdrawal_made_by_person")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["promotion_release.id"], name=op.f("fk_release_withdrawal_release_id_promotion_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_withdrawal")),
        sa.UniqueConstraint("release_id", name=op.f("uq_release_withdrawal_release_id")),
    )


def downgrade() -> None:
    op.drop_table("release_withdrawal")
    op.drop_index("ix_release_table_place", table_name="release_table")
    op.drop_table("release_table")
    op.drop_table("promotion_release")
    op.drop_table("release_content")
    op.drop_index("ix_release_preview_process", table_name="release_preview")
    op.drop_table("release_preview")
