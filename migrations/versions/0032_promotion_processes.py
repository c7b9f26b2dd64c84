"""Promotion processes, their counts as they came in, what was computed of them, and who opened the figures."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "promotion_process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rank_from", sa.Text(), nullable=False),
        sa.Column("rank_to", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("criteria", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("changed", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("panel", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("encouraged", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("preferred", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("adjustments_asked", sa.Integer(), nullable=True),
        sa.Column("adjustments_granted", sa.Integer(), nullable=True),
        sa.Column("appeals_made", sa.Integer(), nullable=True),
        sa.Column("appeals_upheld", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("counts_from", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("override_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("override_by", sa.Integer(), nullable=True),
        sa.Column("override_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "adjustments_granted IS NULL OR adjustments_granted <= adjustments_asked",
            name=op.f("ck_promotion_process_no_more_granted_than_asked"),
        ),
        sa.CheckConstraint(
            "appeals_upheld IS NULL OR appeals_upheld <= appeals_made",
            name=op.f("ck_promotion_process_no_more_upheld_than_made"),
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["promotion_process.id"], name=op.f("fk_promotion_process_follows_id_promotion_process")
        ),
        sa.ForeignKeyConstraint(["id"], ["subject.id"], name=op.f("fk_promotion_process_id_subject")),
        sa.ForeignKeyConstraint(["override_by"], ["person.id"], name=op.f("fk_promotion_process_override_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_process")),
        sa.UniqueConstraint("follows_id", name=op.f("uq_promotion_process_follows_id")),
    )
    op.create_index("ix_promotion_process_state_since", "promotion_process", ["state", "state_since"], unique=False)
    op.create_table(
        "count_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("came_by", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("came_by IN ('form', 'file')", name=op.f("ck_count_edition_known_way")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_count_edition_made_by_person")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_count_edition_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_edition")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_count_edition_process_id_number")),
    )
    op.create_table(
        "figures_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_figures_opening_person_id_person")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_figures_opening_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures_opening")),
        sa.UniqueConstraint("process_id", "person_id", "day", name=op.f("uq_figures_opening_process_id_person_id_day")),
    )
    op.create_table(
        "promotion_breakdown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("group_list", sa.Text(), nullable=False),
        sa.Column("compared_with", sa.Text(), nullable=True),
        sa.Column("also_with_others", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_promotion_breakdown_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_breakdown")),
        sa.UniqueConstraint("process_id", "group_list", name=op.f("uq_promotion_breakdown_process_id_group_list")),
    )
    op.create_table(
        "promotion_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "eligible_pool",
                "applied",
                "supported",
                "sift",
                "exam",
                "assessment_centre",
                "board",
                "pool",
                "posted",
                "temporary",
                name="stagekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_promotion_stage_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_stage")),
        sa.UniqueConstraint("process_id", "key", name=op.f("uq_promotion_stage_process_id_key")),
    )
    op.create_table(
        "result_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("counts_digest", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("scipy", sa.Text(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("computed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_result_run_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_run")),
        sa.UniqueConstraint("process_id", "edition", name=op.f("uq_result_run_process_id_edition")),
    )
    op.create_table(
        "count_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fault", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('read', 'asked', 'taken', 'dropped', 'failed')", name=op.f("ck_count_import_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["count_edition.id"], name=op.f("fk_count_import_edition_id_count_edition")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_count_import_made_by_person")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_count_import_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_import")),
    )
    op.create_index(op.f("ix_count_import_process_id"), "count_import", ["process_id"], unique=False)
    op.create_index("ix_count_import_state_id", "count_import", ["state", "id"], unique=False)
    op.create_table(
        "count_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["count_edition.id"], name=op.f("fk_count_sheet_edition_id_count_edition")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["promotion_process.id"], name=op.f("fk_count_sheet_process_id_promotion_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_sheet")),
        sa.UniqueConstraint(
            "edition_id",
            "stage",
            "breakdown",
            "organisation",
            name=op.f("uq_count_sheet_edition_id_stage_breakdown_organisation"),
        ),
    )
    op.create_index(
        "ix_count_sheet_place", "count_sheet", ["process_id", "stage", "breakdown", "organisation", "id"], unique=False
    )
    op.create_table(
        "result_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
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
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["result_run.id"], name=op.f("fk_result_table_run_id_result_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_table")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_result_table_run_id_position")),
    )
    op.create_index("ix_result_table_place", "result_table", ["run_id", "stage", "breakdown"], unique=False)


def downgrade() -> None:

    op.drop_index("ix_result_table_place", table_name="result_table")
    op.drop_table("result_table")
    op.drop_index("ix_count_sheet_place", table_name="count_sheet")
    op.drop_table("count_sheet")
    op.drop_index("ix_count_import_state_id", table_name="count_import")
    op.drop_index(op.f("ix_count_import_process_id"), table_name="count_import")
    op.drop_table("count_import")
    op.drop_table("result_run")
    op.drop_table("promotion_stage")
    op.drop_table("promotion_breakdown")
    op.drop_table("figures_opening")
    op.drop_table("count_edition")
    op.drop_index("ix_promotion_process_state_since", table_name="promotion_process")
    op.drop_table("promotion_process")
