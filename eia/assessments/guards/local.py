"""Who writes the local part of an organisation, and until when."""

from collections.abc import Sequence

from eia.assessments.case import Case
from eia.assessments.guards.who import AUTHOR, OWNER, has_in_hand
from eia.assessments.joint.jointly import local_code, local_key
from eia.assessments.models import Assignment
from eia.errors import NotAllowed, NotFound, NotOffered
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.workflow.table import Who

WRITING = ("draft", "screening", "full_assessment", "mitigation")


def organisation_here(case: Case, code: str) -> Organisation:
    """The organisation of that code, when it is bound; a part of its own needs more than one organisation."""
    found = next((o for o in case.bound if o.code == code), None)
    if found is None or len(case.bound) < 2:
        raise NotFound("There is no such local part.")
    return found


def local_writer(case: Case, organisation_id: int, by: Standings) -> Standing | None:
    """A policy owner of that organisation; for the lead whoever writes or owns what all share."""
    if organisation_id == case.lead.id:
        return AUTHOR.finds(case, by) or OWNER.finds(case, by)
    return by.standing(Office.POLICY_OWNER, {organisation_id})


def owned_parts(case: Case, by: Standings) -> Sequence[Organisation]:
    """The organisations other than the lead for which this person writes, and gives the local part to others."""
    owned = by.organisations_of(Office.POLICY_OWNER) - {case.lead.id}
    return [organisation for organisation in case.bound if organisation.id in owned]


def parts_to_give(case: Case, by: Standings) -> Sequence[Organisation]:
    """Those of them whose local part can be written now."""
    return [organisation for organisation in owned_parts(case, by) if is_open(case, organisation)]


def rows_to_take_back(case: Case, by: Standings) -> Sequence[Assignment]:
    """What is in others' hands and this person may take back: the author sections, an owner local parts."""
    own = {local_key(organisation.code) for organisation in owned_parts(case, by)}
    leads = AUTHOR.finds(case, by) is not None
    return [row for row in case.in_hand if (row.section in own if local_code(row.section) else leads)]


def may_write_local(case: Case, organisation: Organisation, by: Standings) -> Standing:
    """The standing to write in, or the refusal that says why not."""
    given = has_in_hand(case, by, local_key(organisation.code))
    standing = local_writer(case, organisation.id, by) or given
    if standing is None:
        who = "the author" if organisation.id == case.lead.id else f"a policy owner of {organisation.name}"
        raise NotAllowed(f"Only {who}, or whoever was given it, can write this local part.")
    if case.state in WRITING:
        return standing
    if not is_open(case, organisation):
        raise NotOffered(_too_late(organisation, _status(case, organisation)))
    if any(signature.person_id == by.person_id for signature in case.signatures):
        raise NotAllowed("You have signed this, so you cannot write in it. Ask another policy owner.")
    return standing


def is_open(case: Case, organisation: Organisation) -> bool:
    """Whether the local part can be written now: while all is, and until its organisation has answered."""
    open_to = {"sign_off": ("pending",), "signed_off": ("pending", "refused", "withdrawn")}.get(case.state, ())
    return case.state in WRITING or _status(case, organisation) in open_to


def _status(case: Case, organisation: Organisation) -> str:
    adoption = case.adoption_of(organisation.id)
    return adoption.status if adoption else "pending" if case.state == "signed_off" else ""


def _too_late(organisation: Organisation, status: str) -> str:
    if status == "signing":
        return f"{organisation.name} has begun to sign, so its local part cannot change in this round."
    if status in ("signed", "refused", "withdrawn"):
        return f"{organisation.name} has answered already, so its local part cannot change in this round."
    return "A local part can be changed while it is written, and until its organisation has signed."


def _owner_of_a_part(case: Case, by: Standings) -> Standing | None:
    found = parts_to_give(case, by)
    return by.standing(Office.POLICY_OWNER, {found[0].id}) if found else None


def _giver_of_a_part(case: Case, by: Standings) -> Standing | None:
    """Whoever could give it may take it back, until it is signed and after."""
    keys = {row.section for row in rows_to_take_back(case, by)}
    given = [organisation.id for organisation in owned_parts(case, by) if local_key(organisation.code) in keys]
    return by.standing(Office.POLICY_OWNER, {given[0]}) if given else None


LOCAL_OWNER = Who(
    "local owner",
    "a policy owner of another organisation that takes part, while its local part can be written,",
    _owner_of_a_part,
)
LOCAL_GIVER = Who(
    "local giver",
    "a policy owner of another organisation that takes part, while somebody has its local part in hand,",
    _giver_of_a_part,
)
