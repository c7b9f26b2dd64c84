"""What an organisation adds for itself, as one of its policy owners writes it."""

from eia.assessments.case import Case
from eia.assessments.commands.local import save_local
from eia.db import transaction
from tests.support.assessments import Made
from tests.support.staff import Staff, acting
from tests.support.writing import read


def write_local(made: Made, staff: Staff, part: str = "owner", words: str = "The desk is 200 metres away.") -> Case:
    own = read(made.version_id).local_of(staff.organisation_id)
    with transaction() as session:
        by = acting(session, staff[part])
        seen = own.revision if own else 0
        return save_local(session, made.version_id, staff.code, {"applies": words}, by=by, seen=seen)
