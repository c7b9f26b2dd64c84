"""Who may take a step: each finds the standing a person would act in, or None."""

from dataclasses import replace

from eia.assessments.case import Case
from eia.assessments.joint.jointly import local_code
from eia.assessments.joint.turns import seat
from eia.assessments.outside.consultees import open_request, requests_of
from eia.assessments.writing.hands import author_has_left
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.workflow.table import Who


def _author(case: Case, by: Standings) -> Standing | None:
    if by.person_id != case.version.author_id:
        return None
    return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Author")


def _contributor(case: Case, by: Standings) -> Standing | None:
    """Once it is signed only local parts are handed back: nothing else is written any more."""
    given = case.given_to(by.person_id)
    return next((has_in_hand(case, by, key) for key in given if local_code(key) or case.state != "signed_off"), None)


def has_in_hand(case: Case, by: Standings, key: str) -> Standing | None:
    """The standing of whoever was given this part to write."""
    if key not in case.given_to(by.person_id):
        return None
    return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Contributor")


def _giver(case: Case, by: Standings) -> Standing | None:
    shared = case.state != "signed_off" and any(not local_code(row.section) for row in case.in_hand)
    return _author(case, by) if shared else None


def writer_of(case: Case, section: str, by: Standings) -> Standing | None:
    """Who may write in this section: the author, and whoever has it in hand."""
    return AUTHOR.finds(case, by) or has_in_hand(case, by, section)


def _in_the_authors_place(case: Case, by: Standings) -> Standing | None:
    """Once the author has left: the owner, else an approver or an administrator of the lead organisation."""
    candidate = _owner(case, by) or _lead_approver(case, by) or by.standing(Office.ADMINISTRATOR, {case.lead.id})
    return candidate if candidate and author_has_left(case) else None


def _independent_adviser(case: Case, by: Standings) -> Standing | None:
    """An adviser of the lead first, else of another organisation that takes part.

    Never one who wrote in it, nor a deputy in the place of one who did.
    """
    if by.person_id in case.writers:
        return None
    own = without_writers(case, by)
    return own.standing(Office.ADVISER, {case.lead.id}) or own.standing(Office.ADVISER, case.organisation_ids)


def without_writers(case: Case, by: Standings) -> Standings:
    """Without what they could only do in the place of somebody who wrote in it."""
    return replace(by, held=tuple(s for s in by.held if s.principal_id not in case.writers))


def unbarred(case: Case, by: Standings) -> Standings:
    """Without what they could only do in the place of somebody who wrote in it or declared an interest."""
    return replace(by, held=tuple(s for s in by.held if s.principal_id not in case.barred))


def _claiming_adviser(case: Case, by: Standings) -> Standing | None:
    return _independent_adviser(case, by) if case.version.adviser_id == by.person_id else None


def _adviser_who_signs(case: Case, by: Standings) -> Standing | None:
    """For the screened-out signature: an independent adviser of an organisation that has not signed yet."""
    return _for_open_adoption(case, by) if by.person_id not in case.writers else None


def _lead_adviser(case: Case, by: Standings) -> Standing | None:
    return by.standing(Office.ADVISER, {case.lead.id})


def _answers_for_its_organisation(case: Case, by: Standings) -> Standing | None:
    if case.state == "screening_review":
        return _adviser_who_signs(case, by)
    if case.state == "signed_off":
        return joining(case, by)
    return _for_open_adoption(case, by)


def joining(case: Case, by: Standings) -> Standing | None:
    """Who signs for an organisation that is bound and not covered."""
    own = unbarred(case, by)
    for now in (True, False):
        if found := seat(case, own, case.joining, now=now) or seat(case, by, case.joining, now=now):
            return found
    return None


def _for_open_adoption(case: Case, by: Standings) -> Standing | None:
    """In the lead's name first; an organisation that has already answered comes last, and is then refused in words.

    A deputy of several acts for one who did not write it and has no interest, where there is one.
    """
    owing = {organisation.id for organisation in case.unanswered}
    own = unbarred(case, by)
    for organisations, now in (
        ({case.lead.id} & owing, True), (owing, True), ({case.lead.id} & owing, False), (owing, False),
        (case.organisation_ids, False),
    ):  # fmt: skip
        if found := seat(case, own, organisations, now=now) or seat(case, by, organisations, now=now):
            return found
    return None


def _lead_approver(case: Case, by: Standings) -> Standing | None:
    lead = {case.lead.id}
    return without_writers(case, by).standing(Office.APPROVER, lead) or by.standing(Office.APPROVER, lead)


def _other_approver(case: Case, by: Standings) -> Standing | None:
    return by.standing(Office.APPROVER, case.organisation_ids)


def _member(case: Case, by: Standings) -> Standing | None:
    """Anybody with an office in an organisation that takes part."""
    return next((s for s in by.held if s.organisation_id in case.organisation_ids), None)


def _owner(case: Case, by: Standings) -> Standing | None:
    if by.person_id != case.subject.owner_id:
        return None
    return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Owner")


def _starter(case: Case, by: Standings) -> Standing | None:
    return by.standing(Office.POLICY_OWNER, {case.lead.id}) or by.standing(Office.HR_LEAD, {case.lead.id})


def _consultee(case: Case, by: Standings) -> Standing | None:
    row = open_request(case, by.person_id)
    return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role=row.in_words) if row else None


def _asker(case: Case, by: Standings) -> Standing | None:
    if not requests_of(case, by.person_id):
        return None
    return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Asked for it")


AUTHOR = Who("author", "the author", _author)
GIVER = Who("giver", "the author, while somebody has a section in hand,", _giver)
CONTRIBUTOR = Who("contributor", "whoever has a section of it in hand", _contributor)
SUCCESSOR = Who(
    "in the author's place",
    "once the author has left, the owner of what is assessed, an approver or an administrator of the lead organisation",
    _in_the_authors_place,
)
CONSULTEE = Who("consultee", "whoever was asked for an opinion", _consultee)
ASKER = Who("asker", "whoever asked for an opinion that was not given yet", _asker)
OWNER = Who("owner", "the owner of what is assessed", _owner)
STARTER = Who("policy owner", "a policy owner of the lead organisation", _starter)
ADVISER = Who("independent adviser", "an equality adviser who did not write it", _independent_adviser)
CLAIMING_ADVISER = Who("claiming adviser", "the adviser who has claimed it", _claiming_adviser)
LEAD_ADVISER = Who("lead's adviser", "an equality adviser of the lead organisation", _lead_adviser)
SIGNING_ADVISER = Who(
    "signing adviser", "an equality adviser, or another on the route, who did not write it", _adviser_who_signs
)
APPROVER = Who(
    "approver", "an approver of an organisation that takes part, or another on its route,", _for_open_adoption
)
ANSWERING = Who("whoever answers", "whoever signs for an organisation that takes part", _answers_for_its_organisation)
LEAD_APPROVER = Who("lead's approver", "an approver of the lead organisation", _lead_approver)
ANY_APPROVER = Who("any approver", "an approver of an organisation that takes part", _other_approver)
MEMBER = Who("member", "someone with an office in an organisation that takes part", _member)
