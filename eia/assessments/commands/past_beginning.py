"""A draft begun from a past assessment: what it said waits to be confirmed, and nothing is answered by it."""

from sqlalchemy.orm import Session

from eia.assessments.case import Case, load_again
from eia.assessments.commands.filling import into_cells
from eia.assessments.commands.recording import record
from eia.assessments.commands.revising import next_revision
from eia.assessments.models import Evidence, EvidenceFile, PastAssessment, StartedFromPast
from eia.assessments.past.columns import WAYS
from eia.assessments.past.comparing import effects_in_words
from eia.assessments.past.listed import past_for
from eia.errors import Refused
from eia.old_forms.placing import EVERYBODY
from eia.pages import day
from eia.people.queries import Standings

NOT_OF_IT = "This past assessment is not of this policy. Choose again."


def begin_from_past(session: Session, case: Case, past_id: int, *, by: Standings) -> Case:
    """Put what it said into the draft that was just started, beside the questions, and the document as a source."""
    row = past_for(session, past_id, by)
    if row.subject_id != case.subject.id:
        raise Refused(NOT_OF_IT)
    session.add(StartedFromPast(version_id=case.version.id, past_id=row.id))
    known = {one.key for one, _ in case.pairs} & row.effects.keys()
    touched = ["evidence", "screening"] if known else ["evidence"]
    for key in touched:
        section = next_revision(session, case, key, by, None)
        section.finished, section.carried_over = False, True
    for characteristic in sorted(known):
        said = f"{name_of(row)} said: {WAYS[row.effects[characteristic]].lower()}."
        into_cells(session, case, f"{characteristic}/{EVERYBODY}", said[0].upper() + said[1:])
    case.version.evidence.append(_source(row, case))
    case.version.revision += 1
    session.flush()
    after = {"past": row.id, "reference": row.reference, "sections": touched}
    sentence = f"Begun from {name_of(row)}, which was imported and not signed here"
    record(session, case, "begun_from_past", actor=by.actor(), sentence=sentence, after=after)
    return load_again(session, case)


def name_of(row: PastAssessment) -> str:
    """ "the past assessment EQ-7 of 3 May 2021" """
    return f"the past assessment {row.reference}" + (f" of {day(row.signed_on)}" if row.signed_on else "")


def _source(row: PastAssessment, case: Case) -> Evidence:
    lines = [
        f"Signed by: {row.signed_by}" if row.signed_by else "",
        f"Outcome: {row.outcome}" if row.outcome else "",
        effects_in_words(row.effects),
        f"Where the document is: {row.link}" if row.link else "",
    ]
    source = Evidence(
        version_id=case.version.id, title=f"Past assessment {row.reference}: {row.title}"[:300],
        says="\n".join(line for line in lines if line), dated=row.signed_on,
    )  # fmt: skip
    if row.file_id is not None:
        source.files = [EvidenceFile(file_id=row.file_id, name=row.file_name)]
    return source
