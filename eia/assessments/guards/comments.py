"""Who may say what in a thread. Comments are made while a version is open, by whoever may read all of it."""

from collections.abc import Mapping

from eia.assessments.case import Case
from eia.assessments.guards.who import ADVISER, ANY_APPROVER, AUTHOR, without_writers
from eia.assessments.models.version import OPEN
from eia.assessments.writing.threads import Thread
from eia.errors import NotAllowed, NotOffered
from eia.people.queries import Standing, Standings

WORDS = {
    "replied": "Reply",
    "resolved": "Resolve",
    "reopened": "Open it again",
    "withdrawn": "Withdraw it",
    "must_fix": "Mark as “must fix”",
    "may_stay": "Take “must fix” away",
}
"""Turn -> the button that makes it."""


def is_worked_on(case: Case) -> bool:
    return case.state in OPEN


def may_mark(case: Case, by: Standings) -> Standing | None:
    """An adviser or approver of an organisation that takes part, who did not write it nor acts for one who did."""
    if by.person_id in case.writers:
        return None
    return ADVISER.finds(case, by) or ANY_APPROVER.finds(case, without_writers(case, by))


def standing_in_comments(case: Case, by: Standings) -> Standing | None:
    """The standing somebody speaks in, for the line under their words."""
    return may_mark(case, by) or AUTHOR.finds(case, by) or next(iter(by.held), None)


def turns_open_to(case: Case, thread: Thread, by: Standings) -> Mapping[str, str]:
    """Turn -> its button, for what this person may do in this thread now."""
    marks = may_mark(case, by) is not None
    begun_by_them = thread.first.person_id == by.person_id
    settles = marks or (not thread.must_fix and (begun_by_them or AUTHOR.finds(case, by) is not None))
    if thread.standing == "withdrawn":
        allowed = []
    elif not thread.is_open:
        allowed = ["reopened"] if settles or begun_by_them else []
    else:
        mark = ("may_stay" if thread.must_fix else "must_fix") if marks else ""
        offered = (("replied", True), ("resolved", settles), (mark, bool(mark)), ("withdrawn", begun_by_them))
        allowed = [turn for turn, may in offered if may]
    return {turn: WORDS[turn] for turn in allowed} if is_worked_on(case) else {}


def refuse_unless_open(case: Case) -> None:
    if not is_worked_on(case):
        raise NotOffered("Comments are made while a version is being worked on. These can only be read now.")


def refuse_unless_may_take(case: Case, thread: Thread, turn: str, by: Standings) -> None:
    refuse_unless_open(case)
    if turn in turns_open_to(case, thread, by):
        return
    if thread.must_fix and turn in ("resolved", "may_stay") and thread.is_open:
        raise NotAllowed("Only an equality adviser or approver who did not write it can settle what must be fixed.")
    if turn == "must_fix":
        raise NotAllowed("Only an equality adviser or approver who did not write it can mark what must be fixed.")
    raise NotAllowed("You cannot do this with this comment. It may have been resolved or withdrawn meanwhile.")
