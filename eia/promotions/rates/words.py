"""A disproportionality table in words: its cells, what must be read with them, and what it says as evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eia.promotions.figures.disproportion import SENTENCES, Disparity, DisparityTable
from eia.promotions.figures.numbers import list_of, per_cent, ratio
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Figure
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models.rates import RateEdition
from eia.promotions.rates.together import Gives

NOT_GIVEN = "Not given"
PUBLISHED, OWN = "Published", "The organisation’s own, not published"
HIDDEN_FROM = (
    "This edition is hidden: at least one number in it is from 1 to {most}, and people in so small a group could be "
    "recognised. It may be opened by an HR lead, an equality adviser or an approver of {name}, or by somebody who "
    "decides for it."
)
HIDDEN_BESIDE = (
    "This edition is hidden: read together with other tables it would give away a number from 1 to {most}, and people "
    "in so small a group could be recognised. It may be opened by an HR lead, an equality adviser or an approver of "
    "{name}, or by somebody who decides for it."
)
_PEOPLE_IN_THE_STREET = (
    "Residents are not the people who are in the street, and one person may be counted several times. So these figures "
    "are not tested for chance, and a ratio does not say why it is there."
)
_STAFF = (
    "The people of the benchmark are not all of working age, nor all looking for this work. So these figures are not "
    "tested for chance, and a ratio does not say why it is there."
)
CAUTIONS: Mapping[str, str] = dict.fromkeys(("stop_and_search", "use_of_force", "custody"), _PEOPLE_IN_THE_STREET) | {
    "workforce": _STAFF,
    "retention": "Why people left is not counted here. These figures are not tested for chance, and a ratio does not "
    "say why it is there.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One group, each cell as it is read."""

    title: str
    events: str
    population: str
    rate: str
    ratio: str
    representation: str
    excess: str

    @property
    def cells(self) -> list[str]:
        return [self.title, self.events, self.population, self.rate, self.ratio, self.representation, self.excess]


def given_away(gives: Gives, threshold: int) -> str:
    """Which small number follows, and from which tables."""
    titles = (
        {one.key: one.title for one in group_lists()[gives.about.group_list].groups} if gives.about.group_list else {}
    )
    group = titles.get(gives.about.group, gives.about.group)
    named = list_of([f"“{one.title}”, {one.area} (edition {one.number})" for one in gives.others])
    return (
        f"Whoever reads this beside {named} can work out a number from 1 to {threshold - 1}: {gives.about.counted} "
        f"of “{group}”. Say below whether to hide this edition, or why they have nobody in common."
    )


def columns(table: DisparityTable) -> list[str]:
    means = table.means
    return [
        "Group", f"Events: {means.numerator}", f"Population: {means.denominator}", f"Rate per {means.per:,}",
        f"Ratio to {table.compared_with}", "Share of events to share of population", "More or fewer than at that rate",
    ]  # fmt: skip


def rows_of(table: DisparityTable) -> list[Row]:
    return [_row(one, table.compared_with) for one in table.rows]


def _row(one: Disparity, compared_with: str) -> Row:
    return Row(
        title=one.group,
        events=NOT_GIVEN if one.events is None else f"{one.events:,}",
        population=NOT_GIVEN if one.population is None else f"{one.population:,}",
        rate=_said(one.rate, _rate(one)),
        ratio="1.00" if one.group == compared_with and one.ratio.value is not None else _ratio(one),
        representation=_said(one.representation, ratio(one.representation.value or 0)),
        excess=_said(one.excess, f"{one.excess.value or 0:+,.1f}"),
    )


def _rate(one: Disparity) -> str:
    """One decimal where it was worked out, as printed where it was printed."""
    value = one.rate.value or 0
    return f"{value:,.12g}" if one.events is None else f"{value:,.1f}"


def _ratio(one: Disparity) -> str:
    said = _said(one.ratio, ratio(one.ratio.value or 0))
    if one.rounding.low is None or one.rounding.high is None:
        return said
    return f"{said} (by rounding, {ratio(one.rounding.low)} to {ratio(one.rounding.high)})"


def _said(figure: Figure, words: str) -> str:
    if figure.value is None and figure.why in (None, Why.NOT_GIVEN):
        return NOT_GIVEN
    return words if figure.value is not None else SENTENCES[figure.why or Why.NOT_GIVEN]


def unknown_of(table: DisparityTable) -> str:
    return NOT_GIVEN if table.unknown.value is None else per_cent(table.unknown.value)


def read_with(edition: RateEdition, table: DisparityTable) -> list[tuple[str, str]]:
    """What stands beside every figure, wherever it goes."""
    apart = [("Read beside other tables", f"Shown because: {edition.apart}")] if edition.apart else []
    return [
        ("What is counted (numerator)", edition.numerator),
        ("Of whom (denominator)", edition.denominator),
        ("Benchmark", edition.benchmark),
        ("Year", edition.year),
        ("Area", edition.area),
        ("How the group was recorded", edition.definition),
        ("Events without a recorded group", unknown_of(table)),
        ("Compared with", table.compared_with),
        ("Source", edition.source),
        ("These figures are", PUBLISHED if edition.is_published else OWN),
        *apart,
    ]


def as_evidence(edition: RateEdition, table: DisparityTable, caution: str) -> str:
    """What the library keeps of it: the figures in sentences, and all that must be read with them."""
    facts = "; ".join(f"{title}: {words.rstrip('.')}" for title, words in read_with(edition, table))
    digest = f"Digest of edition {edition.number}: {edition.digest}."
    return "\n\n".join([" ".join(_shows(table)), *table.warnings, f"{facts}.", caution, digest])


def _shows(table: DisparityTable) -> Iterator[str]:
    for one in table.rows:
        if one.rate.value is None:
            yield f"{one.group}: no rate was given."
            continue
        rate = f"{one.group}: {_rate(one)} per {table.means.per:,}"
        held = "" if one.group == table.compared_with or one.ratio.value is None else (
            f", {_ratio(one)} times the rate of {table.compared_with}"
        )  # fmt: skip
        yield f"{rate}{held}."


def lines_of(edition: RateEdition, table: DisparityTable) -> Sequence[list[str]]:
    """For a spreadsheet: every figure with all that must be read with it, on each line."""
    beside = [words for _, words in read_with(edition, table)]
    return [[*one.cells, *beside] for one in rows_of(table)]


def heads_of(edition: RateEdition, table: DisparityTable) -> list[str]:
    return [*columns(table), *(title for title, _ in read_with(edition, table))]
