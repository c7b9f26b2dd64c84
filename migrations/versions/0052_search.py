"""What search looks in. Everything that is there already waits to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
ON_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_text', content_rowid='version_id',"
    " detail=none, columnsize=0, tokenize=\"ascii tokenchars '._'\")"
)
BLOCKS = (
    "' b12.' || (version_id >> 12)::text || ' b16.' || (version_id >> 16)::text || ' b20.' || (version_id >> 20)::text"
)
ON_POSTGRESQL = (
    f"CREATE INDEX ix_search_text_words ON search_text USING gin (((words || {BLOCKS})::tsvector))"
    " WITH (fastupdate = off)"
)
"""With the number of a version stands in which block of numbers it is, so that the newest can be looked at first."""


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_search_text_version_id_version")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_search_text")),
    )
    op.create_table(
        "search_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_search_due_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_due")),
    )
    op.execute(ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL)
    op.execute("INSERT INTO search_due (assessment_id) SELECT id FROM assessment ORDER BY id")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("search_due")
    op.drop_table("search_text")
