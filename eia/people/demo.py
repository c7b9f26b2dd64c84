"""The organisations and accounts of the demonstration. Accounts are named for their office only."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import Refused
from eia.people.commands.deputies import record_deputy
from eia.people.commands.people import add_organisation, add_person
from eia.people.commands.unit_heads import appoint_head
from eia.people.models import Demonstration, Organisation, Person, Unit
from eia.people.offices import Office
from eia.people.queries import standings_of

ORGANISATIONS = {
    "CAMBS": ("Cambridgeshire Constabulary", "the Chief Constable of Cambridgeshire"),
    "BEDS": ("Bedfordshire Police", "the Chief Constable of Bedfordshire"),
    "HERTS": ("Hertfordshire Constabulary", "the Chief Constable of Hertfordshire"),
    "CAMBSPCC": (
        "Cambridgeshire Police and Crime Commissioner",
        "the Police and Crime Commissioner for Cambridgeshire",
    ),
    "CHES": ("Cheshire Constabulary", "the Chief Constable of Cheshire"),
    "NHSWALES": ("NHS Wales", "the Chief Executive of NHS Wales"),
}
FIRST = "CAMBS"
FULL = [
    ("Policy owner", Office.POLICY_OWNER, "Corporate development"),
    ("Second policy owner", Office.POLICY_OWNER, "Estates"),
    ("Equality adviser", Office.ADVISER, "Equality, diversity and inclusion"),
    ("Second equality adviser", Office.ADVISER, "Equality, diversity and inclusion"),
    ("Approver, Cambridgeshire", Office.APPROVER, "Chief officers"),
    ("Deputy approver", None, "Chief officers"),
    ("Head of department", Office.HEAD, "Estates"),
    ("HR lead", Office.HR_LEAD, "Human resources"),
    ("Meeting secretary", Office.SECRETARY, "Corporate development"),
    ("Meeting chair", Office.CHAIR, "Chief officers"),
    ("Administrator", Office.ADMINISTRATOR, "Corporate development"),
    ("Second administrator", Office.ADMINISTRATOR, "Corporate development"),
    ("Auditor", Office.AUDITOR, "Corporate development"),
]
PLACES = {
    "BEDS": "Bedfordshire",
    "HERTS": "Hertfordshire",
    "CAMBSPCC": "Commissioner",
    "CHES": "Cheshire",
    "NHSWALES": "NHS Wales",
}
ELSEWHERE = [
    ("Policy owner", Office.POLICY_OWNER),
    ("Equality adviser", Office.ADVISER),
    ("Approver", Office.APPROVER),
    ("Administrator", Office.ADMINISTRATOR),
    ("Second administrator", Office.ADMINISTRATOR),
]
BESIDES = {
    "CAMBSPCC": [
        ("Police and Crime Commissioner", Office.CHAIR),
        ("Meeting secretary, Commissioner", Office.SECRETARY),
    ],
}
"""Who else is somewhere: the commissioner is a legal authority of their own, with meetings of their own."""


def make_demonstration(session: Session) -> Mapping[str, Organisation]:
    """Make the organisations and their people in an empty database, and mark it for ever; by code.

    Nobody has a password: one click on the sign-in page takes its place, on this machine only.
    """
    if session.scalar(select(func.count()).select_from(Organisation)):
        raise Refused("The demonstration is made in an empty database only. Name another one in EIA_DATABASE_URL.")
    session.add(Demonstration(id=1, made_at=clock.now()))
    made = {
        code: add_organisation(session, code=code, name=name, head=head) for code, (name, head) in ORGANISATIONS.items()
    }
    _fill_first(session, made[FIRST])
    for code, place in PLACES.items():
        for words, office in ELSEWHERE:
            email = _address(f"{words}.{place}")
            name = f"{words}, {place}"
            add_person(session, organisation=made[code], name=name, email=email, offices=[office])
        for name, office in BESIDES.get(code, ()):
            add_person(session, organisation=made[code], name=name, email=_address(name), offices=[office])
    return made


def _fill_first(session: Session, organisation: Organisation) -> None:
    units = {name: Unit(organisation=organisation, name=name) for _, _, name in FULL}
    session.add_all(units.values())
    people = {
        name: add_person(
            session,
            organisation=organisation,
            name=name,
            email=_address(name),
            unit=units[unit],
            offices=[office] if office else [],
        )
        for name, office, unit in FULL
    }
    _let_deputise(session, people["Approver, Cambridgeshire"], people["Deputy approver"])
    by = standings_of(session, people["Administrator"])
    for name in ("Corporate development", "Estates"):
        head = people["Head of department"]
        appoint_head(session, units[name], head, from_day=clock.today(), until_day=None, by=by)


def _let_deputise(session: Session, principal: Person, deputy: Person) -> None:
    today = clock.today()
    record_deputy(
        session,
        principal=principal,
        deputy=deputy,
        office=Office.APPROVER,
        from_day=today,
        until_day=today + timedelta(days=365),
        reason="Demonstration text, not in the source: acts when the approver is away.",
        by=standings_of(session, principal),
    )


def _address(words: str) -> str:
    """An address at a domain nobody can own (RFC 2606)."""
    local = "".join(letter if letter.isalnum() else "." for letter in words.lower())
    return ".".join(part for part in local.split(".") if part) + "@demonstration.example"
