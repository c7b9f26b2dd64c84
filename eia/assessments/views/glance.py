"""The nine at a glance, and who is hurt and who gains: impacts in the order and words a decider needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from eia.assessments.case import Case
from eia.assessments.models import ActionStanding, Impact, Mitigation, ScreeningCell
from eia.assessments.queries import standings_of_actions
from eia.assessments.workflow import TABLE
from eia.db import db

HARMING = ("negative", "both")
"""The signs of an impact that harms somebody."""


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


@dataclass(frozen=True, slots=True)
class Screened:
    """One answer of the screening with its reason, for everybody it was given for; what is done stands under it."""

    answer: str
    reason: str
    whom: list[str]
    met_by: list[Mitigation]


def screening_in_words(case: Case) -> list[Screened]:
    """What screening says: each "yes" and "don't know" for itself and first, then the rest, same reasons together."""
    found: list[tuple[bool, Screened]] = []
    for characteristic, population in case.pairs:
        for cell in case.screened(characteristic.key, population.key):
            is_open = case.is_open(characteristic.key, population.key)
            one = Screened(
                _answer_words(case, cell),
                case.reason_of(cell),
                [f"{characteristic.title} ({population.who})"],
                case.meeting(cell=cell.id),
            )
            alike = next((other for shown, other in found if not shown and not is_open and _alike(one, other)), None)
            if alike:
                alike.whom.extend(one.whom)
            else:
                found.append((is_open, one))
    return [one for _, one in sorted(found, key=lambda each: not each[0])]


def _alike(one: Screened, other: Screened) -> bool:
    return (one.answer, one.reason) == (other.answer, other.reason)


def _answer_words(case: Case, cell: ScreeningCell) -> str:
    """ "Yes: it harms, minor"."""
    option = case.option_of(cell)
    direction = case.framework.direction(cell.direction).title.lower() if cell.direction else ""
    level = case.framework.level(cell.level).title.lower() if cell.level else ""
    more = ", ".join(words for words in (direction, level) if words)
    return f"{option.title if option else ''}{': ' if more else ''}{more}"


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


def progress_of(case: Case) -> Mapping[int, ActionStanding]:
    """Where each action stands; none has begun before it is signed."""
    return {} if TABLE.states[case.state].open else standings_of_actions(db.session(), case.version.id)
