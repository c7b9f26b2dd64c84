"""What the consultation log still lacks, and whom a harm touches whom nobody asked.

`missing.py` asks here for the section "consultation".
"""

from collections.abc import Iterator

from eia.assessments.case import Case
from eia.assessments.models import Consultation, Impact
from eia.errors import Reason
from eia.pages import counted

SHOWN = 60
"""So many characters of what somebody wrote stand in a sentence."""


def consultation(case: Case) -> Iterator[Reason]:
    if not case.version.consultations and not case.answer("consultation", "nobody_because").strip():
        yield _here(case, "Add who was asked, or say why nobody was.", "nobody_because")
    for one in case.version.consultations:
        yield from _entry(case, one)
    for about in harmed_and_not_asked(case):
        if not case.answer("consultation", reason_key(about)).strip():
            words = _lower(case.about_words(about))
            text = f"Nobody was asked about {words}, where you find a harm. Add who was, or say why nobody was."
            yield _here(case, text, reason_key(about))
    if waiting := case.waiting_comments:
        text = f"Answer {counted(waiting, 'comment')} of readers outside: take each over, or say why not."
        yield Reason(text, "assessments.outside_comments", case.address)


def harmed_and_not_asked(case: Case) -> list[str]:
    """Characteristics and local groups that an impact or the screening finds harmed and no consultation covers."""
    found = [cell.characteristic for cell in case.harmful_cells() if not _found_otherwise(case, cell.characteristic)]
    found += [key for impact in case.version.impacts if case.is_negative(impact) for key in impact.about.split("+")]
    asked = {key for one in case.version.consultations for key in one.about.split("+")}
    order = [c.key for c in case.framework.characteristics]
    harmed = set(found) - asked
    return sorted(harmed, key=lambda key: (key not in order, order.index(key) if key in order else 0, key))


def reason_key(about: str) -> str:
    """The question, in the answers of the section, why nobody was asked about them."""
    return f"not_asked_{about.replace(':', '_')}"


def shorter_than(case: Case, one: Consultation) -> int:
    """The weeks the framework asks for, when this consultation was shorter; else 0."""
    wanted = case.framework.consultation.weeks_for(one.kind)
    return wanted if wanted and one.weeks is not None and one.weeks < wanted else 0


def _found_otherwise(case: Case, characteristic: str) -> bool:
    """Whether every impact about it was looked at and none is a harm: what screening feared did not hold."""
    own: list[Impact] = [impact for impact in case.version.impacts if impact.about == characteristic]
    answered = [impact for impact in own if any(case.directions(impact))]
    wanted = [p for c, p in case.pairs if c.key == characteristic and case.is_open(c.key, p.key)]
    return len(answered) >= len(wanted) > 0 and not any(case.is_negative(impact) for impact in answered)


def _entry(case: Case, one: Consultation) -> Iterator[Reason]:
    points = case.points_of(one)
    said = [(one.said or points, "what they said"), (one.done or points, "what was done about it")]
    if lacking := [what for given, what in said if not given]:
        yield _here(case, f"For “{one.who}”, add {' and '.join(lacking)}.", f"consultation-{one.id}")
    for point in points:
        if not point.response.strip():
            text = f"Say what was done about “{point.point[:SHOWN]}”."
            yield _here(case, text, f"raised_point-{point.id}")
    yield from _length(case, one)


def _length(case: Case, one: Consultation) -> Iterator[Reason]:
    wanted = case.framework.consultation.weeks_for(one.kind)
    if wanted and one.weeks is None:
        text = f"Say from when until when “{one.who}” was asked: {case.framework.law} asks for {wanted} weeks."
        yield _here(case, text, f"consultation-{one.id}")
    elif shorter_than(case, one) and not one.too_short_because.strip():
        text = (
            f"“{one.who}” had {counted(one.weeks or 0, 'week')}, not the {wanted} weeks asked for. Say why, or correct "
            "the dates."
        )
        yield _here(case, text, f"consultation-{one.id}")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _here(case: Case, text: str, anchor: str) -> Reason:
    return Reason(text, "assessments.section", {**case.address, "key": "consultation"}, anchor)
