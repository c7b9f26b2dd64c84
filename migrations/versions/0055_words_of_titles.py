"""The words of titles beside the lines of the register, and the words that are found by their beginning.

The lines are put right by `eia db upgrade`; the words are those that are kept of each version by now.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
AT_ONCE = 5_000
OF_PARTS = "taemc"
"""The letters before a word that stand for a part of an assessment."""


def upgrade() -> None:
    op.add_column("register_line", sa.Column("title_words", KEY, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "search_word",
        sa.Column("word", KEY, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    words = {word for kept in _kept() for word in _words(kept)}
    if words:
        op.bulk_insert(sa.table("search_word", sa.column("word")), [{"word": word} for word in sorted(words)])


def _kept() -> Iterator[str]:
    """What is kept of each version, some at a time."""
    text, last = sa.table("search_text", sa.column("version_id"), sa.column("words")), 0
    query = sa.select(text).order_by(text.c.version_id).limit(AT_ONCE)
    while rows := op.get_bind().execute(query.where(text.c.version_id > last)).all():
        yield from (row.words for row in rows)
        last = rows[-1].version_id


def _words(kept: str) -> Iterator[str]:
    """Those that begin with three letters, in scripts without case with one."""
    for one in kept.split():
        letter, _, word = one.partition(".")
        if letter in OF_PARTS and word[:3].isalpha() and (len(word) >= 3 or not word.isascii()):
            yield word


def downgrade() -> None:
    op.drop_table("search_word")
    op.drop_column("register_line", "title_words")
