"""The part of a `Case` that several organisations make: local parts, interests, covers, who may adopt it later."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy.orm import object_session

from eia.assessments.afterwards.looking_back import LooksBack
from eia.assessments.contracts import FlagBefore, flags_before
from eia.assessments.models import UNANSWERED, Adoption, Cover, LocalPart, Version
from eia.assessments.models.version import OPEN
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import routes_of
from eia.people.routes import Level, Stages
from eia.subjects.models import Subject

COVER = "cover"
"""The page on which a parent is named, and the name under which its working copies and former texts are kept."""
SCREENS = ("screening", "screening_review")
"""Where a screening is sent, and where it is signed."""
LOCAL = "local:"
"""Begins the name of the local part of an organisation among the sections: "local:CAMBS"."""


def local_key(code: str) -> str:
    return f"{LOCAL}{code}"


def local_code(section: str) -> str:
    """The code of the organisation whose local part this is; "" for a section of what all share."""
    return section.removeprefix(LOCAL) if section.startswith(LOCAL) else ""


class Jointly(LooksBack):
    """Mixed into `Case`, which says what version, subject, organisations and adoptions are."""

    version: Version

    @property
    def subject(self) -> Subject:
        return self.version.assessment.subject

    @cached_property
    def flagged_before(self) -> Sequence[FlagBefore]:
        """What earlier results of the subject were flagged for."""
        session = object_session(self.version)
        return flags_before(session, self.subject) if session else ()

    @property
    def flags(self) -> Sequence[FlagBefore]:
        """Those of them that no impact here answers."""
        answered = {
            part
            for impact in self.version.impacts if impact.reason.strip() and not impact.from_screening
            for part in impact.about.split("+")
        }  # fmt: skip
        return [one for one in self.flagged_before if one.characteristic not in answered]

    @property
    def second_language(self) -> str:
        """What its public summary is written in besides English, "cy"; "" for nothing.

        The first save of the summary settles it. Until then it is what the lead publishes in, while this is open.
        """
        lead = self.version.assessment.organisation
        ahead = lead.second_language if self.version.state in OPEN else ""
        return self.version.second_language or ahead

    @cached_property
    def organisations(self) -> Sequence[Organisation]:
        raise NotImplementedError

    @cached_property
    def adoptions(self) -> Sequence[Adoption]:
        return [a for a in self.version.adoptions if a.round == self.version.round]

    @property
    def unanswered(self) -> list[Organisation]:
        """The organisations of the round that owe their answer."""
        return [a.organisation for a in self.adoptions if a.status in UNANSWERED]

    @property
    def usual(self) -> Office:
        """The office that signs where there is no route, and last where there is one."""
        return (Level.SCREENED_OUT if self.version.state in SCREENS else Level.FULL).usual

    @property
    def level(self) -> Level:
        """What is signed, as far as the framework tells it: harm remains when some is justified or expected to."""
        if self.version.state in SCREENS:
            return Level.SCREENED_OUT
        remains = any(m.kind == "justification" or m.residual not in ("", "none") for m in self.version.mitigations)
        return Level.HARM if remains else Level.FULL

    @cached_property
    def routes_to_come(self) -> dict[int, Stages]:
        """The routes of those who may adopt what was signed and were not in the round; settled when they begin."""
        known = {adoption.organisation_id for adoption in self.adoptions}
        session, late = object_session(self.version), self.joining - known
        return routes_of(session, late, self.level) if session and late else {}

    @cached_property
    def writers(self) -> set[int]:
        raise NotImplementedError

    @cached_property
    def amenders(self) -> set[int]:
        """Whoever amended a local part after it was sent."""
        return {part.made_by for sent in self.version.submissions for part in sent.parts if part.made_by}

    @cached_property
    def recused(self) -> set[int]:
        """Whoever declared an interest, and so does not answer for this version."""
        return {recusal.person_id for recusal in self.version.recusals}

    @property
    def barred(self) -> set[int]:
        """Whoever cannot answer for this version, nor anybody in their place."""
        return self.writers | self.recused

    @cached_property
    def bound(self) -> Sequence[Organisation]:
        """The organisations of the round, and those the subject binds now: each may have a local part."""
        known = [*self.organisations, *self.subject.organisations]
        return list({organisation.id: organisation for organisation in known}.values())

    @property
    def cover(self) -> Cover | None:
        """The parent that covers the screening, when the author named one."""
        return self.version.covers[0] if self.version.covers else None

    @property
    def joining(self) -> set[int]:
        """The organisations that are bound by the subject, are not covered, and may adopt what was signed."""
        if self.version.state != "signed_off":
            return set()
        answered = {a.organisation_id for a in self.adoptions if a.status in ("signed", "pending")}
        return {organisation.id for organisation in self.subject.organisations} - answered

    def know(self, **found: Any) -> None:
        """What was read already with the lists of its version."""
        self.__dict__.update(found)

    def known(self, name: str) -> Any:
        """None when nobody has read or worked it out yet."""
        return self.__dict__.get(name)

    def forget(self, *names: str) -> None:
        """Whatever was worked out under these names is worked out anew."""
        for name in names:
            self.__dict__.pop(name, None)

    def local_at(self, section: str) -> LocalPart | None:
        """The local part of that name, when there is one; None for a section of what all share."""
        code = local_code(section)
        return next((part for part in self.version.local_parts if part.organisation.code == code), None)

    def local_of(self, organisation_id: int) -> LocalPart | None:
        return next((part for part in self.version.local_parts if part.organisation_id == organisation_id), None)
