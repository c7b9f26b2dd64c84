"""What a version says, as text: section by section, entry by entry, field by field.

It is made from the shared part, as JSON values: of a round from the very bytes that were sent. Entries are told apart
by the number of the row they are a copy of, so an answer that was carried over is the same answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eia.assessments.afterwards.looking_back import HAPPENED as HAPPENED_WORDS
from eia.assessments.changes.labels import LABELS, OCCASIONS, PLANS, SCOPE, TITLES
from eia.assessments.content import LISTS
from eia.assessments.sections import HAPPENED, sections_under
from eia.assessments.writing.two_languages import MARKS, called_in
from eia.frameworks.shape import Framework
from eia.pages import iso_day, joined

Row = Mapping[str, Any]
POINTERS = ("id", "origin", "impact_id", "gap_id", "cell_id", "owner_id", "question", "characteristic", "population",
            "about", "from_screening", "library_entry_id", "parent_id")  # fmt: skip
"""Columns that say which row it is or what it belongs to; an entry's title says it in words."""
UNTOLD = frozenset((*POINTERS, *MARKS))
PLACES = {label: place for place, label in enumerate(LABELS.values())}
"""The order in which fields are told; what is not among them comes last."""
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Entry:
    """The single answers of a section, or one row of a list. `key` is the same in every round and version."""

    key: tuple[Any, ...]
    title: str
    fields: Mapping[str, str]
    """Label -> text; what is not answered is left out."""
    spoken: Mapping[str, str] = field(default_factory=dict)
    """Label -> the language of its text, where that is not English."""


@dataclass(frozen=True, slots=True)
class Said:
    """One section."""

    key: str
    title: str
    entries: Sequence[Entry]


def all_said(part: Row, framework: Framework, *, but: Row | None = None) -> list[Said]:
    """Everything that part says; `but` leaves out what the other part says in the very same words."""
    told = _Telling(part, framework, but)
    reviews = any(section["key"] == HAPPENED.key for section in part["sections"])
    sections = sections_under(framework, bilingual=bool(part.get("second_language")), reviews=reviews)
    return [Said(s.key, s.title, [*told.entries(s.key)]) for s in sections]


class _Telling:
    """The words of one framework for the keys in one part."""

    def __init__(self, part: Row, framework: Framework, but: Row | None) -> None:
        self.part, self.framework = part, framework
        self.but = but if but and but["framework"]["key"] == part["framework"]["key"] else None
        self.both = called_in(part.get("second_language", ""))
        self.places = PLACES | {label: len(PLACES) + place for place, (label, _) in enumerate(self.both.values())}
        self.names = _titles(framework.characteristics) | {f"local:{g.key}": g.title for g in framework.local_groups}
        self.asked = {q.key: q.text for q in framework.extra_questions} | {s.key: s.title for s in framework.scales}
        self.impacts = {row["id"]: self._whom(row["about"], row["population"]) for row in part["impacts"]}
        self.evidence = {row["id"]: row["title"] for row in part["evidence"]}
        self.met: dict[str, dict[int, str]] = {
            "impact_id": self.impacts,
            "gap_id": {row["id"]: row["missing"] for row in part["gaps"]},
            "cell_id": {
                row["id"]: self._whom(row["characteristic"], row["population"]) for row in part["screening"]
            },
        }  # fmt: skip
        self.told = {
            "answer": {o.key: o.title for q in framework.screening.questions for o in q.options},
            "direction": _titles(framework.directions),
            "level": _titles(framework.levels),
            "how_bad": _titles(framework.levels),
            "residual": {"none": "None", **_titles(framework.levels)},
            "strength": _titles(framework.evidence_strengths),
            "type": _titles(framework.mitigation_types),
            "outcome": _titles(framework.outcomes),
            "affects": _titles(framework.populations),
            "occasion": OCCASIONS,
            "happened": HAPPENED_WORDS,
            "rests_on": {str(key): words for key, words in self.impacts.items()},
            "evidence": self.evidence,
        }
        self.told |= {s.key: _titles(s.options) for s in framework.scales if s.options}

    def entries(self, section: str) -> Iterator[Entry]:
        answers = _answers(self.part, section)
        if not (self.but and answers == _answers(self.but, section) and self._reads_the_same("impacts")):
            yield Entry((section,), "", self._fields("", answers), dict(self.both.values()))
        for name, belongs in LISTS.items():
            for row in self._told_rows(name) if belongs == section else ():
                yield Entry((name, *self._key(name, row)), self._title(name, row), self._fields(name, row))

    def _told_rows(self, name: str) -> Iterator[Row]:
        """All rows, or those that the other part does not have; an impact says the titles of its evidence too."""
        skipping = self.but and (name != "impacts" or self._reads_the_same("evidence"))
        known = {self._key(name, row): row for row in self.but.get(name, ())} if self.but and skipping else {}
        return (row for row in self.part.get(name, ()) if known.get(self._key(name, row)) != row)

    def _reads_the_same(self, name: str) -> bool:
        return self.but is not None and self.part[name] == self.but[name]

    def _key(self, name: str, row: Row) -> tuple[Any, ...]:
        by = {"screening": ("question", "characteristic", "population"), "impacts": ("about", "population")}.get(name)
        return tuple(row[column] for column in by) if by else (row.get("origin") or row.get("id"),)

    def _title(self, name: str, row: Row) -> str:
        if name == "screening":
            several = len(self.framework.screening.questions) > 1
            asked = {q.key: q.title for q in self.framework.screening.questions}.get(row["question"], "")
            whom = self._whom(row["characteristic"], row["population"])
            return f"{whom}: {asked}" if several and asked else whom
        if name == "impacts":
            return self._whom(row["about"], row["population"])
        if name == "mitigations":
            return next((f"For {words[row[key]]}" for key, words in self.met.items() if row[key] in words), "")
        return f"{TITLES.get(name, '')}: {row.get('title') or row.get('who') or row.get('label') or ''}".strip(": ")

    def _fields(self, name: str, row: Row) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, value in row.items():
            if column == "aims":
                found |= {
                    f"Finding: {self._aim(aim['aim'])}": self._one("direction", aim["direction"]) for aim in value
                }
            elif name == "consultations" and column in ("about", "populations"):
                found[self._label(name, column)] = joined(self._group(key) for key in value.split("+") if key)
            elif column == "points":
                found[self._label(name, column)] = "\n".join(f"{one['point']}: {one['response']}" for one in value)
            elif column == "files":
                found[self._label(name, column)] = "\n".join(
                    f"{one['name']} (SHA-256 {one['sha256'][:12]}…)" for one in value
                )
            elif column not in UNTOLD:
                found[self._label(name, column)] = self._words(name, column, value)
        ordered = sorted(found, key=lambda label: self.places.get(label, len(PLACES)))
        return {label: found[label] for label in ordered if found[label]}

    def _label(self, name: str, column: str) -> str:
        if not name and column in self.both:
            return self.both[column][0]
        if not name and (asked := _of_happened(column)):
            words, about, population = asked
            return f"{words}: {self._whom(about.replace('local_', 'local:'), population)}"
        return LABELS.get((name, column)) or self.asked.get(column) or column.replace("_", " ").capitalize()

    def _words(self, name: str, column: str, value: Any) -> str:
        if isinstance(value, list):
            return joined(self._one(column, one) for one in value)
        if name in ("scope", "mitigations") and column == "kind":
            return (SCOPE if name == "scope" else PLANS).get(value, str(value))
        return self._one(column, value)

    def _one(self, column: str, value: Any) -> str:
        if value in (None, "", False):
            return ""
        if value is True:
            return "Yes"
        if isinstance(value, str) and ISO_DAY.fullmatch(value):
            return iso_day(value)
        column = "happened" if column.startswith("happened-") else column
        return str(self.told.get(column, {}).get(value, value))

    def _group(self, key: str) -> str:
        own = _titles(self.framework.characteristics) | _titles(self.framework.populations)
        return str(own.get(key) or self._whom(key, "").removesuffix(" ()"))

    def _aim(self, key: str) -> str:
        return next((aim.title for aim in self.framework.aims if aim.key == key), key)

    def _whom(self, about: str, population: str) -> str:
        """ "age+sex", "staff" -> "Age and sex (staff)"."""
        first, *others = [self.names.get(key, key) for key in about.split("+")]
        who = next((p.who for p in self.framework.populations if p.key == population), population)
        return f"{joined([first, *(words[:1].lower() + words[1:] for words in others)])} ({who})"


def _of_happened(column: str) -> tuple[str, str, str] | None:
    """What is asked of one effect that the version before foresaw, whom it is about; None for another question."""
    words = {"happened": "What happened", "because": "How that is known"}
    what, *whom = column.split("-")
    return (words[what], whom[0], whom[1]) if what in words and len(whom) == 2 else None


def _answers(part: Row, section: str) -> Row:
    return next((s["answers"] for s in part["sections"] if s["key"] == section), {})


def _titles(rows: Any) -> dict[Any, str]:
    return {row.key: row.title for row in rows}
