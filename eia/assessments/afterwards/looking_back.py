"""The part of a `Case` that a review needs: what the version before foresaw, and what came of its actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, lazyload, object_session

from eia.assessments.models import ActionStanding, Impact, Mitigation, Section, Submission, Version
from eia.frameworks.shape import Framework

HAPPENED = {
    "better": "Better than foreseen",
    "as_foreseen": "As foreseen",
    "worse": "Worse than foreseen",
    "not_known": "Not known",
}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One impact that the version before foresaw, with what was to be done about it and where that stands."""

    impact: Impact
    done: Sequence[tuple[Mitigation, ActionStanding | None]]

    @property
    def question(self) -> str:
        """What happened, among the answers of the section."""
        return f"happened-{self._key}"

    @property
    def why(self) -> str:
        return f"because-{self._key}"

    @property
    def _key(self) -> str:
        return f"{self.impact.about.replace(':', '_')}-{self.impact.population}"


class LooksBack:
    """Mixed into `Case`, which says what version and framework are."""

    version: Version
    framework: Framework

    @cached_property
    def reviewed_id(self) -> int | None:
        """The latest version before this one that was signed after a full assessment; None when there is none."""
        session = object_session(self.version)
        if self.version.number == 1 or session is None:
            return None
        signed = Submission.version_id == Version.id, Submission.ended_as == "signed", Submission.kind == "full"
        query = select(Version.id).join(Submission, and_(*signed)).order_by(Version.number.desc()).limit(1)
        return session.scalar(
            query.where(
                Version.assessment_id == self.version.assessment_id, Version.number < self.version.number,
                Version.state != "stopped",
            )
        )  # fmt: skip

    @cached_property
    def foreseen(self) -> Sequence[Foreseen]:
        """Every effect the reviewed version found, in three queries; what it found to be no different is left out."""
        session = object_session(self.version)
        if self.reviewed_id is None or session is None:
            return ()
        impacts = select(Impact).where(Impact.version_id == self.reviewed_id).order_by(Impact.id)
        standings = (
            select(Mitigation, ActionStanding)
            .outerjoin(ActionStanding, ActionStanding.mitigation_id == Mitigation.id)
            .where(Mitigation.version_id == self.reviewed_id, Mitigation.impact_id.is_not(None))
            .options(joinedload(ActionStanding.last_note))
            .order_by(Mitigation.id)
        )
        done = session.execute(standings).all()
        return [
            Foreseen(impact, [(row, standing) for row, standing in done if row.impact_id == impact.id])
            for impact in session.scalars(impacts.options(lazyload(Impact.evidence)))
            if any(self._says_something(aim.direction) for aim in impact.aims)
        ]

    @cached_property
    def was_watched(self) -> str:
        """What the reviewed version said would be watched until now."""
        session = object_session(self.version)
        said = select(Section.answers).where(Section.version_id == self.reviewed_id, Section.key == "review")
        answers = session.scalar(said) if session and self.reviewed_id else None
        return str((answers or {}).get("watch") or "")

    def said_of(self, impact: Impact) -> Iterator[str]:
        """The directions it was found to have, in words, each once."""
        keys = dict.fromkeys(aim.direction for aim in impact.aims if self._says_something(aim.direction))
        return (self.framework.direction(key).title for key in keys)

    def _says_something(self, direction: str) -> bool:
        one = self.framework.direction(direction) if direction else None
        return one is not None and (one.negative or one.positive or one.unknown)
