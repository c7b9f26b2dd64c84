"""Each index of the register says the state too, so that two filters together look at no line that does not fit."""

from alembic import op

revision = "0053"
down_revision = "0052"
SAYS = {"lead_id": "state", "owner_id": "state", "outcome": "state", "decider_key": "state", "state": "outcome"}


def upgrade() -> None:
    for column, said in SAYS.items():
        _again(column, said, "leads")


def downgrade() -> None:
    for column in SAYS:
        _again(column)


def _again(column: str, *said: str) -> None:
    name = f"ix_register_line_{column}"
    op.drop_index(name, "register_line")
    op.create_index(name, "register_line", ["organisation_id", column, "version_id", *said])
