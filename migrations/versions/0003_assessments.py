"""Assessments: versions, content, rounds and what comes after."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "reference_counter",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reference_counter_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "year", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_assessment_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("reference", name=op.f("uq_assessment_reference")),
    )
    op.create_index(op.f("ix_assessment_organisation_id"), "assessment", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_assessment_subject_id"), "assessment", ["subject_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("framework", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("opened_because", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("challenges", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("revision >= 1 AND round >= 0", name=op.f("ck_version_counts_up")),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_version_adviser_id_person")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_version_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_version_author_id_person")),
        sa.ForeignKeyConstraint(
            ["framework"], ["stored_framework.key"], name=op.f("fk_version_framework_stored_framework")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("assessment_id", "number", name=op.f("uq_version_assessment_id_number")),
    )
    op.create_index(op.f("ix_version_adviser_id"), "version", ["adviser_id"], unique=False)
    op.create_index(op.f("ix_version_author_id"), "version", ["author_id"], unique=False)
    op.create_index("ix_version_state_since_id", "version", ["state", "state_since", "id"], unique=False)
    op.create_index(
        "uq_version_one_open",
        "version",
        ["assessment_id"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('draft', 'screening', 'full_assessment', 'mitigation', 'screening_review', 'adviser_review', 'sign_off')"
        ),
        postgresql_where=sa.text(
            "state IN ('draft', 'screening', 'full_assessment', 'mitigation', 'screening_review', 'adviser_review', 'sign_off')"
        ),
    )
    op.create_table(
        "adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_adoption_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_adoption_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sa.UniqueConstraint(
            "version_id", "round", "organisation_id", name=op.f("uq_adoption_version_id_round_organisation_id")
        ),
    )
    op.create_index(op.f("ix_adoption_organisation_id"), "adoption", ["organisation_id"], unique=False)
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("done", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_consultation_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_version_id"), "consultation", ["version_id"], unique=False)
    op.create_table(
        "contributor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contributor_person_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_contributor_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributor")),
        sa.UniqueConstraint("version_id", "person_id", name=op.f("uq_contributor_version_id_person_id")),
    )
    op.create_index(op.f("ix_contributor_person_id"), "contributor", ["person_id"], unique=False)
    op.create_table(
        "decision_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("content_digest", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decider", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.Time(), nullable=True),
        sa.Column("regard", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_decision_record_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_record_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_decision_record_recorded_by_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_decision_record_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_record")),
    )
    op.create_index(op.f("ix_decision_record_assessment_id"), "decision_record", ["assessment_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("says", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("area", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("strength", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("supplied_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_evidence_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_version_id"), "evidence", ["version_id"], unique=False)
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("characteristic", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_gap_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
    )
    op.create_index(op.f("ix_gap_version_id"), "gap", ["version_id"], unique=False)
    op.create_table(
        "impact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("population", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("who", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("how_many", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("how_bad", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("how_likely", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("from_screening", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_impact_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact")),
        sa.UniqueConstraint("version_id", "about", "population", name=op.f("uq_impact_version_id_about_population")),
    )
    op.create_index(op.f("ix_impact_version_id"), "impact", ["version_id"], unique=False)
    op.create_table(
        "option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("does_nothing", sa.Boolean(), nullable=False),
        sa.Column("effect", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("chosen", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("because", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_option_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option")),
    )
    op.create_index(op.f("ix_option_version_id"), "option", ["version_id"], unique=False)
    op.create_table(
        "scope_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_scope_item_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_item")),
    )
    op.create_index(op.f("ix_scope_item_version_id"), "scope_item", ["version_id"], unique=False)
    op.create_table(
        "screening_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("characteristic", sa.Text(), nullable=False),
        sa.Column("population", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("direction", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("level", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("shares_reason", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_screening_cell_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_cell")),
        sa.UniqueConstraint(
            "version_id",
            "question",
            "characteristic",
            "population",
            name=op.f("uq_screening_cell_version_id_question_characteristic_population"),
        ),
    )
    op.create_index(op.f("ix_screening_cell_version_id"), "screening_cell", ["version_id"], unique=False)
    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("carried_over", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_section_saved_by_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_section_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_section_version_id_key")),
    )
    op.create_index(op.f("ix_section_version_id"), "section", ["version_id"], unique=False)
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_as", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_submission_submitted_by_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_submission_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("version_id", "round", name=op.f("uq_submission_version_id_round")),
    )
    op.create_table(
        "impact_aim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_impact_aim_impact_id_impact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_aim")),
        sa.UniqueConstraint("impact_id", "aim", name=op.f("uq_impact_aim_impact_id_aim")),
    )
    op.create_table(
        "impact_evidence",
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_impact_evidence_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_impact_evidence_impact_id_impact")),
        sa.PrimaryKeyConstraint("impact_id", "evidence_id", name=op.f("pk_impact_evidence")),
    )
    op.create_table(
        "mitigation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("impact_id", sa.Integer(), nullable=True),
        sa.Column("gap_id", sa.Integer(), nullable=True),
        sa.Column("cell_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("measure", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("aim", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("necessity", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("alternatives", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("residual", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('action', 'control', 'justification', 'reason')", name=op.f("ck_mitigation_known_kind")
        ),
        sa.CheckConstraint(
            "(CASE WHEN impact_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN gap_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN cell_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_mitigation_meets_one_thing"),
        ),
        sa.ForeignKeyConstraint(["cell_id"], ["screening_cell.id"], name=op.f("fk_mitigation_cell_id_screening_cell")),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_mitigation_gap_id_gap")),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_mitigation_impact_id_impact")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_mitigation_owner_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_mitigation_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mitigation")),
    )
    op.create_index(op.f("ix_mitigation_owner_id"), "mitigation", ["owner_id"], unique=False)
    op.create_index(op.f("ix_mitigation_version_id"), "mitigation", ["version_id"], unique=False)
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opinion_person_id_person")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_opinion_submission_id_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_opinion_submission_id")),
    )
    op.create_table(
        "return_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("reply", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("replied_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_return_point_made_by_person")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_return_point_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_point")),
    )
    op.create_index(op.f("ix_return_point_submission_id"), "return_point", ["submission_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("declaration", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("shared_digest", sa.Text(), nullable=False),
        sa.Column("local_digest", sa.Text(), nullable=False),
        sa.Column("signed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["person.id"], name=op.f("fk_signature_on_behalf_of_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signature_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_signature_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint(
            "submission_id", "organisation_id", name=op.f("uq_signature_submission_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_signature_organisation_id"), "signature", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_signature_person_id"), "signature", ["person_id"], unique=False)
    op.create_table(
        "signed_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signed_part_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_signed_part_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_part")),
        sa.UniqueConstraint(
            "submission_id", "organisation_id", name=op.f("uq_signed_part_submission_id_organisation_id")
        ),
    )
    op.create_index(
        "uq_signed_part_shared",
        "signed_part",
        ["submission_id"],
        unique=True,
        sqlite_where=sa.text("organisation_id IS NULL"),
        postgresql_where=sa.text("organisation_id IS NULL"),
    )
    op.create_table(
        "action_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mitigation_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("result", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("residual", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('going_on', 'done', 'dropped')", name=op.f("ck_action_progress_known_status")),
        sa.ForeignKeyConstraint(
            ["mitigation_id"], ["mitigation.id"], name=op.f("fk_action_progress_mitigation_id_mitigation")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_action_progress_noted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_progress")),
    )
    op.create_index(op.f("ix_action_progress_mitigation_id"), "action_progress", ["mitigation_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_action_progress_mitigation_id"), table_name="action_progress")
    op.drop_table("action_progress")
    op.drop_index(
        "uq_signed_part_shared",
        table_name="signed_part",
        sqlite_where=sa.text("organisation_id IS NULL"),
        postgresql_where=sa.text("organisation_id IS NULL"),
    )
    op.drop_table("signed_part")
    op.drop_index(op.f("ix_signature_person_id"), table_name="signature")
    op.drop_index(op.f("ix_signature_organisation_id"), table_name="signature")
    op.drop_table("signature")
    op.drop_index(op.f("ix_return_point_submission_id"), table_name="return_point")
    op.drop_table("return_point")
    op.drop_table("opinion")
    op.drop_index(op.f("ix_mitigation_version_id"), table_name="mitigation")
    op.drop_index(op.f("ix_mitigation_owner_id"), table_name="mitigation")
    op.drop_table("mitigation")
    op.drop_table("impact_evidence")
    op.drop_table("impact_aim")
    op.drop_table("submission")
    op.drop_index(op.f("ix_section_version_id"), table_name="section")
    op.drop_table("section")
    op.drop_index(op.f("ix_screening_cell_version_id"), table_name="screening_cell")
    op.drop_table("screening_cell")
    op.drop_index(op.f("ix_scope_item_version_id"), table_name="scope_item")
    op.drop_table("scope_item")
    op.drop_index(op.f("ix_option_version_id"), table_name="option")
    op.drop_table("option")
    op.drop_index(op.f("ix_impact_version_id"), table_name="impact")
    op.drop_table("impact")
    op.drop_index(op.f("ix_gap_version_id"), table_name="gap")
    op.drop_table("gap")
    op.drop_index(op.f("ix_evidence_version_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_decision_record_assessment_id"), table_name="decision_record")
    op.drop_table("decision_record")
    op.drop_index(op.f("ix_contributor_person_id"), table_name="contributor")
    op.drop_table("contributor")
    op.drop_index(op.f("ix_consultation_version_id"), table_name="consultation")
    op.drop_table("consultation")
    op.drop_index(op.f("ix_adoption_organisation_id"), table_name="adoption")
    op.drop_table("adoption")
    op.drop_index(
        "uq_version_one_open",
        table_name="version",
        sqlite_where=sa.text(
            "state IN ('draft', 'screening', 'full_assessment', 'mitigation', 'screening_review', 'adviser_review', 'sign_off')"
        ),
        postgresql_where=sa.text(
            "state IN ('draft', 'screening', 'full_assessment', 'mitigation', 'screening_review', 'adviser_review', 'sign_off')"
        ),
    )
    op.drop_index("ix_version_state_since_id", table_name="version")
    op.drop_index(op.f("ix_version_author_id"), table_name="version")
    op.drop_index(op.f("ix_version_adviser_id"), table_name="version")
    op.drop_table("version")
    op.drop_index(op.f("ix_assessment_subject_id"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_organisation_id"), table_name="assessment")
    op.drop_table("assessment")
    op.drop_table("reference_counter")
