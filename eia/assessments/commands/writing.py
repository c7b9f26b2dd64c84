"""Writing in a version: sections, screening, impacts and the rows of lists. One trail entry for each save."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case, read_anew
from eia.assessments.commands.belonging import belongs_here, relied_on
from eia.assessments.commands.recording import record
from eia.assessments.commands.revising import next_revision
from eia.assessments.guards.local import may_write_local, organisation_here
from eia.assessments.guards.who import AUTHOR, writer_of
from eia.assessments.joint.jointly import COVER, local_code
from eia.assessments.loading import read_to_save
from eia.assessments.models import Contributor, Evidence, Impact, ImpactAim, ScreeningCell
from eia.assessments.models.version import NO_DAY
from eia.assessments.sections import PUBLIC_SUMMARY, section_titles
from eia.assessments.workflow import TABLE
from eia.assessments.writing.replies import POINTS
from eia.assessments.writing.rows import KINDS, RowKind
from eia.assessments.writing.two_languages import in_step
from eia.audit.record import plain
from eia.db import Base
from eia.errors import NotAllowed, NotFound, NotOffered, Refused
from eia.people.queries import Standings
from eia.workflow.table import State

Values = Mapping[str, Any]


def may_write(case: Case, section: str, by: Standings) -> None:
    """Raise the refusal when this person cannot write in this section (or local part, or replies) now."""
    state = TABLE.states[case.state]
    if section == COVER:
        section = "screening"
    if code := local_code(section):
        may_write_local(case, organisation_here(case, code), by)
    elif section == POINTS:
        _may_reply(case, state, by)
    elif writer_of(case, section, by) is None:
        raise NotAllowed("Only the author, or whoever was given this section, can write here.")
    elif section not in state.editable:
        title = section_titles(case)[section]
        raise NotOffered(f"“{title}” cannot be changed while this is at “{state.title}”.")


def _may_reply(case: Case, state: State, by: Standings) -> None:
    if AUTHOR.finds(case, by) is None:
        raise NotAllowed("Only the author can reply to these points.")
    if not state.editable:
        raise NotOffered(f"Replies cannot be changed while this is at “{state.title}”.")


def save_section(
    session: Session, version_id: int, key: str, answers: Values, *, by: Standings, seen: int, finished: bool,
    verb: str = "Saved",
) -> Case:  # fmt: skip
    """Save the single answers of a section. `seen` is the section revision the writer started from; 0 when new."""
    case = open_for_writing(session, version_id, key, by)
    section = next_revision(session, case, key, by, seen)
    before = dict(section.answers)
    section.answers = {**before, **plain(answers)}
    if key == PUBLIC_SUMMARY.key:
        section.answers, case.version.second_language = in_step(case, before, plain(answers)), case.second_language
    section.finished, section.carried_over = finished, False
    if key == "proposal":
        case.version.planned_key = str(section.answers.get("planned_day") or NO_DAY)
    return saved(session, case, key, by, _changes(before, section.answers), verb=verb)


def save_screening(
    session: Session,
    version_id: int,
    cells: Mapping[tuple[str, str, str], Values],
    shared_reason: str,
    *,
    by: Standings,
    seen: int,
    finished: bool,
) -> Case:
    """Save the whole grid: (question, characteristic, population) -> the columns of its cell."""
    case = open_for_writing(session, version_id, "screening", by)
    section = next_revision(session, case, "screening", by, seen)
    changes = _changes(dict(section.answers), {**section.answers, "shared_reason": shared_reason})
    section.answers = {**section.answers, "shared_reason": shared_reason}
    section.finished, section.carried_over = finished, False
    for key, values in cells.items():
        cell = case.cells.get(key)
        if cell is None:
            question, characteristic, population = key
            cell = ScreeningCell(
                version_id=version_id, question=question, characteristic=characteristic, population=population
            )
            session.add(cell)
        _assign(
            cell, values, changes, prefix="/".join(key[1:] if len(case.framework.screening.questions) == 1 else key)
        )
    return saved(session, case, "screening", by, changes)


def save_impact(
    session: Session, version_id: int, about: str, populations: Mapping[str, Values], *, by: Standings, seen: int
) -> Case:
    """Save what happens to people of one characteristic (or intersection): population -> columns, aims, evidence."""
    case = open_for_writing(session, version_id, "impacts", by)
    next_revision(session, case, "impacts", by, seen)
    changes: dict[str, tuple[Any, Any]] = {}
    evidence = {row.id: row for row in case.version.evidence}
    for population, values in populations.items():
        impact = case.impacts.get((about, population))
        if impact is None:
            impact = Impact(version_id=version_id, about=about, population=population)
            session.add(impact)
        _assign_impact(impact, values, [evidence[key] for key in values["evidence"] if key in evidence], changes)
    return saved(session, case, "impacts", by, changes, what=case.about_words(about))


def confirm_none(
    session: Session, version_id: int, characteristics: Sequence[str], *, by: Standings, seen: int,
    finished: bool = False,
) -> Case:  # fmt: skip
    """Carry the "no" of screening forward as the finding "none", once for each characteristic that was ticked."""
    case = open_for_writing(session, version_id, "impacts", by)
    section = next_revision(session, case, "impacts", by, seen)
    section.finished, section.carried_over = finished, False
    none = next(d.key for d in case.framework.directions if not (d.negative or d.positive or d.unknown))
    changes: dict[str, tuple[Any, Any]] = {}
    for characteristic, population in case.pairs:
        key = (characteristic.key, population.key)
        if characteristic.key not in characteristics or not case.is_closed(*key) or key in case.impacts:
            continue
        reason = "\n".join(case.reason_of(cell) for cell in case.screened(*key))
        impact = Impact(version_id=version_id, about=key[0], population=key[1], reason=reason, from_screening=True)
        impact.aims = [ImpactAim(aim=aim, direction=none) for aim in case.framework.aims_for(*key)]
        session.add(impact)
        changes["/".join(key)] = ("", none)
    return saved(session, case, "impacts", by, changes)


def save_row(
    session: Session, version_id: int, kind: str, row_id: int | None, values: Values, *, by: Standings, seen: int
) -> Case:
    """Add a row to a list, or change one. `seen` is the section revision the writer started from (changes only)."""
    row_kind = _kind(kind)
    case = open_for_writing(session, version_id, row_kind.section, by)
    changes: dict[str, tuple[Any, Any]] = {}
    belongs_here(case, kind, values)
    next_revision(session, case, row_kind.section, by, None if row_id is None else seen)
    row: Base = row_kind.model(version_id=version_id) if row_id is None else _row(case, row_kind, row_id)
    _assign(row, values, changes)
    session.add(row)
    return saved(session, case, row_kind.section, by, changes, what=row_kind.title)


def delete_row(session: Session, version_id: int, kind: str, row_id: int, *, by: Standings, seen: int) -> Case:
    """Take a row out of a list; what it said stays in the trail."""
    row_kind = _kind(kind)
    case = open_for_writing(session, version_id, row_kind.section, by)
    row = _row(case, row_kind, row_id)
    if reason := relied_on(case, row):
        raise Refused(reason)
    next_revision(session, case, row_kind.section, by, seen)
    before = {key: (value, "") for key, value in _columns(row).items() if value not in (None, "", False)}
    session.delete(row)
    return saved(session, case, row_kind.section, by, before, what=row_kind.title, verb="Removed")


def open_for_writing(session: Session, version_id: int, section: str, by: Standings) -> Case:
    case = load_case(session, version_id, lock=True)
    read_to_save(session, case.version, [kind.name for kind in KINDS.values() if kind.section == section])
    may_write(case, section, by)
    return case


def saved(
    session: Session,
    case: Case,
    key: str,
    by: Standings,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    what: str = "",
    verb: str = "Saved",
) -> Case:
    """Count the revision up, keep the writer as contributor and write the one entry that names what changed."""
    version = case.version
    version.revision += 1
    if by.person_id not in {contributor.person_id for contributor in version.contributors}:
        session.add(Contributor(version_id=version.id, person_id=by.person_id, since=clock.now()))
    session.flush()
    titles = section_titles(case)
    sentence = f"{verb} {': '.join(words for words in (titles.get(key, ''), what) if words)}"
    record(
        session,
        case,
        "content_saved",
        actor=by.actor(writer_of(case, key, by)),
        sentence=sentence,
        before={name: plain(old) for name, (old, _) in changes.items()},
        after={name: plain(new) for name, (_, new) in changes.items()},
    )
    return read_anew(session, case)


def _changes(before: Values, after: Values) -> dict[str, tuple[Any, Any]]:
    names = [*before, *(name for name in after if name not in before)]
    return {n: (before.get(n, ""), after.get(n, "")) for n in names if before.get(n, "") != after.get(n, "")}


def _assign(row: Base, values: Values, changes: dict[str, tuple[Any, Any]], prefix: str = "") -> None:
    for name, value in values.items():
        old = getattr(row, name)
        if (old or "") != (value or ""):
            changes[f"{prefix}/{name}" if prefix else name] = (old, value)
        setattr(row, name, value)


def _assign_impact(impact: Impact, values: Values, cited: list[Evidence], changes: dict[str, tuple[Any, Any]]) -> None:
    """What is said of one population; a finding that screening made stays marked as such until it is changed."""
    own: dict[str, tuple[Any, Any]] = {}
    columns = {key: value for key, value in values.items() if key not in ("aims", "evidence")}
    _assign(impact, columns, own, prefix=impact.population)
    _assign_aims(impact, values["aims"], own, prefix=impact.population)
    before, after = ([row.title for row in rows] for rows in (impact.evidence, cited))
    if before != after:
        own[f"{impact.population}/evidence"] = (before, after)
        impact.evidence = cited
    impact.from_screening = bool(impact.from_screening) and not own
    changes.update(own)


def _assign_aims(impact: Impact, aims: Mapping[str, str], changes: dict[str, tuple[Any, Any]], prefix: str) -> None:
    known = {aim.aim: aim for aim in impact.aims}
    for aim, direction in aims.items():
        row = known.get(aim)
        if row is None:
            row = ImpactAim(aim=aim, direction="")
            impact.aims.append(row)
        _assign(row, {"direction": direction}, changes, prefix=f"{prefix}/{aim}")


def _kind(kind: str) -> RowKind:
    if kind not in KINDS:
        raise NotFound("There is no such list.")
    return KINDS[kind]


def _row(case: Case, kind: RowKind, row_id: int) -> Any:
    found = next((row for row in kind.rows(case) if row.id == row_id), None)
    if found is None:
        raise NotFound("It is not there any more. Somebody may have removed it.")
    return found


def _columns(row: Base) -> dict[str, Any]:
    return {column.key: plain(getattr(row, column.key)) for column in inspect(type(row)).column_attrs}
