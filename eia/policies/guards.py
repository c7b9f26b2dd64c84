"""Who may add and change a policy, and what must be true before one changes."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from eia.assessments.models import Assessment, Version
from eia.errors import Reason
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.queries import Standing, Standings, holders
from eia.policies.case import PolicyCase
from eia.policies.catalogue.lists import classes
from eia.policies.facts import Facts
from eia.policies.models import Policy
from eia.workflow.table import Audience, Who

OFFICES = (Office.POLICY_OWNER, Office.HR_LEAD)
CHECKED = ("screening_review", "adviser_review", "sign_off")
ONLY_OWNERS = "Only a policy owner or an HR lead can add a policy. Ask an administrator who holds these offices."


def standing_to_add(by: Standings) -> Standing | None:
    """The office a new policy is added in: one of their own organisation comes first."""
    held = [standing for standing in by.held if standing.office in OFFICES]
    return min(held, key=lambda s: (s.organisation_id != by.organisation_id, OFFICES.index(s.office)), default=None)


def standing_to_start(by: Standings, policy: Policy) -> Standing | None:
    """Who may start the assessment: a policy owner or HR lead of the organisation that leads."""
    here = [by.standing(office, {policy.organisation_id}) for office in OFFICES]
    return next((standing for standing in here if standing), None)


def standing_to_change(by: Standings, policy: Policy) -> Standing | None:
    """Whoever may start its assessment, and the owner, whatever office they hold."""
    if by.person_id == policy.owner_id:
        own = Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Owner of the policy")
        return standing_to_start(by, policy) or own
    return standing_to_start(by, policy)


def against_owner(owner: Person, organisation: Organisation) -> Iterator[Reason]:
    if owner.organisation_id != organisation.id or owner.closed_at is not None:
        yield Reason(f"Choose an owner who works for {organisation.name}.", anchor="owner")


def against_facts(facts: Facts, organisation: Organisation) -> Iterator[Reason]:
    if facts.unit is not None and facts.unit.organisation_id != organisation.id:
        yield Reason(f"Choose a unit of {organisation.name}.", anchor="unit")
    if facts.policy_class and facts.policy_class not in classes():
        yield Reason("Choose a class from the list.", anchor="policy_class")
    if facts.adopted_on and facts.review_on and facts.review_on <= facts.adopted_on:
        yield Reason("The date of review must be after the date of adoption.", anchor="review_on")


def against_changing_what_is_checked(session: Session, policy: Policy) -> Iterator[Reason]:
    """Number, title and organisations stand in the text that is sent for checking, and stay as they were sent.

    The assessment is locked first: a version that is being sent at this instant has been sent, or waits.
    """
    query = select(Assessment.id, Assessment.reference).where(Assessment.subject_id == policy.id).with_for_update()
    for assessment_id, reference in session.execute(query):
        states = session.scalars(select(Version.state).where(Version.assessment_id == assessment_id))
        if not set(states).isdisjoint(CHECKED):
            yield Reason(
                f"{reference} is being checked with this number, this title and these organisations. "
                "Its author can call it back first; the owner can be changed at any time.",
                "assessments.latest",
                {"reference": reference},
            )


def among(choices: Sequence[Organisation], lead: Organisation) -> list[Organisation]:
    """The organisations a policy binds: the lead first, then those that share it, each once."""
    return [lead, *(organisation for organisation in dict.fromkeys(choices) if organisation.id != lead.id)]


def _keeps(case: PolicyCase, by: Standings) -> Standing | None:
    return standing_to_change(by, case.policy)


def _owner(case: PolicyCase) -> set[int]:
    return {case.policy.owner_id} if case.policy.owner.closed_at is None else set()


def _advisers(case: PolicyCase) -> set[int]:
    session = object_session(case.policy)
    bound = [one.id for one in case.policy.organisations]
    return {person.id for person in holders(session, Office.ADVISER, bound)} if session else set()


KEEPERS: Who[PolicyCase] = Who(
    "keepers", "its owner, or a policy owner or HR lead of the organisation that leads it,", _keeps
)
OWNER: Audience[PolicyCase] = Audience("its owner", _owner)
ADVISERS: Audience[PolicyCase] = Audience("the equality advisers of the organisations it binds", _advisers)
