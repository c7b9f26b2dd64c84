"""An assessment in its second round, changed here and there since the first, and a long agenda among many meetings."""

from eia.db import transaction
from eia.meetings.commands.items import add_item
from eia.people.models import Person
from tests.support.assessments import Made, make_assessment, take
from tests.support.crowded import many_meetings
from tests.support.meetings import make_meeting, pin, take_at
from tests.support.staff import Staff, acting
from tests.support.writing import step_on, write_replies, write_row, write_section

SENTENCE = "People who use a wheelchair come in by the ramp on the north side, which rings a bell at the desk. "


def sent_twice(staff: Staff) -> Made:
    made = make_assessment(at="mitigation", staff=(staff,))
    write_section(made.version_id, "conclusion", {"conclusion": SENTENCE * 20})
    step_on(made.version_id, "send_to_adviser")
    take(made, "claim", staff["adviser"])
    point = {"section": "conclusion", "reason": "conclusion", "remark": "Say which side."}
    take(made, "return_to_author", staff["adviser"], stage="mitigation", points=[point])
    write_section(made.version_id, "conclusion", {"conclusion": SENTENCE.replace("north", "south") * 20})
    write_row(made.version_id, "evidence", title="Lift survey", says="No lift in the town hall.")
    write_replies(made.version_id, "The south.")
    step_on(made.version_id, "send_to_adviser")
    return made


def full_agenda(staff: Staff, meetings: int) -> int:
    """A meeting with 24 items for decision, its body with so many meetings besides; answers with its id."""
    sat = make_meeting(staff)
    pin(sat, make_assessment(at="signed_off", staff=(staff,)))
    with transaction() as session:
        author, by = session.get_one(Person, staff["owner"]), acting(session, staff["secretary"])
        for n in range(23):
            add_item(session, sat.meeting_id, kind="decision", title=f"Lease {n} of the estate", author=author, by=by)
    take_at(sat, "circulate", staff["secretary"])
    many_meetings(sat.body_id, meetings)
    return sat.meeting_id
