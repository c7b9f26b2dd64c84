"""The harm that is there still when everything is done: who is hurt, how badly still, and after which action."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from eia.assessments.afterwards.action_case import NONE
from eia.assessments.case import Case
from eia.assessments.models import Mitigation
from eia.assessments.views.glance import HARMING, Found
from eia.pages import joined

NAMED = 80
"""So many characters of an action tell it apart from the others; the rest stands below."""


@dataclass(frozen=True, slots=True)
class Remains:
    """One harm: "Disability (staff)", "minor", "after the action “Adjusted uniforms”"."""

    whom: str
    level: str
    after: str
    severity: int


def what_remains(case: Case, findings: Sequence[Found]) -> list[Remains] | None:
    """The worst first; what is not said comes before what is small. None when no harm was found."""
    found = [*_of_impacts(findings), *_of_screening(case)]
    left = [one for harm in found for one in _left(case, *harm)]
    return sorted(left, key=lambda one: -one.severity) if found else None


Harm = tuple[str, str, Sequence[Mitigation]]
"""Whom it hurts, how badly, and what is done about it."""


def _of_impacts(findings: Sequence[Found]) -> Iterator[Harm]:
    for one in findings:
        if one.kind in HARMING:
            yield f"{one.words} ({one.population.lower()})", one.impact.how_bad, one.met_by


def _of_screening(case: Case) -> Iterator[Harm]:
    """Only what no impact took up."""
    for cell in case.harmful_cells() if not case.version.impacts else ():
        population = case.framework.population(cell.population).title.lower()
        yield f"{case.about_words(cell.characteristic)} ({population})", cell.level, case.meeting(cell=cell.id)


def _left(case: Case, whom: str, before: str, met_by: Sequence[Mitigation]) -> Iterator[Remains]:
    """What the harm comes down to: the worst that any of its actions leaves; all of it where it is justified."""
    leaves = [row for row in met_by if row.residual != NONE]
    if met_by and not leaves:
        return
    levels = [row.residual or (before if row.kind == "justification" else "") for row in leaves] or [before]
    worst = max(levels, key=lambda level: _severity(case, level))
    words = case.framework.level(worst).title.lower() if worst else "how badly is not said"
    yield Remains(whom, words, _after(leaves), _severity(case, worst))


def _severity(case: Case, level: str) -> int:
    """What is not said may be the worst."""
    return case.framework.severity(level) if level else len(case.framework.levels) + 1


def _after(rows: Sequence[Mitigation]) -> str:
    return joined(_by(row) for row in rows) or "nothing is done about it"


def _by(row: Mitigation) -> str:
    words = {"action": "after", "control": "with"}.get(row.kind, "justified:")
    return f"{words} “{shorten(row.what.rstrip('. '), NAMED, placeholder='…')}”"
