"""Actions live on: where each stands, what it is about, which action of the version before it goes on from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BEFORE = "status IN ('going_on', 'done', 'dropped')"
NOW = (
    "status IN ('going_on', 'done', 'sent_back', 'drop_proposed', 'confirmed', 'dropped', 'closed', 'moved')"
)  # fmt: skip
STANDING = """
    INSERT INTO action_standing
        (mitigation_id, version_id, owner_id, organisation_id, due, status, is_open, revision, last_note_id)
    SELECT m.id, m.version_id, m.owner_id, p.organisation_id, m.due, COALESCE(n.status, 'not_started'),
        COALESCE(n.status, 'not_started') NOT IN ('dropped', 'closed', 'moved', 'confirmed')
            AND v.state IN ('signed_off', 'screened_out'),
        (SELECT count(*) FROM action_progress a WHERE a.mitigation_id = m.id), n.id
    FROM mitigation m
    JOIN version v ON v.id = m.version_id
    JOIN person p ON p.id = m.owner_id
    LEFT JOIN action_progress n
        ON n.id = (SELECT max(a.id) FROM action_progress a WHERE a.mitigation_id = m.id)
    WHERE m.kind = 'action' AND m.due IS NOT NULL
        AND v.state IN ('signed_off', 'screened_out', 'withdrawn', 'superseded')
        AND EXISTS (SELECT 1 FROM submission s WHERE s.version_id = v.id AND s.ended_as = 'signed')
"""
ABOUT = """
    SELECT m.id, COALESCE(i.about, c.characteristic, g.characteristic, '')
    FROM action_standing a
    JOIN mitigation m ON m.id = a.mitigation_id
    LEFT JOIN impact i ON i.id = m.impact_id
    LEFT JOIN screening_cell c ON c.id = m.cell_id
    LEFT JOIN gap g ON g.id = m.gap_id
"""


def upgrade() -> None:
    _check(NOW)
    op.create_table(
        "action_standing",
        sa.Column("mitigation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("last_note_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_action_standing_counts_up")),
        sa.ForeignKeyConstraint(
            ["mitigation_id"], ["mitigation.id"], name=op.f("fk_action_standing_mitigation_id_mitigation")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_action_standing_version_id_version")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_standing_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_action_standing_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["last_note_id"], ["action_progress.id"], name=op.f("fk_action_standing_last_note_id_action_progress")
        ),
        sa.PrimaryKeyConstraint("mitigation_id", name=op.f("pk_action_standing")),
    )
    op.create_index(op.f("ix_action_standing_version_id"), "action_standing", ["version_id"])
    for name, column in LISTED.items():
        op.create_index(f"ix_action_standing_{name}", "action_standing", [column, "due", "mitigation_id"])
    op.create_table(
        "action_about",
        sa.Column("characteristic", sa.Text(), nullable=False),
        sa.Column("mitigation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mitigation_id"], ["mitigation.id"], name=op.f("fk_action_about_mitigation_id_mitigation")
        ),
        sa.PrimaryKeyConstraint("characteristic", "mitigation_id", name=op.f("pk_action_about")),
    )
    op.create_index(op.f("ix_action_about_mitigation_id"), "action_about", ["mitigation_id"])
    op.create_table(
        "action_carried",
        sa.Column("mitigation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mitigation_id"],
            ["mitigation.id"],
            name=op.f("fk_action_carried_mitigation_id_mitigation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["from_id"], ["mitigation.id"], name=op.f("fk_action_carried_from_id_mitigation")),
        sa.PrimaryKeyConstraint("mitigation_id", name=op.f("pk_action_carried")),
    )
    _fill()


LISTED = {"open": "is_open", "owner": "owner_id", "organisation": "organisation_id", "status": "status"}


def downgrade() -> None:
    op.drop_table("action_carried")
    op.drop_table("action_about")
    op.drop_table("action_standing")
    op.execute("UPDATE action_progress SET status = 'going_on' WHERE status IN ('sent_back', 'drop_proposed')")
    op.execute("UPDATE action_progress SET status = 'done' WHERE status = 'confirmed'")
    op.execute("UPDATE action_progress SET status = 'dropped' WHERE status IN ('closed', 'moved')")
    _check(BEFORE)


def _check(words: str) -> None:
    name = op.f("ck_action_progress_known_status")
    with op.batch_alter_table("action_progress") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, words)


def _fill() -> None:
    """What was signed before this migration."""
    connection = op.get_bind()
    connection.exec_driver_sql(STANDING)
    pairs = {
        (part, mitigation_id)
        for mitigation_id, about in connection.exec_driver_sql(ABOUT)
        for part in about.split("+")
        if part
    }
    about = sa.table("action_about", sa.column("characteristic"), sa.column("mitigation_id"))
    if pairs:
        connection.execute(about.insert(), [{"characteristic": c, "mitigation_id": m} for c, m in sorted(pairs)])
