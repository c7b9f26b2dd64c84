"""A release as an entry of the library of evidence: later releases are later editions of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.library.commands import keep_figures
from eia.library.models import LibraryEdition, LibraryEntry
from eia.promotions.case import ProcessCase
from eia.promotions.figures.results import Basis, Verdict
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.hidden_words import what_is_hidden
from eia.promotions.models import PromotionRelease, ReleaseContent, ReleasePreview
from eia.promotions.released import overview_of
from eia.workflow.perform import Permitted

DEFINITIONS = (
    "A rate is passed / entered. Each stated group is compared with the group chosen before: difference in points "
    "(Newcombe), ratio (Katz), Fisher's exact test adjusted by Holm's method. docs/figures.md says more."
)


def keep_as_evidence(
    session: Session, case: ProcessCase, permitted: Permitted[ProcessCase], preview: ReleasePreview,
    content: ReleaseContent,
) -> LibraryEdition:  # fmt: skip
    process, number = case.process, preview.after + 1
    values = {
        "keeper_id": process.owner_id, "title": f"Results of {process.number}, {process.title}: released figures",
        "says": "\n\n".join([*_shows(session, case, content), *_made(case, preview, content)]),
        "source": f"{process.organisation.name}, promotion process {process.number}, release {number}",
        "dated": clock.today(), "area": ", ".join(one.code for one in process.organisations), "strength": "",
        "licence": "", "review_by": None, "because": f"Release {number}",
    }  # fmt: skip
    return keep_figures(
        session, _entry(session, process.id), process.organisation_id, values, standing=permitted.standing,
        by=permitted.by,
    )  # fmt: skip


def _entry(session: Session, process_id: int) -> LibraryEntry | None:
    query = (
        select(LibraryEntry)
        .join(LibraryEdition, LibraryEdition.entry_id == LibraryEntry.id)
        .join(PromotionRelease, PromotionRelease.library_edition_id == LibraryEdition.id)
        .where(PromotionRelease.process_id == process_id)
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def _shows(session: Session, case: ProcessCase, content: ReleaseContent) -> list[str]:
    stages = {one.key: one.title for one in case.process.stages}
    said = [one for one in overview_of(session, content.id) if one.basis is Basis.STAGE]
    flagged = {
        f"{stages.get(one.stage, one.stage)} by {group_lists()[one.breakdown].title.lower()}": None
        for one in said if one.verdict is Verdict.FLAGGED
    }  # fmt: skip
    return [f"Flagged: {'; '.join(flagged)}." if flagged else "Nothing of what is shown is flagged."]


def _made(case: ProcessCase, preview: ReleasePreview, content: ReleaseContent) -> list[str]:
    hidden = what_is_hidden(
        case.process, threshold=preview.threshold, noughts=content.noughts, small=content.small,
        besides=content.besides, nothing_of=content.nothing_of,
    )  # fmt: skip
    method = f"Method: {content.method}, limits {content.limits}, scipy {content.scipy}."
    whose = [case.process.counts_source] if case.process.counts_source else []
    return [*whose, " ".join(hidden), DEFINITIONS, f"{method} Keyed digest of the counts: {content.counts_digest}."]
