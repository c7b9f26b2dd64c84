"""The route of each organisation that signs in several stages: who has signed, whose turn it is, who comes after."""

from collections.abc import Sequence
from dataclasses import dataclass

from eia.assessments.case import Case
from eia.assessments.guards.who import unbarred
from eia.assessments.joint.turns import on_a_route, seat, signers_so_far, stage_now, stages
from eia.assessments.models import Signature
from eia.pages import joined, moment
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standings

SIGNED_IN = ("sign_off", "screening_review", "signed_off")
ENDED = ("signed", "refused", "withdrawn")


@dataclass(frozen=True, slots=True)
class Seat:
    """One office of a stage. `tag` and `colour` say at a glance where it is, `says` who and when."""

    office: str
    tag: str
    colour: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class RouteShown:
    """`headline` and `after` are for the reader: whether it is their turn, and what comes then."""

    code: str
    organisation: str
    headline: str
    after: str
    stages: Sequence[Sequence[Seat]]
    is_own: bool
    """Whether the reader works there, or has a part in it."""
    is_turn: bool
    """Whether the reader signs now."""


def routes_shown(case: Case, by: Standings) -> list[RouteShown]:
    """The reader's own first. Nothing while it is written, and for organisations that owe one signature."""
    if not case.adoptions or case.submission is None or case.submission.ended_as in ("returned", "recalled"):
        return []
    return sorted((_shown(case, one, by) for one in on_a_route(case)), key=lambda route: not route.is_own)


def _shown(case: Case, organisation: Organisation, by: Standings) -> RouteShown:
    here, route = organisation.id, stages(case, organisation.id)
    adoption = case.adoption_of(here)
    owing = adoption is not None and adoption.status not in ENDED
    given = case.submission.turn_of(here) if case.submission else []
    at, now = stage_now(case, here) if owing and case.state in SIGNED_IN else (0, ())
    signed = {(one.stage, one.seat): one for one in given}
    offices = tuple(
        tuple(_seat(office, signed.get((number, office)), number == at and office in now) for office in stage)
        for number, stage in enumerate(route, start=1)
    )
    headline, after = _for_reader(case, organisation, by, now) if now else ("", "")
    is_own = bool(headline) or here == by.organisation_id
    return RouteShown(organisation.code, organisation.name, headline, after, offices, is_own, is_turn=bool(after))


def _seat(office: Office, signature: Signature | None, is_next: bool) -> Seat:
    if signature is None:
        return Seat(office.words, "Signs now", "yellow") if is_next else Seat(office.words, "Not signed yet", "grey")
    instead = f" for {signature.on_behalf_of.name}" if signature.on_behalf_of else ""
    says = f"{signature.person.name}{instead}, {moment(signature.signed_at)}"
    if signature.kind == "refusal":
        return Seat(office.words, "Refused", "red", says)
    return Seat(office.words, "Signed", "green", says)


def _for_reader(case: Case, organisation: Organisation, by: Standings, now: Sequence[Office]) -> tuple[str, str]:
    """Whether it is their turn, and who comes after them; nothing for somebody who has no part in it."""
    here = organisation.id
    mine = seat(case, unbarred(case, by), [here], now=True)
    if by.person_id in case.barred:
        return "", ""
    if mine:
        return f"It is your turn: you sign as {mine.words.lower()}.", _after(case, here, mine.office)
    if by.person_id in signers_so_far(case, here):
        return f"You have signed. The {_words(now)} {_verb(now)} next.", ""
    if seat(case, unbarred(case, by), [here]):
        return f"It is not your turn yet: the {_words(now)} {_verb(now)} first. You will be told when it is.", ""
    return "", ""


def _after(case: Case, organisation_id: int, office: Office) -> str:
    """Who signs after that office, which is due now."""
    at, now = stage_now(case, organisation_id)
    beside = [one for one in now if one is not office]
    seats = [(office,), *stages(case, organisation_id)[at:]]
    later = [_the(stage, again=stage in seats[:place]) for place, stage in enumerate(seats) if place]
    said = f"The {_words(beside)} {_verb(beside)} too, before or after you. " if beside else ""
    if not later:
        return f"{said}You sign last: with you your organisation has signed."
    return f"{said}After {'both' if beside else 'you'}: {', then '.join(later)}."


def _the(offices: Sequence[Office], *, again: bool) -> str:
    return f"another {_words(offices)}" if again else f"the {_words(offices)}"


def _words(offices: Sequence[Office]) -> str:
    return joined([office.words.lower() for office in offices])


def _verb(offices: Sequence[Office]) -> str:
    return "signs" if len(offices) == 1 else "sign"
