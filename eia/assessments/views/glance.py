"""The nine at a glance, and who is hurt and who gains: impacts in the order and words a decider needs."""

from dataclasses import dataclass

from flask import url_for

from eia.assessments.case import Case
from eia.assessments.models import Impact, Mitigation


@dataclass(frozen=True, slots=True)
class Found:
    """One impact with what is done about it."""

    impact: Impact
    words: str
    population: str
    kind: str
    severity: int
    met_by: list[Mitigation]


def harms_and_gains(case: Case) -> list[Found]:
    """Every impact: harms first, the worst on top; then unknown, then gains, then none."""
    order = {"negative": 0, "both": 0, "unknown": 1, "positive": 2, "none": 3, "unanswered": 4}
    found = [
        Found(
            impact,
            case.about_words(impact.about),
            case.framework.population(impact.population).title,
            kind_of(case, impact),
            case.framework.severity(impact.how_bad),
            case.meeting(impact=impact.id),
        )
        for impact in case.version.impacts
    ]
    return sorted(found, key=lambda one: (order[one.kind], -one.severity))


def kind_of(case: Case, impact: Impact) -> str:
    """One of the signs of the glance: harm and gain may both hold."""
    if not any(case.directions(impact)):
        return "unanswered"
    if case.is_negative(impact):
        return "both" if case.is_positive(impact) else "negative"
    if case.is_positive(impact):
        return "positive"
    return "unknown" if case.is_unknown(impact) else "none"


def glance_rows(case: Case) -> list[dict[str, object]]:
    """A row per characteristic, a cell per population, each a link to where it is written."""
    return [
        {
            "title": characteristic.title,
            "href": _link(case, characteristic.key),
            "cells": [
                {"kind": _cell_kind(case, characteristic.key, population.key)}
                for population in case.framework.populations
            ],
        }
        for characteristic in case.framework.characteristics
    ]


def _link(case: Case, characteristic: str) -> str:
    if case.state in ("draft", "screening", "screening_review", "screened_out"):
        return url_for("assessments.section", **case.address, key="screening", _anchor=characteristic)  # type: ignore[arg-type]
    return url_for("assessments.impact", **case.address, about=characteristic)  # type: ignore[arg-type]


def _cell_kind(case: Case, characteristic: str, population: str) -> str:
    """What is found; before that what screening said."""
    if not case.framework.aims_for(characteristic, population):
        return "not_applicable"
    impact = case.impacts.get((characteristic, population))
    if impact is not None and any(case.directions(impact)):
        return kind_of(case, impact)
    cells = case.screened(characteristic, population)
    if not cells:
        return "unanswered"
    options = [case.option_of(cell) for cell in cells]
    if any(option and option.unknown for option in options):
        return "unknown"
    directions = {cell.direction for cell in cells if cell.direction}
    if "both" in directions or len(directions) > 1:
        return "both"
    if directions:
        return "negative" if case.framework.direction(directions.pop()).negative else "positive"
    return "negative" if any(option and option.level for option in options) else "none"
