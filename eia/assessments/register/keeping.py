"""The lines of the register, written at the end of each command from what it left, and only where they changed.

`in_order` is asked for by whatever changes an assessment or its subject; `rebuild` makes all lines anew.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from eia.assessments.case import load_case
from eia.assessments.cumulative import keeping as cumulative
from eia.assessments.cumulative.touching import live_effects, ways_of
from eia.assessments.guards.late import is_late
from eia.assessments.models import Assessment, RegisterEffect, RegisterLine
from eia.assessments.models.version import NO_DAY
from eia.assessments.register.anew import put_all_right, some_at_a_time
from eia.assessments.register.sources import EFFECT, LINE, Source, sources
from eia.assessments.search.waiting import read_anew
from eia.assessments.search.words import words_in_a_row
from eia.audit.record import instant
from eia.audit.verify import Finding
from eia.db import at_the_end
from eia.errors import Refused
from eia.frameworks.screening import Answer, is_harm
from eia.frameworks.shape import Framework
from eia.frameworks.store import framework_of
from eia.people.names import sort_name_of
from eia.subjects.models import Subject

TITLE = 80
"""So many letters of a title are kept to order by."""
AT_ONCE = 200
Row = tuple[Any, ...]


def put_in_order(session: Session, assessment_id: int) -> None:
    """At the end of this transaction, the lines of that assessment say what it says then; search reads it anew."""
    at_the_end(session, keep, assessment_id)
    read_anew(session, assessment_id)


def put_subject_in_order(session: Session, subject_id: int) -> None:
    """The same for the assessment of a subject whose title, owner or organisations changed."""
    for assessment_id in session.scalars(select(Assessment.id).where(Assessment.subject_id == subject_id)):
        put_in_order(session, assessment_id)


def put_unit_in_order(session: Session, person_id: int) -> None:
    """The same for all that somebody owns who moved to another unit."""
    for subject_id in session.scalars(select(Subject.id).where(Subject.owner_id == person_id)):
        put_subject_in_order(session, subject_id)


def keep(session: Session, assessment_ids: Iterable[int]) -> int:
    """Write the lines of these anew where they are not what they should be; how many versions that was."""
    wrong = [(source, made) for source, made in _made(session, assessment_ids) if not _is_kept(source, made)]
    for source, (lines, effects, live) in wrong:
        if set(map(tuple, source.live)) != live:
            cumulative.write(session, source.version_id, source.live, live)
        for table, kept, rows in ((RegisterLine, source.lines, lines), (RegisterEffect, source.effects, effects)):
            if set(map(tuple, kept)) == rows:
                continue
            session.execute(delete(table).where(table.version_id == source.version_id))
            if rows:
                names = [column.name for column in (LINE if table is RegisterLine else EFFECT)]
                session.execute(insert(table), [dict(zip(names, row, strict=True)) for row in sorted(rows)])
    return len(wrong)


def rebuild() -> int:
    """Put all lines right, in short transactions; how many versions had other lines than they should."""
    return put_all_right(keep, AT_ONCE) + cumulative.put_counts_right()


def verify_register(session: Session, *, only: str = "") -> Iterator[Finding]:
    """Every version (of the assessment `only`) has the lines it should have.

    What was written under a framework that cannot be read is left out: `verify_versions` names it.
    """
    for ids in some_at_a_time(session, AT_ONCE, only=only):
        with suppress(Refused):
            for source, made in _made(session, ids):
                if not _is_kept(source, made):
                    yield Finding(f"register:{source.version_id}", "is not what its assessment says: eia register")
        session.expunge_all()
    if not only:
        yield from cumulative.verify_counts(session)


def _made(session: Session, assessment_ids: Iterable[int]) -> Iterator[tuple[Source, tuple[set[Row], ...]]]:
    for source in list(sources(session, assessment_ids)):
        framework = framework_of(session, source.framework, source.digest)
        late = source.is_decided and _is_late(session, source.version_id)
        yield source, (
            lines_of(source, late), effects_of(source, framework), live_effects(source, framework)
        )  # fmt: skip


def _is_late(session: Session, version_id: int) -> bool:
    """From what is written by now: what this session has read before may be older."""
    session.flush()
    session.expire_all()
    return is_late(load_case(session, version_id))


def _is_kept(source: Source, made: tuple[set[Row], ...]) -> bool:
    return tuple(set(map(tuple, kept)) for kept in (source.lines, source.effects, source.live)) == made


def lines_of(source: Source, late: bool) -> set[Row]:
    """One for each organisation the version binds, in the order of the columns of `RegisterLine`."""
    keys = (source.owner_id, source.unit_id, source.state, instant(source.state_since), source.sort_title[:TITLE],
            words_in_a_row(source.title), source.planned_key, source.review_day or NO_DAY, source.concluded,
            sort_name_of(source.decider)[:TITLE], late)  # fmt: skip
    return {(one, source.version_id, source.lead_id, one == source.lead_id, *keys) for (one,) in source.bound}


def effects_of(source: Source, framework: Framework) -> set[Row]:
    """What its impacts say; before there are any, what its screening says."""
    found: dict[tuple[str, str, str, str], str] = {}
    said = _of_impacts(source, framework) if source.impacts else _of_screening(source, framework)
    heaviness = {level.key: place for place, level in enumerate(framework.levels)}
    for about, population, way, level in said:
        for characteristic in about.split("+"):
            key = (characteristic, way, population, about)
            if heaviness.get(level, -1) >= heaviness.get(found.get(key, ""), -1):
                found[key] = level
    return {
        (organisation, characteristic, way, source.version_id, population, about, level)
        for (characteristic, way, population, about), level in found.items()
        for (organisation,) in source.bound
    }


def _of_impacts(source: Source, framework: Framework) -> Iterator[tuple[str, str, str, str]]:
    for about, population, level, direction in source.impacts:
        for way in ways_of(framework, direction):
            yield about, population, way, level


def _of_screening(source: Source, framework: Framework) -> Iterator[tuple[str, str, str, str]]:
    for question, characteristic, population, option, direction, level in source.cells:
        given = Answer(question, characteristic, population, option, direction, level)
        chosen = framework.screening.question(question).option(option)
        ways = set(ways_of(framework, direction))
        ways |= {"harms"} if is_harm(framework, given) else set()
        ways |= {"unknown"} if chosen.unknown else set()
        for way in ways:
            yield characteristic, population, way, level or chosen.level
