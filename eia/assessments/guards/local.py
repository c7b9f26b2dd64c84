"""Who writes the local part of an organisation, and until when."""

from eia.assessments.case import Case
from eia.assessments.guards.who import AUTHOR, OWNER
from eia.errors import NotAllowed, NotFound, NotOffered
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standing, Standings

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


def may_write_local(case: Case, organisation: Organisation, by: Standings) -> Standing:
    """The standing to write in, or the refusal that says why not."""
    standing = local_writer(case, organisation.id, by)
    if standing is None:
        who = "the author" if organisation.id == case.lead.id else f"a policy owner of {organisation.name}"
        raise NotAllowed(f"Only {who} can write this local part.")
    if case.state in WRITING:
        return standing
    adoption = case.adoption_of(organisation.id)
    status = adoption.status if adoption else "pending" if case.state == "signed_off" else ""
    open_to = {"sign_off": ("pending",), "signed_off": ("pending", "refused", "withdrawn")}.get(case.state, ())
    if status not in open_to:
        raise NotOffered(_too_late(case, organisation, status))
    if any(signature.person_id == by.person_id for signature in case.signatures):
        raise NotAllowed("You have signed this, so you cannot write in it. Ask another policy owner.")
    return standing


def _too_late(case: Case, organisation: Organisation, status: str) -> str:
    if status in ("signed", "refused", "withdrawn"):
        return f"{organisation.name} has answered already, so its local part cannot change in this round."
    return "A local part can be changed while it is written, and until its organisation has signed."
