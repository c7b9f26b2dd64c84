"""Whose turn it is to sign for an organisation. Guards, audiences, commands and pages ask here.

An organisation that has a route signs in stages, each by its offices in any order; the others owe one signature.
"""

from collections.abc import Iterable, Sequence

from eia.assessments.case import Case
from eia.assessments.models import Adoption, OwedSignature, Signature, Submission
from eia.pages import joined
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.people.routes import Stages, written


def stages(case: Case, organisation_id: int) -> Stages:
    """All the stages in which that organisation signs this round; one of one office where it has no route."""
    route = case.submission.route_of(organisation_id) if case.submission else ()
    return route or case.routes_to_come.get(organisation_id) or ((case.usual,),)


def given(case: Case, organisation_id: int) -> Sequence[Signature]:
    """What was signed for it since it began to sign; nothing when it has answered and may begin anew."""
    adoption = case.adoption_of(organisation_id)
    signing = adoption is not None and adoption.status == "signing"
    return case.submission.turn_of(organisation_id) if case.submission and signing else []


def stage_now(case: Case, organisation_id: int) -> tuple[int, tuple[Office, ...]]:
    """The first stage that is not complete, with the offices that still sign in it; (0, ()) after the last."""
    route = stages(case, organisation_id)
    done = {(signature.stage, signature.seat or route[0][0]) for signature in given(case, organisation_id)}
    for number, offices in enumerate(route, start=1):
        if left := tuple(office for office in offices if (number, office) not in done):
            return number, left
    return 0, ()


def due(case: Case, organisation_id: int) -> tuple[Office, ...]:
    """The offices that sign for that organisation next, in any order."""
    return stage_now(case, organisation_id)[1]


def in_turn(offices: Iterable[Office]) -> str:
    """As an adoption keeps whom it waits for: ",approver,"."""
    return f",{','.join(offices)},"


def offices_in(waits_for: str) -> list[Office]:
    return [Office(word) for word in waits_for.split(",") if word]


def settle_route(submission: Submission, adoption: Adoption, route: Stages) -> str:
    """Write down what that organisation owes in this round, when it is several signatures; as the trail says it."""
    if len(route) < 2:
        return ""
    for number, offices in enumerate(route, start=1):
        for office in offices:
            owed = OwedSignature(organisation_id=adoption.organisation_id, stage=number, office=office)
            submission.owed.append(owed)
    adoption.waits_for = in_turn(route[0])
    return written(route)


def still_to_sign(case: Case, organisation_id: int) -> list[Office]:
    """Every office that signs for it from now on, whoever's turn it is."""
    number, left = stage_now(case, organisation_id)
    later = stages(case, organisation_id)[number:] if number else ()
    return list(dict.fromkeys((*left, *(office for stage in later for office in stage))))


def is_last(case: Case, organisation_id: int) -> bool:
    """Whether the next signature answers for that organisation."""
    return stage_now(case, organisation_id)[0] == len(stages(case, organisation_id))


def signers_so_far(case: Case, organisation_id: int) -> set[int]:
    """Whoever signed in a stage of its route, and in whose place: nobody signs twice for one organisation."""
    people = {who for one in given(case, organisation_id) for who in (one.person_id, one.on_behalf_of_id)}
    return {person for person in people if person}


def seat(case: Case, by: Standings, organisation_ids: Iterable[int], *, now: bool = False) -> Standing | None:
    """The standing in which somebody signs for one of these; one whose turn it is comes first, then one in person.

    `now` leaves out those whose turn it is not, and those who have signed for that organisation already.
    """
    wanted = set(organisation_ids)
    found = [s for s in by.held if s.organisation_id in wanted and _signs(case, by, s, now=now)]
    return min(
        found, key=lambda s: (s.office not in due(case, s.organisation_id), s.principal_id is not None), default=None
    )


def _signs(case: Case, by: Standings, standing: Standing, *, now: bool) -> bool:
    whose = standing.organisation_id
    if now:
        return standing.office in due(case, whose) and not signers_so_far(case, whose) & {
            by.person_id,
            standing.principal_id,
        }
    return any(standing.office in offices for offices in stages(case, whose))


def on_a_route(case: Case) -> list[Organisation]:
    """The organisations of the round that sign in more than one stage."""
    return [o for o in case.organisations if len(stages(case, o.id)) > 1] if case.submission else []


def turns_in_words(turns: Sequence[tuple[str, Sequence[Office]]]) -> str:
    """Organisation and offices -> "the approvers of Bedfordshire and Herts and the heads of department of Kent"."""
    of: dict[str, list[str]] = {}
    for name, offices in turns:
        of.setdefault(joined([office.plural for office in offices]), []).append(name)
    return joined([f"the {offices} of {joined(names)}" for offices, names in of.items()])
