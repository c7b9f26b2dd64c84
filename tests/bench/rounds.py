"""An assessment in its second round, changed here and there since the first."""

from tests.support.assessments import Made, make_assessment, take
from tests.support.staff import Staff
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
