"""The promotion processes of the demonstration, from published documents and published counts.

What no source says begins with `NOT_IN_SOURCE`. The counts are those of the College of Policing for the whole country:
the titles say so, and so does what stands beside every figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.people.models import Organisation, Person
from eia.people.queries import Standings, standings_of
from eia.promotions.case import load_process
from eia.promotions.commands.acting import act
from eia.promotions.commands.counting import save_counts
from eia.promotions.commands.processes import Facts, add_process, set_breakdowns, set_stages
from eia.promotions.commands.rates import add_table, save_edition
from eia.promotions.commands.shares import add_shares
from eia.promotions.counted import Place
from eia.promotions.figures.counts import StageKind, Tally
from eia.promotions.figures.disproportion import Events
from eia.promotions.rates.given import Given
from eia.promotions.shares.given import Share

NOT_IN_SOURCE = "Demonstration text, not in the source"
SEX = "sex.v1"
NATIONAL = (
    "Published national figures of the College of Policing, for every force of England and Wales together. They are "
    "not those of one force: this demonstration holds them under its first force so that there is something to look at."
)


@dataclass(frozen=True, slots=True)
class Published:
    """One process as its source names it."""

    number: str
    title: str
    rank_from: str
    rank_to: str
    opens_on: date
    criteria: str
    changed: str
    shared_with: tuple[str, ...] = ()
    stages: Sequence[tuple[StageKind, str]] = ((StageKind.EXAM, ""),)
    counts: Mapping[str, Tally] | None = None
    total: Tally | None = None


PUBLISHED = (
    # Registers of Scotland, reference CW-2023-279, completed on 8 August 2023, published on 26 June 2024.
    Published(
        f"{NOT_IN_SOURCE}: D3", "Temporary promotion route “Mission Three”", f"{NOT_IN_SOURCE}: grade below",
        f"{NOT_IN_SOURCE}: grade above", date(2023, 8, 8),
        "Chosen by productivity and quality data, input of managers and qualification, to work the most complex cases "
        "for twelve months. No length of service is asked for.",
        f"{NOT_IN_SOURCE}: a new route.",
        ("BEDS", "HERTS"),
        ((StageKind.ELIGIBLE_POOL, ""), (StageKind.APPLIED, ""), (StageKind.SIFT, ""), (StageKind.TEMPORARY, "")),
    ),
    Published(
        "OSPRE II 2013", "OSPRE Part II, Inspectors, 2013 (national figures)", "Sergeant", "Inspector",
        date(2013, 1, 1), f"{NOT_IN_SOURCE}: a work-based exercise.", "",
        counts={"female": Tally(passed=112, printed="89.6"), "male": Tally(passed=387, printed="84.9")},
        total=Tally(entered=581, passed=499),
    ),
    Published(
        "OSPRE II 2014", "OSPRE Part II, Inspectors, 2014 (national figures)", "Sergeant", "Inspector",
        date(2014, 1, 1), f"{NOT_IN_SOURCE}: a work-based exercise.", "",
        counts={"female": Tally(entered=91, passed=79), "male": Tally(entered=293, passed=214)},
    ),
)  # fmt: skip

# As the Peterborough Telegraph printed it on 20 May 2022.
SEARCHES = {
    "title": "Stop and search by ethnicity, Cambridgeshire", "year": "Year ending March 2021",
    "area": "Cambridgeshire", "numerator": "stops and searches", "denominator": "residents of the same group",
    "benchmark": f"{NOT_IN_SOURCE}: the census that the Home Office used", "is_published": True, "per": 100_000,
    "definition": f"{NOT_IN_SOURCE}: how ethnicity was recorded", "compared_with": "white",
    "source": "Home Office, year ending March 2021, as printed in the Peterborough Telegraph on 20 May 2022.",
}  # fmt: skip
RATES = {"white": "256", "mixed": "524", "asian": "824", "black": "1920"}
# From the published equality pages and corporate plans of the first force.
OFFICERS = {
    "title": "BME police officers and the local population, Cambridgeshire",
    "group": "Black and minority ethnic people",
    "definition": "Visible BME only.", "dated": None,
    "source": "Published equality pages and corporate plans of Cambridgeshire Constabulary.",
}  # fmt: skip
SHARES = (
    Share("officers who joined in the last 12 months", "6.86"),
    Share("police officers", "4.6"),
    Share("the local population", "9.7"),
)


def make_processes(session: Session, organisations: Mapping[str, Organisation]) -> None:
    """Add them as the HR lead would; those with published counts are open, with the counts in."""
    people = {person.name: person for person in session.scalars(select(Person))}
    by = standings_of(session, people["HR lead"])
    approver = standings_of(session, people["Approver, Cambridgeshire"])
    for one in PUBLISHED:
        process_id = _add(session, organisations, people["HR lead"], one, by)
        if one.counts is not None:
            _count(session, process_id, one, by, approver)
    table = add_table(session, str(SEARCHES["title"]), "stop_and_search", "ethnicity_5.v1", by=by)
    given = Given([Events(group=group, printed=rate) for group, rate in RATES.items()])
    save_edition(session, table.id, SEARCHES, given, seen=0, by=by)
    add_shares(session, OFFICERS, SHARES, by=by)


def _add(
    session: Session, organisations: Mapping[str, Organisation], owner: Person, one: Published, by: Standings
) -> int:
    said = {"rank_from": one.rank_from, "rank_to": one.rank_to, "opens_on": one.opens_on, "criteria": one.criteria}
    said |= {"changed": one.changed, "panel": "", "encouraged": "", "preferred": ""}
    said |= {"counts_source": NATIONAL if one.counts is not None else ""}
    shared = [organisations[code] for code in one.shared_with]
    process = add_process(session, Facts(one.number, one.title, owner, shared, said), by=by)
    set_stages(session, process.id, one.stages, seen=process.revision, by=by)
    set_breakdowns(session, process.id, {SEX: ("male", False)}, seen=process.revision, by=by)
    return process.id


def _count(session: Session, process_id: int, one: Published, by: Standings, approver: Standings) -> None:
    """They took place before there was an assessment here: an approver opens them without, and says so."""
    reason = f"{NOT_IN_SOURCE}: it took place before it was recorded here."
    revision = load_process(session, process_id).revision
    act(session, process_id, "open_without", by=approver, seen=revision, answers={"reason": reason})
    sheets: dict[Place, Mapping[str, Tally]] = {Place("exam", SEX, "CAMBS"): one.counts or {}}
    if one.total is not None:
        sheets[Place("exam", "", "CAMBS")] = {"": one.total}
    save_counts(session, process_id, sheets, came_by="form", seen=0, by=by)
