"""What the steps of a release write: a preview that is asked for, the release of one, the withdrawal of a release."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.errors import Stale
from eia.promotions.case import ProcessCase
from eia.promotions.commands.evidence import keep_as_evidence
from eia.promotions.models import PromotionRelease, ReleasePreview, ReleaseWithdrawal
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]
ANOTHER = "Another preview was made after you opened this one. Look at that one, then decide."


def ask_for_preview(
    session: Session, case: ProcessCase, permitted: Permitted[ProcessCase], answers: Answers
) -> Answers:
    process = case.process
    preview = ReleasePreview(
        process_id=process.id, edition=process.counts_from, after=case.release.number if case.release else 0,
        threshold=int(answers["threshold"]), asked_by=permitted.by.person_id, asked_at=clock.now(),
    )  # fmt: skip
    session.add(preview)
    session.flush()
    told = {"preview": preview.id, "edition": preview.edition, "threshold": preview.threshold, "after": preview.after}
    return {"details": told}


def release_it(session: Session, case: ProcessCase, permitted: Permitted[ProcessCase], answers: Answers) -> Answers:
    """The preview that was looked at, and no other, becomes what everybody reads."""
    preview = case.preview
    if preview is None or preview.content is None or preview.id != answers["preview"]:
        raise Stale(ANOTHER)
    evidence = keep_as_evidence(session, case, permitted, preview, preview.content)
    row = PromotionRelease(
        process_id=case.process.id, number=preview.after + 1, content_id=preview.content.id,
        library_edition_id=evidence.id,
        made_by=permitted.by.person_id, made_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    told: dict[str, Any] = {
        "release": row.id,
        "number": row.number,
        "content": row.content_id,
        "threshold": preview.threshold,
    }
    told |= {"digest": preview.content.digest, "counts": preview.content.counts_digest}
    return {"details": told, "sentence": f"Release {row.number} was made"}


def withdraw(session: Session, case: ProcessCase, permitted: Permitted[ProcessCase], answers: Answers) -> Answers:
    release = case.release
    if release is None:
        raise Stale(ANOTHER)
    row = ReleaseWithdrawal(
        release_id=release.id, reason=str(answers["reason"]), made_by=permitted.by.person_id, made_at=clock.now()
    )
    session.add(row)
    session.flush()
    return {"details": {"release": release.id, "withdrawal": row.id},
            "sentence": f"Release {release.number} was withdrawn"}  # fmt: skip
