"""The task list: a line for each section, with its status as the server works it out."""

from flask import url_for

from eia.assessments.case import Case
from eia.assessments.checking.acceptance import Standing
from eia.assessments.guards.missing import missing
from eia.assessments.sections import PUBLIC_SUMMARY, SectionInfo, sections_in_play
from eia.assessments.views.blueprint import me
from eia.assessments.views.offers import in_whose_hands
from eia.assessments.workflow import CHECKING, TABLE


def shown_sections(case: Case) -> list[SectionInfo]:
    """All sections; for a version that was screened out only those that were written."""
    return sections_in_play(case, screening=case.state in ("screening_review", "screened_out"))


def section_line(case: Case, section: SectionInfo, standing: Standing | None) -> dict[str, object]:
    """A line of the task list: its status is computed, "completed" is the author's own word besides."""
    address = url_for("assessments.section", **case.address, key=section.key)  # type: ignore[arg-type]
    line = {"section": section, "stage": TABLE.states[section.stage].title, "title": section.title, "href": address}
    state = TABLE.states[case.state]
    if not state.open or case.state in CHECKING:
        return {**line, **_checked(standing), **_behind(case, section)}
    with_whom = in_whose_hands(case, section.key, me())
    if section.key not in state.editable:
        return {**line, "href": "", "status": "Cannot start yet", "hint": with_whom}
    status = _written(case, section, standing)
    return {**line, **status, "hint": " ".join(words for words in (with_whom, status["hint"]) if words)}


def _checked(standing: Standing | None) -> dict[str, str]:
    """What those who check said of it."""
    if standing is None:
        return {"status": "Read"}
    if not standing.unchanged:
        said = "Changed since it was accepted" if not standing.verdict.must_change else "Changed since it was returned"
        return {"status": "To read again", "colour": "yellow", "hint": said}
    colour = "orange" if standing.to_correct else "green"
    return {"status": standing.verdict.title, "colour": colour, "hint": standing.given.remark}


def _behind(case: Case, section: SectionInfo) -> dict[str, str]:
    """A public summary that is not in step in both languages says so wherever it is listed, while it is open."""
    if section != PUBLIC_SUMMARY or not TABLE.states[case.state].open:
        return {}
    return {"hint": lacking[0].text} if (lacking := missing(case, section.key)) else {}


def _written(case: Case, section: SectionInfo, standing: Standing | None) -> dict[str, str]:
    """What is still to do in it. What the author changes loses what was said of it."""
    lacking, kept = missing(case, section.key), case.section(section.key)
    hint = lacking[0].text if lacking and kept else ""
    if kept and kept.carried_over:
        return {"status": "To confirm", "colour": "yellow", "hint": hint}
    if lacking:
        begun = ("To finish", "light-blue") if kept else ("Not started", "blue")
        return {"status": begun[0], "colour": begun[1], "hint": hint}
    if standing and standing.unchanged:
        return _checked(standing)
    again = "" if standing is None else "Changed since it was accepted: it will be checked again"
    if standing and standing.verdict.must_change:
        again = "Changed since it was returned"
    if not (kept and kept.finished):
        return {"status": "All answered", "colour": "green", "hint": again}
    return {"status": "Completed", "colour": "", "hint": again}
