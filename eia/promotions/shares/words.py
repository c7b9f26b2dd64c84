"""Printed shares in words: each against each, what must be read with them, and what they cannot say."""

from collections.abc import Iterator, Sequence

from eia.pages import day
from eia.promotions.figures.numbers import ratio
from eia.promotions.models.shares import ShareEdition
from eia.promotions.shares.given import Between, Share, set_against_each_other

NO_COUNTS = (
    "The source prints shares and no counts. So how many people stand behind a difference, and whether it could be "
    "chance, cannot be said: nothing here is tested, and no interval of chance is given."
)
NOT_WHY = "A share does not say why it is as it is, nor whether the same people are counted in both."
NOT_SAID = "Not said"


def between_in_words(one: Between) -> str:
    """“4.6 % among police officers is 5.1 percentage points below 9.7 % among residents, 0.47 times it (…)”."""
    points = one.points
    head = f"{one.one.share} % among {one.one.among} is"
    tail = f"{one.other.share} % among {one.other.among}"
    if points.value == 0:
        return f"{head} printed as the same share as {tail}."
    side = "below" if (points.value or 0) < 0 else "above"
    return f"{head} {abs(points.value or 0):.12g} percentage points {side} {tail}{_times(one)}."


def _times(one: Between) -> str:
    found = one.ratio
    if found.value is None:
        return "; there is no ratio to nought"
    if found.low is None or found.high is None:
        return f", {ratio(found.value)} times it"
    return f", {ratio(found.value)} times it (by rounding, {ratio(found.low)} to {ratio(found.high)})"


def cannot_be_said(shares: Sequence[Share]) -> Iterator[str]:
    yield NO_COUNTS
    silent = [one.among for one in shares if not one.taken]
    if silent:
        yield f"The source does not say when this was counted: {'; '.join(silent)}. The years may differ."
    if len({one.taken for one in shares if one.taken}) > 1:
        yield "They were not counted at the same time, so a part of a difference may be the time between."
    yield NOT_WHY


def read_with(edition: ShareEdition) -> list[tuple[str, str]]:
    return [
        ("Whose share", edition.group),
        ("How the group was recorded", edition.definition or NOT_SAID),
        ("Source", edition.source),
        ("Published on", day(edition.dated) or NOT_SAID),
    ]


def as_evidence(edition: ShareEdition, shares: Sequence[Share]) -> str:
    """What the library keeps: the shares and what they show, with all that must be read with them."""
    printed = "; ".join(
        f"{one.share} % among {one.among} ({one.taken or 'the source does not say when'})" for one in shares
    )
    facts = "; ".join(f"{title}: {words.rstrip('.')}" for title, words in read_with(edition))
    shown = " ".join(between_in_words(one) for one in set_against_each_other(shares))
    digest = f"Digest of edition {edition.number}: {edition.digest}."
    return "\n\n".join(
        [f"Printed shares of {edition.group}: {printed}.", shown, " ".join(cannot_be_said(shares)), f"{facts}.", digest]
    )
