"""The figures of one disproportionality table as they are given, what is computed of them, and whether any is small."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from eia.promotions.figures.disproportion import DisparityTable, Events, Means, disparities
from eia.promotions.figures.results import canonical
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models.rates import FACTS, RateEdition

Facts = Mapping[str, Any]
"""By the names in `models.rates.FACTS`."""


@dataclass(frozen=True, slots=True)
class Given:
    """`rows` by the keys of the groups, without those nobody gave; `unknown` are events without a recorded group."""

    rows: Sequence[Events]
    unknown: int | None = None

    @property
    def content(self) -> bytes:
        return rfc8785.dumps({"rows": [asdict(one) for one in self.rows], "unknown": self.unknown})

    def of(self, group: str) -> Events:
        return next((one for one in self.rows if one.group == group), Events(group=group))


def read_given(content: bytes) -> Given:
    read = json.loads(content)
    return Given([Events(**row) for row in read["rows"]], read["unknown"])


def computed(given: Given, facts: Facts, group_list: str) -> DisparityTable:
    """Groups by their titles, so that what it says can be read as it stands."""
    titles = {one.key: one.title for one in group_lists()[group_list].groups}
    rows = tuple(
        Events(group=titles[one.group], events=one.events, population=one.population, printed=one.printed)
        for one in given.rows
    )
    means = Means(**{name: facts[name] for name in Means.__dataclass_fields__})
    return disparities(means, rows, titles[facts["compared_with"]], given.unknown)


def body_of(given: Given, facts: Facts, group_list: str) -> bytes:
    return canonical(computed(given, facts, group_list))


def is_small(given: Given, threshold: int) -> bool:
    """Whether a count, or a count of those it did not happen to, is from 1 to one below the threshold."""
    return any(0 < count < threshold for count in _counts(given))


def _counts(given: Given) -> Iterator[int]:
    if given.unknown is not None:
        yield given.unknown
    for row in given.rows:
        yield from (count for count in (row.events, row.population) if count is not None)
        if row.events is not None and row.population is not None:
            yield row.population - row.events


def is_hidden(edition: RateEdition) -> bool:
    """From everybody but those who may open it: own figures with a small count, or that give one away beside others.

    Published ones are never.
    """
    if edition.is_published:
        return False
    return gives_away_beside(edition) or is_small(read_given(edition.given), edition.threshold)


def gives_away_beside(edition: RateEdition) -> bool:
    """Whether it was hidden for what follows from it and other open editions."""
    return edition.beside != "[]" and not edition.apart


def facts_of(edition: RateEdition) -> dict[str, Any]:
    return {name: getattr(edition, name) for name in FACTS}


def digest_of(edition: RateEdition) -> str:
    """SHA-256 over the salt, everything that is said of the figures, the figures and what they show.

    What is beside it is left out where there is nothing, as in every edition before that was asked.
    """
    said_together = edition.beside != "[]" or edition.apart
    together = {"beside": edition.beside, "apart": edition.apart} if said_together else {}
    said = rfc8785.dumps({**facts_of(edition), "threshold": edition.threshold, **together})
    parts = [edition.salt, *(sha256(one).hexdigest() for one in (said, edition.given, edition.body))]
    return sha256("\n".join(parts).encode()).hexdigest()
