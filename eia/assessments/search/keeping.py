"""The words of each version, kept for search: read anew soon after each change, by `eia jobs`.

`index_due` does what waits, `rebuild` makes all words anew, `keep` is what both call, and any load in bulk may. A row
that waits is taken away before the text is read, in one transaction: a change that is committed later has its own row.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from eia.assessments.models import SearchDue, SearchText
from eia.assessments.register.anew import put_all_right, some_at_a_time
from eia.assessments.search.beginnings import learn, unknown_of
from eia.assessments.search.texts import Saying, sayings
from eia.assessments.search.words import LITTLE, folded_words
from eia.audit.verify import Finding
from eia.db import db, transaction
from eia.notices.jobs import Job

AT_ONCE = 100
"""So many changes, or assessments, in one transaction: writers wait no longer than for these."""
MOST = 500_000
"""So many letters of the words of one version are kept: PostgreSQL takes no more than a megabyte."""
LETTERS = {"title": "t", "answers": "a", "evidence": "e", "actions": "m", "comments": "c"}
"""Part -> the letter its words begin with."""
OF_PARTS = frozenset(LETTERS.values())
_KEY = re.compile("[a-z0-9_]+")


def kept_as(letter: str, what: object) -> str:
    return f"{letter}.{what}"


def words_of(saying: Saying) -> str:
    """What is kept of a version: who may find it, what it is narrowed by, and its words."""
    found = {
        kept_as(LETTERS[one.part], word)
        for one in saying.said
        for word in folded_words(one.text)
        if word not in LITTLE
    }  # fmt: skip
    finders = [kept_as("o", one) for one in saying.bound] + [kept_as("p", one) for one in saying.people]
    state, outcome, late = (*saying.line, "", "", False)[:3]
    marks = set(marks_of(state=state, outcome=outcome, late=bool(late)))
    for about, way in saying.effects:
        marks.update(marks_of(characteristic=about), marks_of(direction=way), marks_of(characteristic=f"{about}_{way}"))
    whole = " ".join([*finders, *sorted(marks), *sorted(found)])
    return whole if len(whole) <= MOST else whole[:MOST].rpartition(" ")[0]


def marks_of(*, state: str = "", outcome: str = "", late: bool = False, characteristic: str = "", direction: str = ""
) -> list[str]:  # fmt: skip
    """By what the register is narrowed, as it stands among the words; a key that is not plain is left out."""
    asked = {"s": state, "r": outcome, "l": "late" if late else "", "h": characteristic, "w": direction}
    return [kept_as(letter, key) for letter, key in asked.items() if _KEY.fullmatch(key)]


def indexing() -> Job:
    """The job that reads what changed, some seconds after it did."""
    return Job("read for search", 5, index_due)


def index_due() -> int:
    """Read anew whatever waits, in short transactions; how many versions have other words than before."""
    changed = 0
    while db.session.scalar(select(SearchDue.id).limit(1)) is not None:
        with transaction() as session:
            due = session.execute(select(SearchDue.id, SearchDue.assessment_id).order_by(SearchDue.id).limit(AT_ONCE))
            rows = [(row.id, row.assessment_id) for row in due]
            session.execute(delete(SearchDue).where(SearchDue.id.in_([number for number, _ in rows])))
            changed += keep(session, {assessment_id for _, assessment_id in rows})
    return changed


def keep(session: Session, assessment_ids: Iterable[int]) -> int:
    """Write the words of every version of these anew where they are others; how many versions that was."""
    made = _made(session, assessment_ids)
    kept = _kept(session, made)
    changed = [one for one in made if kept.get(one) != made[one]]
    learn(session, _learnt(made))
    if changed:
        session.execute(delete(SearchText).where(SearchText.version_id.in_([one for one in changed if one in kept])))
        session.execute(insert(SearchText), [{"version_id": one, "words": made[one]} for one in changed])
    return len(changed)


def _learnt(made: Mapping[int, str]) -> set[str]:
    """The words among all that is kept of these versions: what stands behind the letter of a part."""
    kept = {one.partition(".") for words in made.values() for one in words.split()}
    return {word for letter, _, word in kept if letter in OF_PARTS}


def rebuild() -> int:
    """Put all words right, in short transactions; how many versions had others than they should."""
    return put_all_right(keep, AT_ONCE)


def verify_search(session: Session, *, only: str = "") -> Iterator[Finding]:
    """Every version (of the assessment `only`) that does not wait to be read has the words it should have."""
    for ids in some_at_a_time(session, AT_ONCE, only=only):
        waiting = set(session.scalars(select(SearchDue.assessment_id).where(SearchDue.assessment_id.in_(ids))))
        made = _made(session, [one for one in ids if one not in waiting])
        kept = _kept(session, made)
        unknown = unknown_of(session, _learnt(made))
        for version_id in sorted(made):
            if kept.get(version_id) != made[version_id] or not unknown.isdisjoint(_learnt({0: made[version_id]})):
                yield Finding(f"search:{version_id}", "is not found by what its assessment says: eia search")


def behind(session: Session) -> int:
    """How many assessments wait to be read."""
    return session.scalar(select(func.count(SearchDue.assessment_id.distinct()))) or 0


def _made(session: Session, assessment_ids: Iterable[int]) -> dict[int, str]:
    return {one.version_id: words_of(one) for one in sayings(session, assessments=assessment_ids).values()}


def _kept(session: Session, version_ids: Iterable[int]) -> dict[int, str]:
    query = select(SearchText.version_id, SearchText.words).where(SearchText.version_id.in_(sorted(version_ids)))
    return dict(session.execute(query).all())
