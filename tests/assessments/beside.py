"""What people may do besides the steps, in words, for the golden tables: with comments, and with a local part."""

from collections.abc import Callable, Iterator, Sequence

from eia.assessments.case import Case
from eia.assessments.guards.comments import WORDS, refuse_unless_may_take, standing_in_comments, turns_open_to
from eia.assessments.guards.local import may_write_local, parts_to_give, rows_to_take_back
from eia.assessments.models import Comment
from eia.assessments.writing.threads import Thread
from eia.errors import Refusal
from eia.people.queries import Standing, Standings
from tests.assessments.situations import Scene, Situation

Says = Callable[[Case, Standings], str]
THREADS: dict[str, tuple[tuple[str, ...], bool]] = {
    "open": (("began",), False),
    "open, must be fixed": (("began",), True),
    "resolved": (("began", "resolved"), False),
    "resolved, must be fixed": (("began", "resolved"), True),
    "withdrawn": (("began", "withdrawn"), False),
}
"""How it stands -> its turns, and whether it was marked when it began."""


def comments(scene: Scene) -> Iterator[str]:
    """In one situation for each state: in which standing they speak, and what they may do with each thread."""
    first = {situation.case.state: situation for situation in reversed(scene.situations)}
    situations = [situation for situation in scene.situations if first[situation.case.state] is situation]
    yield from _said(scene, situations, "speaks", lambda case, by: _as(standing_in_comments(case, by)))
    for whose in ("lead's auditor", "author"):
        for name, (turns, must_fix) in THREADS.items():
            begun_by = scene.cast[whose].person_id
            thread = Thread([Comment(turn=turn, must_fix=must_fix, person_id=begun_by) for turn in turns])
            yield from _said(scene, situations, f"a thread of the {whose}, {name}", _turns(thread))


def local_parts(scene: Scene) -> Iterator[str]:
    """Who may write the local part of the lead and of the partner, give it to others, and take what back."""
    for number, whose in enumerate(("lead", "partner")):
        yield from _said(scene, scene.situations, f"writes the local part of the {whose}", _writes(number))
    yield from _said(scene, scene.situations, "gives away", _gives)
    yield from _said(scene, scene.situations, "takes back", _takes_back)


def _said(scene: Scene, situations: Sequence[Situation], what: str, says: Says) -> Iterator[str]:
    """Situations that are alike stand together, those who hear the same on one line."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for situation in situations:
        heard: dict[str, list[str]] = {}
        for name, by in scene.cast.items():
            heard.setdefault(scene.steady(says(situation.case, by)), []).append(name)
        most = max(heard, key=lambda words: len(heard[words]))
        heard[most] = ["everybody else"] if len(heard) > 1 else ["everybody"]
        lines = tuple(f"  {words}: {', '.join(names)}" for words, names in sorted(heard.items()))
        alike.setdefault(lines, []).append(situation.name)
    for lines, together in alike.items():
        yield f"{what}: {'; '.join(together)}"
        yield from lines


def _as(standing: Standing | None) -> str:
    return f"as {standing.words} of {standing.organisation_name}" if standing else "without an office"


def _turns(thread: Thread) -> Says:
    """What they may do with it, and what they hear of the rest."""

    def says(case: Case, by: Standings) -> str:
        may = ", ".join(turns_open_to(case, thread, by))
        hears: dict[str, list[str]] = {}
        for turn in WORDS:
            try:
                refuse_unless_may_take(case, thread, turn, by)
            except Refusal as refusal:
                hears.setdefault(str(refusal), []).append(turn)
        no = "; ".join(f"{', '.join(turns)}: {words}" for words, turns in hears.items())
        return f"{may or 'nothing'} ({no})"

    return says


def _writes(number: int) -> Says:
    def says(case: Case, by: Standings) -> str:
        if number >= len(case.bound):
            return "takes no part"
        try:
            return _as(may_write_local(case, case.bound[number], by))
        except Refusal as refusal:
            return f"NO. {refusal}"

    return says


def _gives(case: Case, by: Standings) -> str:
    return ", ".join(organisation.name for organisation in parts_to_give(case, by)) or "nothing"


def _takes_back(case: Case, by: Standings) -> str:
    return ", ".join(sorted(row.section for row in rows_to_take_back(case, by))) or "nothing"
