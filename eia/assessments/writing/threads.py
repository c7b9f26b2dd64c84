"""Threads as they stand: made of the turns that were kept, oldest first. Nothing here is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from eia.assessments.models import Comment, Version


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread with all its turns."""

    turns: Sequence[Comment]
    begun_on: int = 0
    """The number of the earlier version it was carried over from; 0 when it was begun on this one."""

    @property
    def first(self) -> Comment:
        return self.turns[0]

    @property
    def id(self) -> int:
        return self.first.id

    @property
    def section(self) -> str:
        return self.first.section

    @property
    def standing(self) -> str:
        """ "open", "resolved" or "withdrawn"."""
        last = next((t.turn for t in reversed(self.turns) if t.turn in ("resolved", "reopened", "withdrawn")), "")
        return {"": "open", "reopened": "open"}.get(last, last)

    @property
    def is_open(self) -> bool:
        return self.standing == "open"

    @property
    def must_fix(self) -> bool:
        """Whether it was marked as “must fix” and that still holds, resolved or not."""
        last = next((t.turn for t in reversed(self.turns) if t.turn in ("must_fix", "may_stay")), "")
        return last == "must_fix" or (not last and self.first.must_fix)

    @property
    def blocks(self) -> bool:
        return self.is_open and self.must_fix

    @property
    def people(self) -> set[int]:
        """Everybody who spoke in it."""
        return {turn.person_id for turn in self.turns}

    @property
    def beginning(self) -> str:
        """The first words, for a line."""
        words = " ".join(self.first.text.split())
        return words if len(words) <= 80 else f"{words[:79].rstrip()}…"


_SAID_BEFORE = (
    select(Comment, Version.number)
    .join(Comment.version)
    .where(Version.assessment_id == bindparam("assessment_id"), Version.number < bindparam("number"))
    .order_by(Comment.id)
)


def threads_on(version: Version, session: Session) -> list[Thread]:
    """The threads of one version: those still open on the versions before it go on here, then its own."""
    if version.number == 1:
        return threads_of(version.comments)
    asked = {"assessment_id": version.assessment_id, "number": version.number}
    earlier = {row[0]: row[1] for row in session.execute(_SAID_BEFORE, asked)}
    carried = [turn for one in threads_of(earlier) if one.is_open for turn in one.turns]
    return [replace(one, begun_on=earlier.get(one.first, 0)) for one in threads_of([*carried, *version.comments])]


def threads_of(comments: Iterable[Comment]) -> list[Thread]:
    """The threads of these turns, in the order they were begun."""
    found: dict[int, list[Comment]] = {}
    for comment in sorted(comments, key=lambda each: each.id):
        found.setdefault(comment.thread_id or comment.id, []).append(comment)
    return [Thread(turns) for turns in found.values()]
