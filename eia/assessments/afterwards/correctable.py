"""Which texts of a signed version may be corrected, and what a minor correction is: other words, never another meaning.

Words only. Levels, directions, populations, dates, numbers, what an action promises and the outcome are what was signed
for: another of those needs a new version.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eia.assessments.changes.labels import LABELS, TITLES
from eia.assessments.changes.words import Run, changed_words
from eia.assessments.models import Correction, Version
from eia.assessments.sections import EXTRA, PUBLIC_SUMMARY
from eia.assessments.writing.two_languages import ASKED, second

ANSWERS = ("changes", "why", "affected", "open_options", "decider", "nobody_because", "conclusion", "watch",
           "shared_reason", *ASKED, *map(second, ASKED))  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "screening": ("reason",),
    "evidence": ("title", "says", "source", "area", "supplied_by"),
    "gaps": ("missing",),
    "consultations": ("who", "said", "done"),
    "options": ("title", "effect", "because"),
    "impacts": ("reason", "who"),
}
"""List -> the columns that are words and no more."""
ROWS = {**TITLES, "screening": "Screening", "impacts": "Impact", "gaps": "Gap"}
IN_FRONT = ("screening/", "gaps/", "consultations/", "options/", "impacts/", "sections/consultation/",
            "sections/conclusion/")  # fmt: skip
"""How the places begin that those who decide have in front of them."""
MOST_WORDS = 8
LONGEST = 200
MEANING = frozenset((
    "no", "not", "never", "none", "nobody", "nothing", "without", "cannot", "only", "all", "every", "must", "may",
    "should", "will", "dim", "ddim", "ni", "nid", "na", "nad", "neb", "byth", "heb",
))  # fmt: skip
"""Words that turn a sentence round, in English and in Welsh: a correction neither brings nor takes one."""


@dataclass(frozen=True, slots=True)
class Text:
    place: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction with its text as it reads with it, word by word."""

    row: Correction
    runs: Sequence[Run]


def texts_of(content: bytes) -> list[Text]:
    """Every text of the bytes that were signed that may be corrected."""
    return [one for one in _texts(json.loads(content)) if one.words]


def _texts(part: Mapping[str, Any]) -> Iterator[Text]:
    called = {name: f"{PUBLIC_SUMMARY.title}: {words.lower()}" for name, words in ASKED.items()}
    for section in part["sections"]:
        for key, value in section["answers"].items():
            if isinstance(value, str) and (key in ANSWERS or section["key"] == EXTRA.key):
                label = called.get(key) or LABELS.get(("", key), EXTRA.title)
                yield Text(f"sections/{section['key']}/{key}", label, value)
    for name, columns in COLUMNS.items():
        for row in part[name]:
            for column in columns:
                label = LABELS.get((name, column), "Reason" if column == "reason" else "Who is affected")
                label = f"{ROWS[name]}: {label[:1].lower()}{label[1:]}"
                yield Text(f"{name}/{row['id']}/{column}", label, str(row[column] or ""))


def as_it_reads(texts: Sequence[Text], corrections: Sequence[Correction]) -> list[Text]:
    """The texts with the corrections that stand."""
    found = {text.place: text for text in texts}
    for row in corrections:
        if row.objection is not None:
            continue
        text = found[row.place]
        found[row.place] = Text(text.place, text.label, text.words.replace(row.wrong, row.right, 1))
    return list(found.values())


def in_front_of(version: Version) -> list[Correction]:
    """The corrections that hold, of what is put in front of those who decide."""
    return [row for row in version.corrected if row.place.startswith(IN_FRONT)]


def shown(content: bytes, corrections: Sequence[Correction]) -> list[Corrected]:
    """Each correction, made or objected to, in the text as it was before it."""
    texts, told = texts_of(content), []
    for number, row in enumerate(corrections):
        before = next(one.words for one in as_it_reads(texts, corrections[:number]) if one.place == row.place)
        told.append(Corrected(row, changed_words(before, before.replace(row.wrong, row.right, 1))))
    return told


def against(texts: Sequence[Text], wrong: str, right: str) -> Iterator[str]:
    """Everything that stands against reading these words as those."""
    if not wrong or wrong == right:
        yield "Type the wrong words as they stand, and the right ones."
        return
    times = sum(text.words.count(wrong) for text in texts)
    if times == 0:
        yield "These words stand in no text that can be corrected. Copy them exactly as they stand."
    if times > 1:
        yield f"These words stand {times} times. Copy a few words more, so that one place is meant."
    if max(len(wrong.split()), len(right.split())) > MOST_WORDS:
        yield f"A correction changes at most {MOST_WORDS} words. For more, open a new version."
    if re.findall(r"\d", wrong) != re.findall(r"\d", right):
        yield "Numbers and dates are what was signed. To change one, open a new version."
    if _turning(wrong) != _turning(right):
        yield "That would turn the sentence round. To say something else, open a new version."


def _turning(words: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"[a-z]+", words.lower().replace("n’t", " not").replace("n't", " not"))
                   if word in MEANING)  # fmt: skip


def place_of(texts: Sequence[Text], wrong: str) -> Text:
    return next(text for text in texts if wrong in text.words)
