"""Comments: threads on sections, who is named in them, and why somebody signed over what must be fixed."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("must_fix", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "turn IN ('began', 'replied', 'resolved', 'reopened', 'withdrawn', 'must_fix', 'may_stay')"
            " AND (thread_id IS NULL) = (turn = 'began')",
            name=op.f("ck_comment_known_turn"),
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_comment_version_id_version")),
        sa.ForeignKeyConstraint(["thread_id"], ["comment.id"], name=op.f("fk_comment_thread_id_comment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_version_id"), "comment", ["version_id"], unique=False)
    op.create_index(op.f("ix_comment_person_id"), "comment", ["person_id"], unique=False)
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_mention_comment_id_comment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mention_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_comment_id"), "mention", ["comment_id"], unique=False)
    op.create_index(op.f("ix_mention_person_id"), "mention", ["person_id"], unique=False)
    op.add_column("signature", sa.Column("signed_over", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("signature") as batch:
        batch.drop_column("signed_over")
    op.drop_index(op.f("ix_mention_person_id"), table_name="mention")
    op.drop_index(op.f("ix_mention_comment_id"), table_name="mention")
    op.drop_table("mention")
    op.drop_index(op.f("ix_comment_person_id"), table_name="comment")
    op.drop_index(op.f("ix_comment_version_id"), table_name="comment")
    op.drop_table("comment")
