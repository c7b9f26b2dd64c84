"""The details of trail entries in words: people and organisations by name, where the trail keeps their numbers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.audit.models import AuditEntry
from eia.pages import iso_day, joined
from eia.people.models import Organisation, Person

PEOPLE = frozenset((
    "person", "person_id", "deputy_id", "principal_id", "owner", "owner_id", "author", "author_before", "mentions",
    "asked", "writers", "given_to", "adviser_id",
))  # fmt: skip
"""Names under which the trail keeps people."""
ORGANISATIONS = frozenset(("organisation", "organisation_id", "organisations", "stopping", "unsigned"))
BY_ORGANISATION = frozenset(("statuses", "routes", "local"))
"""Names under which it keeps something for each organisation."""
UNTOLD = ("revision", "version")
Names = Mapping[int, str]
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Detail:
    """One line: what it is about, what it was before ("" where nothing was) and what it is now (None where unsaid)."""

    title: str
    was: str
    now: str | None


def details_of(
    session: Session, lines: Sequence[AuditEntry], states: Mapping[str, str] | None = None
) -> dict[int, list[Detail]]:
    """Number of an entry in its stream -> its details, in two queries for all of them. `states` are titles by name."""
    bodies = {line.sequence: line.payload.body for line in lines if line.payload and line.payload.body}
    found = [part for body in bodies.values() for part in (body["before"], body["after"])]
    people = _names(session, Person, {key for part in found for key in _numbers(part, PEOPLE)})
    keys = {key for part in found for key in _numbers(part, ORGANISATIONS | BY_ORGANISATION)}
    organisations = _names(session, Organisation, keys)
    return {number: list(_details(body, people, organisations, states or {})) for number, body in bodies.items()}


def _details(
    body: Mapping[str, Any], people: Names, organisations: Names, states: Mapping[str, str]
) -> Iterator[Detail]:
    before, after = body["before"], body["after"]
    known = {*before, *after}
    for name in dict.fromkeys((*before, *after)):
        if name in UNTOLD or (name.endswith("_id") and name.removesuffix("_id") in known):
            continue
        was, now = (_said(name, part.get(name), people, organisations) for part in (before, after))
        if name == "state":
            was, now = (states.get(said, said) for said in (was, now))
        title = name.removesuffix("_id").replace("_", " ").capitalize()
        if was or now:
            yield Detail(title, was, now if name in after else None)


def _said(name: str, value: Any, people: Names, organisations: Names) -> str:
    if value is None or isinstance(value, bool):
        return {True: "Yes", False: "No", None: ""}[value]
    if name in BY_ORGANISATION and isinstance(value, Mapping):
        return joined(f"{_named(key, organisations)}: {one}" for key, one in value.items())
    names = people if name in PEOPLE else organisations if name in ORGANISATIONS else {}
    if isinstance(value, list) and all(isinstance(one, int | str) for one in value):
        return joined(_named(one, names) for one in value)
    return _named(value, names)


def _named(value: Any, names: Names) -> str:
    number = int(value) if str(value).isascii() and str(value).isdigit() else 0
    return names.get(number) or (iso_day(value) if ISO_DAY.fullmatch(str(value)) else str(value))


def _numbers(part: Mapping[str, Any], names: Iterable[str]) -> Iterator[int]:
    for name in names:
        value = part.get(name)
        every: list[Any] = [*value] if isinstance(value, list | dict) else [value]
        yield from (int(one) for one in every if str(one).isascii() and str(one).isdigit())


def _names(session: Session, kind: type[Person] | type[Organisation], keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    return {row[0]: row[1] for row in session.execute(select(kind.id, kind.name).where(kind.id.in_(sorted(keys))))}
