"""What is signed: the canonical bytes of a version's content, and which columns they hold.

Every column of every content table is named here as frozen or living; a test refuses one that is neither, so a new
column cannot slip past the signature unseen.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import rfc8785

from eia.assessments.case import Case
from eia.assessments.models import (
    Consultation,
    Cover,
    Evidence,
    EvidenceFile,
    Gap,
    Impact,
    ImpactAim,
    LocalPart,
    Mitigation,
    Option,
    RaisedPoint,
    ScopeItem,
    ScreeningCell,
    Section,
)
from eia.audit.record import plain
from eia.db import Base
from eia.people.models import Organisation

FORMAT = 1

FROZEN: dict[type[Base], tuple[str, ...]] = {
    Section: ("key", "answers"),
    ScreeningCell: (
        "id", "question", "characteristic", "population", "answer", "direction", "level", "reason", "shares_reason",
    ),
    ScopeItem: ("id", "origin", "kind", "label", "value"),
    Evidence: (
        "id", "origin", "title", "source", "says", "dated", "area", "strength", "supplied_by", "licence", "review_by",
        "library_entry_id", "library_edition",
    ),
    EvidenceFile: ("name",),
    Gap: ("id", "origin", "missing", "characteristic"),
    Consultation: (
        "id", "origin", "who", "kind", "how", "from_day", "until_day", "about", "populations", "asked", "answered",
        "said", "done", "too_short_because",
    ),
    RaisedPoint: ("point", "response", "section", "impact_id", "mitigation_id", "comment_id"),
    Option: ("id", "origin", "title", "does_nothing", "effect", "chosen", "because"),
    Impact: (
        "id", "about", "population", "reason", "who", "how_many", "how_bad", "how_likely", "from_screening",
    ),
    ImpactAim: ("aim", "direction"),
    Mitigation: (
        "id", "origin", "impact_id", "gap_id", "cell_id", "kind", "what", "type", "owner_id", "due", "measure", "aim",
        "necessity", "alternatives", "residual",
    ),
    Cover: ("parent_id", "reason"),
    LocalPart: ("applies", "impacts", "figures", "actions"),
}  # fmt: skip

LIVING: dict[type[Base], tuple[str, ...]] = {
    Section: ("id", "version_id", "finished", "carried_over", "revision", "saved_at", "saved_by"),
    ScreeningCell: ("version_id",),
    ScopeItem: ("version_id",),
    Evidence: ("version_id",),
    EvidenceFile: ("id", "evidence_id", "file_id"),
    Gap: ("version_id",),
    Consultation: ("version_id",),
    RaisedPoint: ("id", "version_id", "consultation_id"),
    Option: ("version_id",),
    Impact: ("version_id",),
    ImpactAim: ("id", "impact_id"),
    Mitigation: ("version_id", "condition_id"),
    Cover: ("id", "version_id"),
    LocalPart: ("id", "version_id", "organisation_id", "carried_over", "revision", "saved_at", "saved_by"),
}
"""Not part of what is said: where a row belongs, and how the section was worked on."""


LISTS = {
    "cover": "screening",
    "screening": "screening",
    "scope": "proposal",
    "evidence": "evidence",
    "gaps": "evidence",
    "consultations": "consultation",
    "options": "options",
    "impacts": "impacts",
    "mitigations": "mitigation",
}
"""Each list of the shared part, and the section it is written in."""


def shared_part(case: Case, framework_digest: str) -> dict[str, Any]:
    """Everything all organisations sign, as JSON values."""
    version = case.version
    sections: list[Section] = sorted(version.sections, key=lambda section: section.key)
    return {
        "format": FORMAT,
        "reference": case.assessment.reference,
        "version": version.number,
        "subject": {"number": case.subject.number, "title": case.subject.title, "kind": case.subject.kind},
        "lead": case.lead.code,
        "organisations": [organisation.code for organisation in case.organisations],
        "framework": {"key": version.framework, "sha256": framework_digest},
        **({"second_language": version.second_language} if version.second_language else {}),
        "author": {"id": version.author_id, "name": version.author.name},
        "sections": _rows(sections),
        "cover": [_cover(row) for row in version.covers],
        "screening": _rows(version.cells),
        "scope": _rows(version.scope),
        "evidence": [_evidence(row) for row in version.evidence],
        "gaps": _rows(version.gaps),
        "consultations": [_consultation(case, row) for row in version.consultations],
        "options": _rows(version.options),
        "impacts": [_impact(impact) for impact in version.impacts],
        "mitigations": [_mitigation(row) for row in version.mitigations if row.condition_id is None],
    }


def local_part(case: Case, organisation: Organisation) -> dict[str, Any]:
    """What one organisation adds for itself; nothing when it has nothing to add."""
    own = case.local_of(organisation.id)
    return {
        "format": FORMAT,
        "reference": case.assessment.reference,
        "version": case.version.number,
        "organisation": {"code": organisation.code, "name": organisation.name},
        "local": _row(own) if own is not None and own.says_something else {},
    }


def section_digests(part: Mapping[str, Any], only: Collection[str] | None = None) -> dict[str, str]:
    """Section -> the digest of all it says, of each or of those; a section that says nothing is left out."""
    said: dict[str, list[Any]] = defaultdict(list)
    for section in part["sections"]:
        if any(section["answers"].values()):
            said[section["key"]].append(["answers", section["answers"]])
    for name, section_key in LISTS.items():
        if part[name]:
            said[section_key].append([name, part[name]])
    return {key: digest(rfc8785.dumps(values)) for key, values in said.items() if only is None or key in only}


def canonical(part: dict[str, Any]) -> bytes:
    return rfc8785.dumps(part)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _rows(rows: Iterable[Base]) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Base) -> dict[str, Any]:
    values: dict[str, Any] = plain({column: getattr(row, column) for column in FROZEN[type(row)]})
    return values


def _consultation(case: Case, row: Consultation) -> dict[str, Any]:
    return {**_row(row), "points": _rows(case.points_of(row))}


def _evidence(row: Evidence) -> dict[str, Any]:
    """With its files: not their bytes, but what proves that they are the same."""
    files = [
        {**_row(one), "sha256": one.file.digest, "size": one.file.size, "type": one.file.type} for one in row.files
    ]
    return {**_row(row), "files": files}


def _impact(impact: Impact) -> dict[str, Any]:
    aims: Sequence[ImpactAim] = impact.aims
    return {**_row(impact), "aims": _rows(aims), "evidence": [evidence.id for evidence in impact.evidence]}


def _mitigation(row: Mitigation) -> dict[str, Any]:
    return {**_row(row), "owner": row.owner.name if row.owner else ""}


def _cover(row: Cover) -> dict[str, Any]:
    return {**_row(row), "reference": row.parent.assessment.reference, "version": row.parent.number}
