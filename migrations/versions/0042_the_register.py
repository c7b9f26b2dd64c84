"""What the register of assessments is read from, and the views of it that people keep."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LATE = sa.text("late")
ALONG = ("since_key", "title_key", "planned_key", "review_key", "state", "lead_id", "owner_id", "outcome",
         "decider_key")  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "register_line",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in (
            "state", "since_key", "title_key", "planned_key", "review_key", "outcome", "decider_key",
        )),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_register_line_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_register_line_version_id_version")),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_register_line_lead_id_organisation")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_register_line_owner_id_person")),
        sa.PrimaryKeyConstraint("organisation_id", "version_id", name=op.f("pk_register_line")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    for name in ALONG:
        op.create_index(f"ix_register_line_{name}", "register_line", ["organisation_id", name, "version_id"])
    op.create_index(
        "ix_register_line_late", "register_line", ["organisation_id", "version_id"],
        sqlite_where=LATE, postgresql_where=LATE,
    )  # fmt: skip
    op.create_index("ix_register_line_version_id", "register_line", ["version_id"])
    op.create_table(
        "register_effect",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("characteristic", KEY, nullable=False),
        sa.Column("way", KEY, nullable=False),
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("population", KEY, nullable=False),
        sa.Column("about", KEY, nullable=False),
        sa.Column("level", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_register_effect_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_register_effect_version_id_version")),
        sa.PrimaryKeyConstraint(
            "organisation_id", "characteristic", "way", "version_id", "population", "about",
            name=op.f("pk_register_effect"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_register_effect_way", "register_effect", ["organisation_id", "way", "version_id"])
    op.create_index("ix_register_effect_version_id", "register_effect", ["version_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_person_id", "saved_view", ["person_id", "name"])


def downgrade() -> None:
    for table in ("saved_view", "register_effect", "register_line"):
        op.drop_table(table)
