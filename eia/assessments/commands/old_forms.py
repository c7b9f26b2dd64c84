"""Bringing an old form into a draft: read and proposed, moved about, brought in whole, and the rest placed by hand."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import rfc8785
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.beginning.old_form_places import places_of
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands.filling import fill
from eia.assessments.commands.recording import record
from eia.assessments.commands.revising import next_revision
from eia.assessments.guards.who import AUTHOR
from eia.assessments.models import Contributor, Evidence, EvidenceFile, OldForm, OldFormLine
from eia.assessments.workflow import TABLE
from eia.errors import NotAllowed, NotFound, NotOffered, Refused
from eia.files.keeping import Received, store
from eia.files.models import StoredFile
from eia.old_forms.placing import placed, rules_for
from eia.old_forms.shape import Line
from eia.pages import counted
from eia.people.queries import Standings

MOST_FORMS = 10
EMPTY = "There is no text in it. Check that it is the form that was filled in."
THERE = "This form was added already, as “{}”."


def read_form(session: Session, version_id: int, received: Received, lines: Sequence[Line], *, by: Standings) -> int:
    """Keep the file and every line of it, each with the place the rules propose; nothing is written yet."""
    case = _writable(session, version_id, by)
    standing = forms_of(session, version_id)
    if not lines:
        raise Refused(EMPTY)
    if len(standing) >= MOST_FORMS:
        raise Refused(f"A draft takes in at most {MOST_FORMS} forms.")
    if same := next((one for one in standing if one.file.digest == received.digest), None):
        raise Refused(THERE.format(same.name))
    file = store(session, received, by=by.person_id)
    form = OldForm(version_id=version_id, file_id=file.id, name=received.name, digest="", count=len(lines),
                   read_by=by.person_id, read_at=clock.now())  # fmt: skip
    rules, places = rules_for(case.framework.key), places_of(case)
    rows = []
    for position, line in enumerate(lines, start=1):
        to = placed(line, rules, places)
        rows.append(OldFormLine(position=position, kind=line.kind, text=line.text, under=line.where, prefix=to.prefix,
                                place=to.place, because=to.because, aside=to.aside))  # fmt: skip
    form.digest = digest_of(rows)
    session.add(form)
    session.flush()
    for row in rows:
        row.form_id = form.id
    session.add_all(rows)
    session.flush()
    told = {"form": form.id, "name": form.name, "sha256": received.digest, "lines": len(rows), "said": form.digest}
    record(session, case, "old_form_read", actor=by.actor(), sentence=f"Read the old form “{form.name}”", after=told)
    return form.id


def digest_of(lines: Sequence[OldFormLine]) -> str:
    """Over everything the form said and where, not over where it went."""
    said: list[Any] = [[line.position, line.kind, line.under, line.text] for line in lines]
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def forms_of(session: Session, version_id: int) -> Sequence[OldForm]:
    return session.scalars(select(OldForm).where(OldForm.version_id == version_id).order_by(OldForm.id)).all()


def move_lines(
    session: Session, version_id: int, form_id: int, ids: Collection[int], place: str, *, by: Standings
) -> str:
    """Name the place of some lines; once the form was brought in, write them there. Says what was done."""
    case = _writable(session, version_id, by)
    if place not in places_of(case):
        raise Refused("Choose where it goes.")
    form, lines = _lines(session, version_id, form_id, ids)
    for line in lines:
        line.place, line.aside, line.because = place, "", ""
    if form.brought_at is None:
        return f"{counted(len(lines), 'line')} moved."
    written = fill(session, case, form, lines, by)
    _wrote(session, case, form, written, by, f"Placed {counted(len(written), 'line')} of “{form.name}”")
    if not written:
        return "Nothing was placed: there is no more room there. Choose another place."
    return f"{counted(len(written), 'line')} placed."


def set_aside(
    session: Session, version_id: int, form_id: int, ids: Collection[int], reason: str, *, by: Standings
) -> str:
    """Some lines go nowhere, for a reason that stays beside them."""
    case = _writable(session, version_id, by)
    form, lines = _lines(session, version_id, form_id, ids)
    for line in lines:
        line.place, line.aside = "", reason
    session.flush()
    done = f"Set aside {counted(len(lines), 'line')} of “{form.name}”"
    told = {"form": form.id, "lines": [line.position for line in lines]}
    record(session, case, "old_form_lines_set_aside", actor=by.actor(), sentence=done, after=told, note=reason)
    return f"{counted(len(lines), 'line')} set aside."


def bring_in(session: Session, version_id: int, form_id: int, *, by: Standings) -> Case:
    """Write everything that has a place, and the form itself as a source with its file: all of it, or nothing."""
    case = _writable(session, version_id, by)
    form = form_in(session, version_id, form_id)
    if form.brought_at is not None:
        raise NotOffered("It was brought in already.")
    lines = lines_of(session, form_id)
    written = fill(session, case, form, lines, by)
    section = next_revision(session, case, "evidence", by, None)
    section.finished, section.carried_over = False, True
    source = Evidence(version_id=version_id, title=f"Old form: {form.name}"[:300], says="")
    source.files = [EvidenceFile(file_id=form.file_id, name=form.name)]
    case.version.evidence.append(source)
    form.brought_at = clock.now()
    _wrote(session, case, form, written, by, f"Brought in the old form “{form.name}”")
    return load_again(session, case)


def drop_form(session: Session, version_id: int, form_id: int, *, by: Standings) -> None:
    """Take away a form that was only read. Its file goes from the server a day later."""
    case = _writable(session, version_id, by)
    form = form_in(session, version_id, form_id)
    if form.brought_at is not None:
        raise NotOffered("It was brought in already: what it said stands in the draft, and its file is evidence.")
    name, file_id = form.name, form.file_id
    session.execute(delete(OldFormLine).where(OldFormLine.form_id == form_id))
    session.delete(form)
    session.flush()
    session.execute(delete(StoredFile).where(StoredFile.id == file_id))
    done = f"Took away the old form “{name}”, which was not brought in"
    record(session, case, "old_form_dropped", actor=by.actor(), sentence=done, after={"form": form_id})


def form_in(session: Session, version_id: int, form_id: int) -> OldForm:
    found = session.scalar(select(OldForm).where(OldForm.id == form_id, OldForm.version_id == version_id))
    if found is None:
        raise NotFound("There is no such form here. It may have been taken away.")
    return found


def lines_of(session: Session, form_id: int) -> Sequence[OldFormLine]:
    return session.scalars(
        select(OldFormLine).where(OldFormLine.form_id == form_id).order_by(OldFormLine.position)
    ).all()


def _lines(
    session: Session, version_id: int, form_id: int, ids: Collection[int]
) -> tuple[OldForm, Sequence[OldFormLine]]:
    """The lines that may still be moved; those already written stay where they are."""
    form = form_in(session, version_id, form_id)
    lines = [line for line in lines_of(session, form_id) if line.id in ids and not line.written]
    if not lines:
        raise Refused("Tick at least one line.")
    return form, lines


def _wrote(
    session: Session, case: Case, form: OldForm, written: Sequence[OldFormLine], by: Standings, sentence: str
) -> None:
    version, places = case.version, dict[str, list[int]]()
    for line in written:
        places.setdefault(line.place, []).append(line.position)
    version.revision += 1
    if by.person_id not in {contributor.person_id for contributor in version.contributors}:
        session.add(Contributor(version_id=version.id, person_id=by.person_id, since=clock.now()))
    session.flush()
    told: Mapping[str, Any] = {"form": form.id, "placed": [[place, at] for place, at in sorted(places.items())]}
    record(session, case, "old_form_brought_in", actor=by.actor(), sentence=sentence, after=told)


def _writable(session: Session, version_id: int, by: Standings) -> Case:
    case = load_case(session, version_id, lock=True)
    if AUTHOR.finds(case, by) is None:
        raise NotAllowed("Only the author can bring an old form in.")
    state = TABLE.states[case.state]
    if not state.editable:
        raise NotOffered(f"No old form can be brought in while this is at “{state.title}”.")
    return case
