""" "You said, we did": what was raised, by whom, what was done, and what it changed, as pages and print show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from eia.assessments.case import Case
from eia.assessments.guards.consulting import harmed_and_not_asked, reason_key, shorter_than
from eia.assessments.models import Consultation, RaisedPoint
from eia.assessments.sections import section_titles
from eia.pages import joined


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the table; `row_id` and `kind` say which row of the log it stands in."""

    kind: str
    row_id: int
    said: str
    done: str
    changed: str = ""
    href: str = ""
    from_outside: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One entry of the log with what was raised in it."""

    row: Consultation
    kind: str
    about: str
    populations: str
    shorter_than: int
    said: Sequence[Said]


def asked(case: Case) -> list[Asked]:
    """The whole log, in the order in which it was written."""
    return [_asked(case, row) for row in case.version.consultations]


def asked_about(case: Case, about: str) -> list[Asked]:
    """Of the log, what was asked about one of these characteristics or groups: "age+sex" is about both."""
    whom = set(about.split("+"))
    return [one for one in asked(case) if whom & set(one.row.about.split("+"))]


def reasons_not_asked(case: Case) -> list[tuple[str, str]]:
    """(whom a harm touches, why nobody asked them), where a reason is given."""
    given = ((about, case.answer("consultation", reason_key(about))) for about in harmed_and_not_asked(case))
    return [(case.about_words(about), reason) for about, reason in given if reason]


def log_of(case: Case) -> dict[str, object]:
    """What a page needs to show the log."""
    return {"asked": asked(case), "not_asked": reasons_not_asked(case)}


def _asked(case: Case, row: Consultation) -> Asked:
    framework = case.framework
    kinds = {kind.key: kind.title for kind in framework.consultation.kinds}
    points = [_point(case, point) for point in case.points_of(row)]
    in_short = [Said("consultation", row.id, row.said, row.done)] if row.said or row.done else []
    return Asked(
        row,
        kinds.get(row.kind, ""),
        joined(case.about_words(key) for key in row.about.split("+") if key),
        joined(framework.population(key).who for key in row.populations.split("+") if key),
        shorter_than(case, row),
        [*in_short, *points],
    )


def _point(case: Case, point: RaisedPoint) -> Said:
    words, href = _changed(case, point)
    return Said(
        "raised_point", point.id, point.point, point.response, words, href, from_outside=point.comment_id is not None
    )


def _changed(case: Case, point: RaisedPoint) -> tuple[str, str]:
    """What it changed, in words, and where that stands."""
    if point.impact_id:
        impact = next(i for i in case.version.impacts if i.id == point.impact_id)
        who = case.framework.population(impact.population).who
        return f"{case.about_words(impact.about)} ({who})", _address(case, "impact", about=impact.about)
    if point.mitigation_id:
        row = next(m for m in case.version.mitigations if m.id == point.mitigation_id)
        return row.what, _address(case, "section", key="mitigation", _anchor=f"mitigation-{row.id}")
    if point.section:
        titles = section_titles(case)
        return titles.get(point.section, point.section), _address(case, "section", key=point.section)
    return "", ""


def _address(case: Case, endpoint: str, **values: str) -> str:
    return url_for(f"assessments.{endpoint}", **case.address, **values)  # type: ignore[arg-type]
