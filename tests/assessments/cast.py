"""Who looks at the situations of the golden tables: by the part they play."""

from dataclasses import replace

from sqlalchemy.orm import Session

from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from tests.support.staff import Staff, acting


def cast_of(session: Session, lead: Staff, partner: Staff, stranger: Staff) -> dict[str, Standings]:
    """Who is asked what they may do: by the part they play."""
    author, contributor = acting(session, lead["second_owner"]), acting(session, lead["owner"])
    signs = [Standing(office, lead.organisation_id, "Lead") for office in (Office.ADVISER, Office.APPROVER)]
    cast = {
        "author": author,
        "author who has left the office": replace(author, held=()),
        "author who is adviser and approver too": replace(author, held=(*author.held, *signs)),
        "contributor who is adviser and approver too": replace(contributor, held=(*contributor.held, *signs)),
        "deputy for the author as approver": _deputy_for(acting(session, lead["chair"]), author, lead),
        "deputy for the author and for the lead's approver": _deputy_for_both(
            acting(session, lead["chair"]), author, acting(session, lead["approver"]), lead
        ),
        "deputy for a contributor and for the partner's approver": _deputy_for_both(
            acting(session, partner["chair"]), contributor, acting(session, partner["approver"]), partner
        ),
        "deputy for a contributor as adviser": _deputy_for(
            acting(session, lead["secretary"]), contributor, lead, office=Office.ADVISER
        ),
        "contributor who is approver of the partner too": _approver_too(contributor, partner, "Partner"),
        "head of department of the lead who is its approver too": _approver_too(acting(session, lead["head"]), lead),
        "approver of the lead and the partner": _of_both(acting(session, lead["approver"]), partner),
        "adviser of the lead and the partner": _of_both(acting(session, lead["adviser"]), partner),
    }
    for staff, whose in ((lead, "lead"), (partner, "partner"), (stranger, "stranger")):
        for part in staff.people:
            words = {"member": "owner of the policy" if whose == "lead" else "member", "deputy": "approver's deputy"}
            name = f"{whose}'s {words.get(part, part.replace('_', ' '))}"
            if not (whose == "lead" and part == "second_owner"):
                cast[name] = acting(session, staff[part])
    return cast


def _deputy_for(deputy: Standings, principal: Standings, staff: Staff, office: Office = Office.APPROVER) -> Standings:
    standing = Standing(office, staff.organisation_id, principal.organisation_name, principal.person_id, principal.name)
    return replace(deputy, held=(standing,))


def _deputy_for_both(deputy: Standings, first: Standings, second: Standings, staff: Staff) -> Standings:
    held = [_deputy_for(deputy, principal, staff).held[0] for principal in (first, second)]
    return replace(deputy, held=tuple(held))


def _approver_too(by: Standings, staff: Staff, name: str = "Lead") -> Standings:
    return replace(by, held=(*by.held, Standing(Office.APPROVER, staff.organisation_id, name)))


def _of_both(by: Standings, partner: Staff) -> Standings:
    return replace(by, held=(*by.held, Standing(by.held[0].office, partner.organisation_id, "Partner")))
