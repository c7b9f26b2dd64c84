"""Routes of several signatures, and what each organisation owes by its route in a round."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from eia.db import UTCDateTime

revision = "0033"
down_revision = "0032"

OLD = "uq_signature_submission_id_organisation_id_turn"
ON_A_ROUTE = sa.text("waits_for <> ''")


def upgrade() -> None:
    op.create_table(
        "route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("stages", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> proposed_by", name=op.f("ck_route_two_administrators")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_route_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_route_proposed_by_person")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_route_confirmed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
    )
    op.create_index("ix_route_organisation", "route", ["organisation_id", "level", "from_day"])
    op.create_table(
        "owed_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_owed_signature_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_owed_signature_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_signature")),
        sa.UniqueConstraint(
            "submission_id", "organisation_id", "stage", "office",
            name=op.f("uq_owed_signature_submission_id_organisation_id_stage_office"),
        ),
    )  # fmt: skip
    with op.batch_alter_table("adoption") as table:
        table.add_column(sa.Column("waits_for", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_index(
        "ix_adoption_on_a_route", "adoption", ["organisation_id"], sqlite_where=ON_A_ROUTE, postgresql_where=ON_A_ROUTE
    )
    with op.batch_alter_table("signature") as table:
        table.add_column(sa.Column("stage", sa.Integer(), server_default=sa.text("1"), nullable=False))
        table.add_column(sa.Column("seat", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.drop_constraint(op.f(OLD), type_="unique")
        table.create_unique_constraint(
            "uq_signature_seat", ["submission_id", "organisation_id", "turn", "stage", "seat"]
        )
        table.create_unique_constraint("uq_signature_person", ["submission_id", "organisation_id", "turn", "person_id"])


def downgrade() -> None:
    grouped = "SELECT 1 FROM signature GROUP BY submission_id, organisation_id, turn HAVING COUNT(*) > 1"
    if op.get_bind().execute(sa.text(grouped)).first():
        raise CommandError(
            "Organisations have signed in several stages, and the version before knows one signature for each. No "
            "signature is ever deleted, so this database cannot go back. Restore a copy from before migration 0033."
        )
    with op.batch_alter_table("signature") as table:
        table.drop_constraint("uq_signature_person", type_="unique")
        table.drop_constraint("uq_signature_seat", type_="unique")
        table.create_unique_constraint(op.f(OLD), ["submission_id", "organisation_id", "turn"])
        table.drop_column("seat")
        table.drop_column("stage")
    op.drop_index("ix_adoption_on_a_route", "adoption")
    with op.batch_alter_table("adoption") as table:
        table.drop_column("waits_for")
    op.drop_table("owed_signature")
    op.drop_table("route")
