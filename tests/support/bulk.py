"""As many assessments as wanted, straight into the tables, each with its chain: for registers too long to walk to.

The first are made here, one by one; beyond `BLOCK` the database copies them with other numbers. What they say is as
varied as it is in a year: many organisations of unlike size, all states, shared and not, each tenth policy with no
assessment. What was signed has the standing of each organisation that signed it; the rounds, the bytes that were sent,
the signatures under them and screenings are left out, for no list reads them. `eia verify` finds nothing wrong with any
of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.cumulative.keeping import there
from eia.assessments.models import LiveCount, Version
from eia.assessments.register.keeping import keep
from eia.assessments.search.keeping import keep as keep_words
from eia.counting import fold, put_right
from eia.db import Base, db, transaction
from eia.frameworks.store import use
from eia.people.models import Person, Unit
from eia.people.names import sort_name_of
from eia.policies.coverage.keeping import rebuild as keep_coverage
from eia.policies.coverage.keeping import recount
from eia.policies.models import IN_FORCE
from tests.support.assessments import EQUALITY_ACT
from tests.support.copying import FIRST_NUMBER, TABLES, chain, copy, next_number, take_numbers, unwatched
from tests.support.staff import Staff

BLOCK, AT_ONCE = 10_000, 500
STATES = {"signed_off": 44, "screened_out": 16, "superseded": 8, "draft": 9, "screening": 3, "full_assessment": 7,
          "mitigation": 3, "adviser_review": 4, "sign_off": 3, "withdrawn": 2, "stopped": 1}  # fmt: skip
SIGNED = ("signed_off", "screened_out")
CLASSES = ("people", "operations", "service", "estates", "technology", "money", "governance", "")
NEVER = 0.1
"""So many policies beside each assessment that nobody has assessed."""
CHARACTERISTICS = ("disability", "age", "sex", "race", "religion_belief", "pregnancy_maternity", "sexual_orientation",
                   "gender_reassignment", "marriage_civil_partnership")  # fmt: skip
ABOUT = (*CHARACTERISTICS, "age+sex", "disability+race")
DIRECTIONS = {"negative": 45, "positive": 30, "both": 10, "unknown": 10, "none": 5}
LEVELS = ("minor", "moderate", "major")
OUTCOMES = {"no_major_change": 50, "adjust": 35, "continue": 12, "stop": 3}
DECIDERS = ("Deputy Chief Constable", "Head of Estates", "Strategic Board", "Head of People", "Chief Finance Officer")
PLACES = tuple(f"Station {n}" for n in range(1, 41))
WORDS = """
stairs lift rota ramp uniform shift night custody interview vehicle training promotion leave carers prayer hearing
translation café résumé firearms patrol station counter complaint stop search drone camera data retention housing
licence event rural town school youth victim witness domestic driving fitness test pension flexible desk move
""".split()  # noqa: SIM905  a list of words, one under the other, is read by nobody


@dataclass
class _Rows:
    """Rows by table, and the number of the first in each."""

    first: dict[str, int]
    rows: dict[str, list[dict[str, Any]]]
    states: list[dict[str, Any]]
    """What becomes of the versions, which are written as drafts: what is sent cannot be added to."""

    def add(self, table: str, **row: Any) -> int:
        number = self.first[table] + len(self.rows[table])
        self.rows[table].append({"id": number, **row})
        return number


def many_assessments(staff: list[Staff], count: int, *, seed: int = 6, block: int = BLOCK) -> None:
    """So many assessments, a third of them of the first organisation, which shares some with others.

    More than a block are made in blocks, on the database itself: for one that nobody else reads or undoes.
    """
    block = min(count, block)
    with transaction() as session:
        use(session, EQUALITY_ACT)
        made = _Maker(session, staff, Random(seed)).made(block)  # noqa: S311  the same every time
        for name in TABLES:
            if rows := made.rows[name]:
                session.execute(insert(Base.metadata.tables[name]), rows)
        session.execute(update(Version), made.states)
    first, last = made.rows["assessment"][0]["id"], made.rows["assessment"][-1]["id"]
    for begin in range(first, last + 1, AT_ONCE):
        with transaction() as session:
            made_now = range(begin, min(begin + AT_ONCE, last + 1))
            keep(session, made_now)
            keep_words(session, made_now)
    keep_coverage()
    if count == block:
        with transaction() as session:
            chain(session, session.connection(), first)
    else:
        with unwatched() as connection:
            copy(connection, {name: len(made.rows[name]) for name in TABLES}, made.first, count // block)
        with unwatched() as connection:
            chain(db.session(), connection, first)
        recount()
    take_numbers()
    _count_live()


def _count_live() -> None:
    """What was copied, folded as `eia jobs` leaves it."""
    with transaction() as session:
        put_right(session, LiveCount, there())
        while fold(session, LiveCount, BLOCK):
            pass


class _Maker:
    """One assessment after the other."""

    def __init__(self, session: Session, staff: list[Staff], random: Random) -> None:
        self.staff, self.random = staff, random
        self.now = clock.now()
        owners = {one.organisation_id: _owners(session, one) for one in staff}
        self.owners = {organisation: list(found) for organisation, found in owners.items()}
        self.units = {owner: unit for found in owners.values() for owner, unit in found.items()}
        self.rows = _Rows({name: next_number(session, name) for name in TABLES}, {name: [] for name in TABLES}, [])

    def made(self, count: int) -> _Rows:
        for number in range(count):
            self._assessment(FIRST_NUMBER + number)
        return self.rows

    def _assessment(self, number: int) -> None:
        lead = self.staff[self._place()]
        owner = self.random.choice(self.owners[lead.organisation_id])
        since = self.now - timedelta(minutes=self.random.randrange(60 * 24 * 900))
        state = self._one_of(STATES)
        bound = self._bound(lead)
        if self.random.random() < NEVER:
            self._policy("N", number, lead, bound, owner, since)
        subject = self._policy("B", number, lead, bound, owner, since)
        assessment = self.rows.add("assessment", reference=f"{lead.code}-EIA-2024-{number}", subject_id=subject,
                                   organisation_id=lead.organisation_id, created_at=since)  # fmt: skip
        planned = "9999-12-31" if self.random.random() < 0.2 else self._day(-300, 300)
        version = self.rows.add(
            "version", assessment_id=assessment, number=1, framework=EQUALITY_ACT, state="draft", state_since=since,
            revision=1, round=0, author_id=owner, created_at=since, planned_key=planned, opened_because="",
            challenges=False, second_language="",
            adviser_id=lead["adviser"] if state == "adviser_review" else None,
        )  # fmt: skip
        self.rows.states.append({"id": version, "state": state})
        self.rows.add("contributor", version_id=version, person_id=owner, since=since)
        if state in SIGNED:
            self._adopted(version, lead, bound)
        self._says(version, owner, state, since, planned)

    def _policy(self, letter: str, number: int, lead: Staff, bound: list[Staff], owner: int, since: datetime) -> int:
        """One that these follow, in the unit of whoever owns it."""
        title = f"{self._words(3).capitalize()} {number}"
        whose = {"organisation_id": lead.organisation_id, "owner_id": owner, "created_at": since}
        subject = self.rows.add("subject", kind="policy", number=f"{letter}{number}", title=title,
                                sort_title=sort_name_of(title), **whose)  # fmt: skip
        facts = {"class": self.random.choice(CLASSES), "unit_id": self.units[owner]}
        self.rows.rows["policy"].append({"id": subject, "state": IN_FORCE, "state_since": since, "links": [], **facts})
        self.rows.rows["subject_organisation"] += [
            {"subject_id": subject, "organisation_id": one.organisation_id, "lead_id": lead.organisation_id}
            for one in bound
        ]
        return subject

    def _adopted(self, version: int, lead: Staff, bound: list[Staff]) -> None:
        """By the lead; a tenth of the others refused."""
        for one in bound:
            refused = one is not lead and self.random.random() < 0.1
            self.rows.add("adoption", version_id=version, round=0, organisation_id=one.organisation_id,
                          leads=one is lead, status="refused" if refused else "signed")  # fmt: skip

    def _says(self, version: int, owner: int, state: str, since: datetime, planned: str) -> None:
        if self.random.random() < 0.5:
            place = self.random.choice(PLACES)
            self.rows.add("scope_item", version_id=version, kind="place", label="Station", value=place)
        self._section(version, owner, since, "proposal", changes=self._words(12), why=self._words(8),
                      decider=self.random.choice(DECIDERS), planned_day=planned)  # fmt: skip
        if state not in ("draft", "screening", "full_assessment"):
            outcome = self._one_of(OUTCOMES)
            self._section(version, owner, since, "conclusion", outcome=outcome, conclusion=self._words(15))
            self._section(version, owner, since, "review", review_day=self._day(-200, 700), watch=self._words(4))
        if self.random.random() < 0.5:
            self.rows.add("evidence", version_id=version, title=self._words(4).capitalize(), says=self._words(12))
        impacts = [] if state in ("draft", "screening") else self._impacts(version)
        if impacts:
            self._action(version, owner, state, impacts[0])

    def _impacts(self, version: int) -> list[tuple[int, str]]:
        found = []
        for about in self.random.sample(ABOUT, self.random.choice((1, 1, 2, 3))):
            population, level = self.random.choice(("staff", "public")), self.random.choice(LEVELS)
            row = self.rows.add("impact", version_id=version, about=about, population=population,
                                reason=self._words(14), how_bad=level, from_screening=False)  # fmt: skip
            self.rows.add("impact_aim", impact_id=row, aim="eliminate", direction=self._one_of(DIRECTIONS))
            found.append((row, about))
        return found

    def _action(self, version: int, owner: int, state: str, impact: tuple[int, str]) -> None:
        due = (self.now + timedelta(days=self.random.randrange(-100, 400))).date()
        row = self.rows.add("mitigation", version_id=version, impact_id=impact[0], kind="action", what=self._words(6),
                            owner_id=owner, due=due, measure=self._words(4))  # fmt: skip
        if state in SIGNED:
            whose = self.rows.rows["subject"][-1]["organisation_id"]
            self.rows.rows["action_standing"].append(
                {"mitigation_id": row, "version_id": version, "owner_id": owner, "organisation_id": whose,
                 "lead_id": whose, "due": due, "status": "not_started", "is_open": True, "revision": 0}
            )  # fmt: skip
            self.rows.rows["action_about"] += [
                {"characteristic": c, "mitigation_id": row} for c in impact[1].split("+")
            ]

    def _section(self, version: int, owner: int, since: datetime, key: str, **answers: str) -> None:
        self.rows.add("section", version_id=version, key=key, answers=answers, finished=True, carried_over=False,
                      revision=1, saved_at=since, saved_by=owner)  # fmt: skip

    def _bound(self, lead: Staff) -> list[Staff]:
        """A fifth is shared with one or two others."""
        others = [one for one in self.staff[:3] if one is not lead] if self.random.random() < 0.2 else []
        return [lead, *others]

    def _place(self) -> int:
        """A third is led by the first, the rest by all, the earlier the more."""
        if self.random.random() < 1 / 3:
            return 0
        return int(len(self.staff) * self.random.random() ** 2)

    def _one_of(self, shares: dict[str, int]) -> str:
        return self.random.choices(list(shares), list(shares.values()))[0]

    def _words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def _day(self, first: int, last: int) -> str:
        return (self.now + timedelta(days=self.random.randrange(first, last))).date().isoformat()


def _owners(session: Session, staff: Staff) -> dict[int, int]:
    """Ten people -> the unit of each, of five."""
    whose = {"organisation_id": staff.organisation_id}
    units = [Unit(name=f"Unit {n}", **whose) for n in range(5)]
    session.add_all(units)
    session.flush()
    people = [
        Person(name=f"Owner {n}", sort_name=f"owner {n}", email=f"owner{n}@{staff.code}.example",
               created_at=clock.now(), unit_id=units[n % 5].id, **whose) for n in range(10)
    ]  # fmt: skip
    session.add_all(people)
    session.flush()
    return {one.id: units[n % 5].id for n, one in enumerate(people)}
