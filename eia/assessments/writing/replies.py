"""The replies to what was returned last: one text for each point, written on a page of their own.

They belong to no section, so they carry no revision of their own: the number that says whether they changed is made of
what they say. Nobody can save over a reply they have not read, and saving the same words twice is no change.
"""

import hashlib
from collections.abc import Mapping, Sequence

import rfc8785

from eia.assessments.case import Case
from eia.assessments.models import ReturnPoint

POINTS = "points"
"""The page, and the name under which its working copies and former texts are kept."""
_NUMBERS = 10**9


def points_to_answer(case: Case) -> Sequence[ReturnPoint]:
    """What was returned last, point by point."""
    returned = [submission for submission in case.version.submissions if submission.ended_as == "returned"]
    return returned[-1].points if returned else []


def reply_name(point: ReturnPoint) -> str:
    """What the field of this reply is called."""
    return f"reply-{point.id}"


def replies_said(case: Case) -> dict[str, str]:
    return {reply_name(point): point.reply for point in points_to_answer(case)}


def revision_of_replies(case: Case) -> int:
    return number_of(replies_said(case))


def number_of(said: Mapping[str, str]) -> int:
    """A revision made of what is said."""
    return int.from_bytes(hashlib.sha256(rfc8785.dumps(dict(said))).digest()[:8]) % _NUMBERS
