"""Adoptions withdrawn, and signed assessments adopted later by one more organisation."""

import sqlalchemy as sa
from alembic import op

from eia.db import UTCDateTime

revision = "0015"
down_revision = "0014"

OLD = "uq_signature_submission_id_organisation_id"
NEW = "uq_signature_submission_id_organisation_id_turn"


def upgrade() -> None:
    op.create_table(
        "adoption_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=False),
        *_keys("adoption_withdrawal", submission_id="submission", organisation_id="organisation",
               signature_id="signature", person_id="person", on_behalf_of_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_withdrawal")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_adoption_withdrawal_signature_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_adoption_withdrawal_submission_id"), "adoption_withdrawal", ["submission_id"])
    op.create_table(
        "local_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=False),
        *_keys("local_check", submission_id="submission", organisation_id="organisation", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_check")),
    )
    op.create_index(op.f("ix_local_check_submission_id"), "local_check", ["submission_id"])
    with op.batch_alter_table("signature") as table:
        table.add_column(sa.Column("turn", sa.Integer(), server_default=sa.text("1"), nullable=False))
        table.drop_constraint(op.f(OLD), type_="unique")
        table.create_unique_constraint(op.f(NEW), ["submission_id", "organisation_id", "turn"])


def downgrade() -> None:
    """Refused by the database where an organisation has signed in a second turn: lower down it signs once."""
    with op.batch_alter_table("signature") as table:
        table.drop_constraint(op.f(NEW), type_="unique")
        table.create_unique_constraint(op.f(OLD), ["submission_id", "organisation_id"])
        table.drop_column("turn")
    op.drop_index(op.f("ix_local_check_submission_id"), table_name="local_check")
    op.drop_table("local_check")
    op.drop_index(op.f("ix_adoption_withdrawal_submission_id"), table_name="adoption_withdrawal")
    op.drop_table("adoption_withdrawal")


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]
