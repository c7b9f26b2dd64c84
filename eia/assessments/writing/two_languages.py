"""The public summary and the title in two languages, and whether they still say the same.

A text in the second language carries the digest of the English it was written for. It is *stale* when that is not the
digest of the English now: nothing is marked by hand, so nothing can be forgotten.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from eia import clock
from eia.assessments.case import Case
from eia.assessments.sections import PUBLIC_SUMMARY
from eia.pages import day
from eia.people.languages import LANGUAGES

TITLE = "title"
ASKED = {
    "summary_proposed": "What is proposed?",
    "summary_affected": "Who is affected, and how?",
    "summary_decided": "What was decided about it?",
}
HINTS = {
    "summary_proposed": "Two or three sentences a member of the public would understand.",
    "summary_affected": "Name the people: who loses, who gains, and by how much.",
    "summary_decided": "What is done for them, and why it goes ahead.",
}
TEXTS = {TITLE: "Title", **ASKED}
"""What has two texts, and what it is called. The English title is that of the subject."""


def second(text: str) -> str:
    return f"{text}_second"


def written_for(text: str) -> str:
    """Where the digest of the English stands that the second text was written for."""
    return f"{text}_second_of"


def stale_from(text: str) -> str:
    """Where the day stands from which the second text was older than the English."""
    return f"{text}_second_since"


def holds(text: str) -> str:
    """The tick with which a person says that the second text still holds. It is not kept."""
    return f"{text}_second_holds"


MARKS = tuple(mark(text) for text in TEXTS for mark in (written_for, stale_from))
"""Answers that nobody types."""


def called_in(code: str) -> dict[str, tuple[str, str]]:
    """Every text of the section in its order -> what it is called, and the language it is in; "" for English."""
    found: dict[str, tuple[str, str]] = {}
    for text, called in TEXTS.items() if code else ():
        name = called.removesuffix("?")
        found |= {text: (name, ""), second(text): (f"{name}, in {LANGUAGES[code]}", code)}
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """One text in both languages. `stale_since` is the day from which the second is older than the first."""

    key: str
    called: str
    first: str
    second: str
    stale_since: date | None = None


def pairs(case: Case) -> list[Pair]:
    return [_pair(case, text, called) for text, called in TEXTS.items()]


def _pair(case: Case, text: str, called: str) -> Pair:
    first, other = _first(case, text), case.answer(PUBLIC_SUMMARY.key, second(text))
    if not other or case.answer(PUBLIC_SUMMARY.key, written_for(text)) == digest_of(first):
        return Pair(text, called, first, other)
    return Pair(text, called, first, other, _since(case, text))


def _first(case: Case, text: str) -> str:
    return case.subject.title if text == TITLE else case.answer(PUBLIC_SUMMARY.key, text)


def _since(case: Case, text: str) -> date:
    """A title changes with its subject, beside this text; all else when this section is saved."""
    if kept := case.answer(PUBLIC_SUMMARY.key, stale_from(text)):
        return date.fromisoformat(kept)
    return clock.london(case.subject.retitled_at or case.version.created_at).date()


def language_of(case: Case) -> str:
    """ "Welsh"."""
    return LANGUAGES.get(case.second_language, "")


def out_of_step(case: Case) -> Iterator[tuple[str, str]]:
    """Which text lacks what in one of the two languages, and the sentence that says so; nothing without a second."""
    language = language_of(case)
    for pair in pairs(case) if language else ():
        if not pair.first:
            yield pair.key, f"{pair.called.removesuffix('?')}: write it in English."
        if not pair.second:
            yield second(pair.key), f"{pair.called.removesuffix('?')}: write it in {language}."
        elif pair.stale_since:
            since = day(pair.stale_since)
            words = f"{pair.called.removesuffix('?')}: the {language} is older than the English, since {since}."
            yield second(pair.key), words


def in_both(case: Case) -> dict[str, object]:
    """What a page shows of it; no pairs without a second language."""
    return {"pairs": pairs(case) if case.second_language else [], "language": language_of(case), "hints": HINTS}


def in_step(case: Case, before: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of the section: `before`, with these answers, and what each second text was written for.

    A second text that was written anew, or of which somebody says that it still holds, was written for the English that
    the writer had before them: `answers` name it. One that was left alone keeps what it was written for, whatever
    became of the English meanwhile.
    """
    kept = {**before, **{name: value for name, value in answers.items() if name not in map(holds, TEXTS)}}
    for text in TEXTS:
        was, other, first = before.get(second(text), ""), kept.get(second(text), ""), kept.get(text, "")
        now = digest_of(case.subject.title if text == TITLE else first)
        if other != was or answers.get(holds(text)):
            kept[written_for(text)] = answers.get(written_for(text)) or now
        else:
            kept[written_for(text)] = before.get(written_for(text), "")
        stale = bool(other) and kept[written_for(text)] != now
        already = before.get(stale_from(text)) if other == was else ""
        kept[stale_from(text)] = (already or clock.today().isoformat()) if stale and text != TITLE else ""
        if not other:
            kept[written_for(text)] = ""
    return kept


def digest_of(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()
