"""Shares as a publication prints them, and what they show of each other. Without counts there is no test."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import combinations
from typing import Any

import rfc8785

from eia.promotions.figures.disproportion import ratio_of
from eia.promotions.figures.printed import span
from eia.promotions.figures.results import Figure
from eia.promotions.models.shares import SAID, ShareEdition

Said = Mapping[str, Any]
"""By the names in `models.shares.SAID`."""


@dataclass(frozen=True, slots=True)
class Share:
    """`share` is in per cent with its digits as printed ("4.6"); `among` and `taken` are the source's words."""

    among: str
    share: str
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """The share among one set against that among the other. `points` has the least and the most by rounding, as has
    `ratio`, which is None in value where the other is nought."""

    one: Share
    other: Share
    points: Figure
    ratio: Figure


def content_of(shares: Sequence[Share]) -> bytes:
    return rfc8785.dumps([asdict(one) for one in shares])


def read_shares(content: bytes) -> list[Share]:
    return [Share(**one) for one in json.loads(content)]


def set_against_each_other(shares: Sequence[Share]) -> list[Between]:
    """Every share against every one that stands after it, in the order in which they were entered."""
    return [
        Between(one, other, _points(one, other), ratio_of(one.share, other.share))
        for one, other in combinations(shares, 2)
    ]


def _points(one: Share, other: Share) -> Figure:
    (low, high), (other_low, other_high) = span(one.share), span(other.share)
    apart = Decimal(one.share) - Decimal(other.share)
    return Figure(float(apart), float(low - other_high), float(high - other_low))


def said_of(edition: ShareEdition) -> dict[str, Any]:
    return {name: getattr(edition, name) for name in SAID}


def digest_of(edition: ShareEdition) -> str:
    """SHA-256 over the salt, what is said of the shares, and the shares."""
    said = rfc8785.dumps({**said_of(edition), "dated": edition.dated.isoformat() if edition.dated else None})
    parts = [edition.salt, *(sha256(one).hexdigest() for one in (said, edition.given))]
    return sha256("\n".join(parts).encode()).hexdigest()
