"""Templates: an adviser offers a finished version to their organisation to begin with, and can take it back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.models import Template
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def offer(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    title = str(answers["title"])
    row = Template(
        version_id=case.version.id, organisation_id=case.lead.id, title=title, offered_by=permitted.by.person_id,
        offered_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return {"sentence": f"Offered as a template: “{title}”", "details": {"template": title}}


def take_back(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    for row in case.version.templates:
        if row.ended_at is None:
            row.ended_at, row.ended_by = clock.now(), permitted.by.person_id
    session.flush()
    return {}
