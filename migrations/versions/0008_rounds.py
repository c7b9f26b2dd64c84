"""Rounds of checking: verdicts, openings, templates, and the planned day as the advisers' queue orders it."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LISTS = ("scope_item", "evidence", "gap", "consultation", "option", "mitigation")
TO_CHECK = sa.text("coalesce(state, '') IN ('screening_review', 'adviser_review')")
CURRENT = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _verdicts_and_openings()
    _starting_from()
    for table in LISTS:
        op.add_column(table, sa.Column("origin", sa.Integer(), nullable=True))
    op.add_column(
        "version", sa.Column("planned_key", sa.Text(), server_default=sa.text("'9999-12-31'"), nullable=False)
    )
    _fill_planned_days()
    for name, column in (("planned", "planned_key"), ("since", "state_since")):
        op.create_index(
            f"ix_version_to_check_{name}", "version", [column, "id"], sqlite_where=TO_CHECK, postgresql_where=TO_CHECK
        )


def _verdicts_and_openings() -> None:
    op.create_table(
        "section_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("remark", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_section_verdict_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_section_verdict_given_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_verdict")),
    )
    op.create_index(op.f("ix_section_verdict_submission_id"), "section_verdict", ["submission_id"], unique=False)
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_opening_version_id_version")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opening_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint(
            "person_id", "version_id", "revision", name=op.f("uq_opening_person_id_version_id_revision")
        ),
    )
    op.create_index(op.f("ix_opening_version_id"), "opening", ["version_id"], unique=False)


def _starting_from() -> None:
    op.create_table(
        "started_from",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_started_from_version_id_version")),
        sa.ForeignKeyConstraint(["source_id"], ["version.id"], name=op.f("fk_started_from_source_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_started_from")),
        sa.UniqueConstraint("version_id", name=op.f("uq_started_from_version_id")),
    )
    op.create_index(op.f("ix_started_from_source_id"), "started_from", ["source_id"], unique=False)
    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=False),
        sa.Column("offered_at", UTCDateTime(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_template_version_id_version")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_template_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["offered_by"], ["person.id"], name=op.f("fk_template_offered_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_template_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
    )
    op.create_index(op.f("ix_template_version_id"), "template", ["version_id"], unique=False)
    op.create_index(op.f("ix_template_organisation_id"), "template", ["organisation_id"], unique=False)
    op.create_index(
        "uq_template_current", "template", ["version_id"], unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT
    )


def _fill_planned_days() -> None:
    """The day stands in the answers of the proposal, in JSON; a version without one keeps the last day there is."""
    version = sa.table("version", sa.column("id"), sa.column("planned_key"))
    section = sa.table("section", sa.column("version_id"), sa.column("key"), sa.column("answers", sa.JSON()))
    connection = op.get_bind()
    rows = connection.execute(sa.select(section.c.version_id, section.c.answers).where(section.c.key == "proposal"))
    for version_id, answers in rows.all():
        if day := (answers or {}).get("planned_day"):
            connection.execute(version.update().where(version.c.id == version_id).values(planned_key=day))


def downgrade() -> None:
    for name in ("since", "planned"):
        op.drop_index(f"ix_version_to_check_{name}", table_name="version", sqlite_where=TO_CHECK)
    op.drop_column("version", "planned_key")
    for table in LISTS:
        op.drop_column(table, "origin")
    op.drop_index("uq_template_current", table_name="template", sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.drop_table("template")
    op.drop_table("started_from")
    op.drop_table("opening")
    op.drop_table("section_verdict")
