"""Asking for a pack. It is built by `eia jobs`; asking twice while it is built is asking once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record
from eia.errors import NotAllowed, Reason, Refused
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import Pack
from eia.meetings.models.packs import PARTS
from eia.people.queries import Standings


def ask_for_pack(session: Session, meeting_id: int, *, part: str, supplement: int = 0, by: Standings) -> Pack:
    """A pack of that part as the agenda stands now; the one that is being built already, where there is one."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    _refuse_what_cannot_be(case, part, supplement)
    pack, is_new = queue_pack(session, case, part, supplement, by)
    if not is_new:
        return pack
    after = {"pack": pack.id, "part": part, "supplement": supplement}
    sentence = f"{_title(part, supplement)} was asked for"
    record(session, case.meeting, "pack_asked", actor=by.actor(standing), sentence=sentence, after=after)
    return pack


def queue_pack(session: Session, case: MeetingCase, part: str, supplement: int, by: Standings) -> tuple[Pack, bool]:
    """The pack, and whether it was not under way before. The meeting is locked."""
    same = (Pack.meeting_id == case.meeting.id, Pack.part == part, Pack.supplement == supplement)
    going_on = session.scalars(select(Pack).where(*same, Pack.state == "asked").order_by(Pack.id)).first()
    if going_on is not None:
        return going_on, False
    pack = Pack(
        meeting_id=case.meeting.id, supplement=supplement, part=part, meeting_revision=case.revision, state="asked",
        asked_by=by.person_id, asked_at=clock.now(),
    )  # fmt: skip
    session.add(pack)
    session.flush()
    return pack, True


def _refuse_what_cannot_be(case: MeetingCase, part: str, supplement: int) -> None:
    if not case.items:
        raise Refused(Reason("The agenda is empty. Add at least one item, then build the pack.", anchor="agenda"))
    if supplement > case.meeting.supplements:
        raise Refused(f"There is no supplement {supplement} yet.")
    if part == "restricted" and not any(item.restricted for item in case.items):
        raise Refused("Nothing on this agenda is restricted, so there is no restricted part.")


def _title(part: str, supplement: int) -> str:
    return PARTS[part] + (f" of supplement {supplement}" if supplement else "")
