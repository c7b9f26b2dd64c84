"""Routes of several signatures, held against the trail by `eia verify`.

What each organisation owed in a round, which office signed at which stage, that no stage was signed before those below
it, and whose turn the record says it is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session, selectinload

from eia.assessments.joint.turns import in_turn
from eia.assessments.models import UNANSWERED, Adoption, Assessment, OwedSignature, Signature, Submission, Version
from eia.audit.verify import Finding
from eia.people.routes import written

STREAM = "assessment:"
SIGNS = ("signed", "refused", "screened_out_signed", "adopted", "adoption_begun")
Said = dict[tuple[str, int], Counter[tuple[Any, ...]]]
"""Stream and number of a version -> how often the trail says it."""


class RouteTrail:
    def __init__(self) -> None:
        self.last: dict[tuple[str, int], str] = {}
        self.routes: Said = defaultdict(Counter)
        self.seats: Said = defaultdict(Counter)
        self.stopping: Said = defaultdict(Counter)

    def hear(self, name: str, entry: Row[Any], after: Mapping[str, Any]) -> None:
        key = (entry.stream, after["version"])
        self.last[key] = name
        for organisation, route in after.get("routes", {}).items():
            self.routes[key][after["round"], int(organisation), route] += 1
        for organisation in after.get("stopping", ()):
            self.stopping[key][after["round"], organisation] += 1
        if entry.event in SIGNS and "seat" in after:
            self.seats[key][after["organisation"], entry.actor_id, after["stage"], after["seat"]] += 1

    def verify(self, session: Session, blanked: set[str]) -> Iterator[Finding]:
        kept = _rounds(session)
        for key in sorted(kept.keys() | self.routes.keys() | self.seats.keys() | self.stopping.keys()):
            where, rounds = self.last.get(key, key[0]), kept.get(key, [])
            if key[0] in blanked:
                continue
            if Counter(one for sent, _ in rounds for one in _routes(sent)) != self.routes.get(key, Counter()):
                yield Finding(where, f"the routes of version {key[1]} are not those in the trail")
            if Counter(one for sent, _ in rounds for one in _seats(sent)) != self.seats.get(key, Counter()):
                yield Finding(where, f"who signed as what for version {key[1]} is not what the trail says")
            stopped = Counter(
                (one.round, one.organisation_id) for _, own in rounds for one in own if one.must_fix_stops
            )
            if stopped != self.stopping.get(key, Counter()):
                yield Finding(where, f"whom “must fix” stops in version {key[1]} is not what the trail says")
            for sent, adoptions in rounds:
                yield from _in_turn(sent, adoptions, where)


def _rounds(session: Session) -> dict[tuple[str, int], list[tuple[Submission, list[Adoption]]]]:
    """The rounds in which an organisation owed several signatures or signs over nothing, or something says so."""
    owed = select(OwedSignature.id).where(OwedSignature.submission_id == Submission.id)
    seated = select(Signature.id).where(Signature.submission_id == Submission.id, Signature.seat != "")
    waiting = select(Adoption.id).where(
        Adoption.version_id == Submission.version_id, Adoption.round == Submission.round,
        or_(Adoption.waits_for != "", Adoption.must_fix_stops),
    )  # fmt: skip
    query = (
        select(Assessment.reference, Version, Submission)
        .join(Version.assessment)
        .join(Submission, Submission.version_id == Version.id)
        .where(or_(owed.exists(), seated.exists(), waiting.exists()))
        .options(
            selectinload(Version.adoptions), selectinload(Submission.owed), selectinload(Submission.signatures),
            selectinload(Submission.withdrawals),
        )
        .order_by(Submission.id)
    )  # fmt: skip
    found: dict[tuple[str, int], list[tuple[Submission, list[Adoption]]]] = defaultdict(list)
    for reference, version, sent in session.execute(query):
        adoptions = [one for one in version.adoptions if one.round == sent.round]
        found[STREAM + reference, version.number].append((sent, adoptions))
    return found


def _routes(sent: Submission) -> Iterator[tuple[Any, ...]]:
    for organisation in {one.organisation_id for one in sent.owed}:
        yield sent.round, organisation, written(sent.route_of(organisation))


def _seats(sent: Submission) -> Iterator[tuple[Any, ...]]:
    for one in sent.signatures:
        if one.seat:
            yield one.organisation_id, one.person_id, one.stage, one.seat


def _in_turn(sent: Submission, adoptions: list[Adoption], where: str) -> Iterator[Finding]:
    """No stage before those below it, and the record waits for those who have still to sign."""
    for adoption in adoptions:
        route, done = sent.route_of(adoption.organisation_id), set[tuple[int, int, str]]()
        for one in sent.signatures:
            if one.organisation_id != adoption.organisation_id:
                continue
            below = {
                (one.turn, n, office) for n, stage in enumerate(route[: one.stage - 1], start=1) for office in stage
            }
            if not below <= done:
                yield Finding(where, f"the signature of {one.person.name} came before its turn")
            done.add((one.turn, one.stage, one.seat if one.kind != "refusal" else ""))
        if adoption.waits_for != _waits_for(sent, adoption):
            yield Finding(where, f"{adoption.organisation.name} waits for somebody else than its route says")


def _waits_for(sent: Submission, adoption: Adoption) -> str:
    """Whom it must wait for: nobody once it has answered."""
    route, given = sent.route_of(adoption.organisation_id), sent.turn_of(adoption.organisation_id)
    if not route or adoption.status not in UNANSWERED:
        return ""
    done = {(one.stage, one.seat) for one in given} if adoption.status == "signing" else set()
    left = ([office for office in stage if (n, office) not in done] for n, stage in enumerate(route, start=1))
    return in_turn(next((offices for offices in left if offices), ()))
