"""Writing the lines of an old form into a version: after what stands there, never in its place, and never an answer.

Nothing is ticked or chosen by it. Every section it touches waits to be confirmed, as what is carried over does.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from eia.assessments.beginning.old_form_places import LINES
from eia.assessments.case import Case
from eia.assessments.commands.revising import next_revision
from eia.assessments.models import Consultation, Evidence, Gap, OldForm, OldFormLine, Option, ScreeningCell, Section
from eia.assessments.models.old_forms import section_at
from eia.forms.fields import LINE_MAXIMUM, PROSE_MAXIMUM
from eia.old_forms.placing import EVERYBODY
from eia.people.queries import Standings

FULL = "There is no more room there: an answer holds {:,} characters. Choose another place, or set it aside."
TITLE = 200
"""The longest title a row takes from a heading of the form."""


def fill(session: Session, case: Case, form: OldForm, lines: Sequence[OldFormLine], by: Standings) -> list[OldFormLine]:
    """Write the lines that have a place, in their order; answers with those that were written."""
    going = sorted((line for line in lines if line.place and not line.written), key=lambda line: line.position)
    keys = sorted({section_at(line.place) for line in going})
    sections = {key: next_revision(session, case, key, by, None) for key in keys}
    for section in sections.values():
        section.finished, section.carried_over = False, True
    for place, together in groupby(sorted(going, key=lambda line: line.place), key=lambda line: line.place):
        for line in _written(session, case, form, sections[section_at(place)], place, together):
            line.written = True
    session.flush()
    return [line for line in going if line.written]


def _written(
    session: Session, case: Case, form: OldForm, section: Section, place: str, lines: Iterable[OldFormLine]
) -> Iterator[OldFormLine]:
    head, _, rest = place.partition("/")
    for line in lines:
        if head == "screening":
            done = into_cells(session, case, rest, line.says)
        elif rest:
            done = _into_answer(section, rest, line.says, one_line=place in LINES)
        else:
            done = _into_row(session, case, form, head, line)
        if done:
            yield line
        else:
            line.place, line.because = "", FULL.format(LINE_MAXIMUM if place in LINES else PROSE_MAXIMUM)


def _joined(before: str, said: str, between: str = "\n") -> str:
    return f"{before}{between}{said}" if before else said


def _into_answer(section: Section, question: str, said: str, *, one_line: bool) -> bool:
    before = str(section.answers.get(question) or "")
    after = _joined(before, " ".join(said.split()), "; ") if one_line else _joined(before, said)
    if len(after) > (LINE_MAXIMUM if one_line else PROSE_MAXIMUM):
        return False
    section.answers = {**section.answers, question: after}
    return True


def into_cells(session: Session, case: Case, whom: str, said: str) -> bool:
    """Into the reason of the first question, left unanswered: who confirms it answers it."""
    about, _, population = whom.partition("/")
    cells = [
        _cell(session, case, case.framework.questions_for(c.key, p.key)[0].key, c.key, p.key)
        for c, p in case.pairs
        if c.key == about and population in (p.key, EVERYBODY)
    ]
    if any(len(_joined(cell.reason, said)) > PROSE_MAXIMUM for cell in cells):
        return False
    for cell in cells:
        cell.reason = _joined(cell.reason, said)
    return bool(cells)


def _cell(session: Session, case: Case, question: str, characteristic: str, population: str) -> ScreeningCell:
    for cell in case.version.cells:
        if (cell.question, cell.characteristic, cell.population) == (question, characteristic, population):
            return cell
    cell = ScreeningCell(
        version_id=case.version.id, question=question, characteristic=characteristic, population=population, reason=""
    )
    case.version.cells.append(cell)
    return cell


def _into_row(session: Session, case: Case, form: OldForm, kind: str, line: OldFormLine) -> bool:
    """Into the row that bears the heading of the line; a gap is a row of its own."""
    if len(line.says) > PROSE_MAXIMUM:
        return False
    title = (line.under.rpartition(" › ")[2] or form.name)[:TITLE]
    if kind == "gap":
        case.version.gaps.append(Gap(version_id=case.version.id, missing=line.says))
    elif kind == "evidence":
        source = next((row for row in case.version.evidence if row.title == title), None)
        if source is None:
            source = Evidence(version_id=case.version.id, title=title, says="")
            case.version.evidence.append(source)
        return _append(source, "says", line.says)
    elif kind == "option":
        option = next((row for row in case.version.options if row.title == title), None)
        if option is None:
            option = Option(version_id=case.version.id, title=title, effect="")
            case.version.options.append(option)
        return _append(option, "effect", line.says)
    else:
        asked = next((row for row in case.version.consultations if row.who == title), None)
        if asked is None:
            asked = Consultation(version_id=case.version.id, who=title, said="")
            case.version.consultations.append(asked)
        return _append(asked, "said", line.says)
    return True


def _append(row: Evidence | Option | Consultation, column: str, said: str) -> bool:
    after = _joined(getattr(row, column), said)
    if len(after) > PROSE_MAXIMUM:
        return False
    setattr(row, column, after)
    return True
