"""What is concluded, reviewed and signed: outcomes, reasons, verdicts, opinions and declarations."""

from __future__ import annotations

from dataclasses import dataclass

from eia.frameworks.shape.rows import line, prose

SECTIONS = (
    "proposal",
    "screening",
    "evidence",
    "consultation",
    "options",
    "impacts",
    "mitigation",
    "conclusion",
    "review",
    "extra",
)
DECLARATIONS = ("sign_off", "screened_out", "stop", "refusal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where a full assessment may end."""

    key: str
    title: str = line()
    plain: str = prose()
    needs_action: bool = False
    needs_justification: bool = False
    stops: bool = False
    declaration: str = "sign_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReason:
    key: str
    title: str = line()
    plain: str = prose(default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an adviser says of one section; `must_change` sends it back."""

    key: str
    title: str = line()
    plain: str = prose(default="")
    must_change: bool = False
    needs_comment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """`given` is false for the words that stand where no adviser spoke."""

    key: str
    title: str = line()
    plain: str = prose(default="")
    needs_reason: bool = False
    given: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The words a person signs: an opening and the points they confirm."""

    key: str
    title: str = line()
    text: str = prose()
    points: tuple[str, ...] = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraQuestion:
    key: str
    section: str
    text: str = prose()
    hint: str = prose(default="")
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultedKind:
    """One kind of people who can be asked: a staff network, a union, the public.

    `minimum_weeks` where the law sets another length for them than for the rest; 0 is none.
    """

    key: str
    title: str = line()
    plain: str = prose(default="")
    minimum_weeks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """The shortest time a consultation may last; 0 weeks means the law of this framework names none."""

    minimum_weeks: int = 0
    plain: str = prose()
    kinds: tuple[ConsultedKind, ...] = ()

    def weeks_for(self, kind: str) -> int:
        """The shortest time for people of that kind; the general one for a kind that has none of its own."""
        own = next((one.minimum_weeks for one in self.kinds if one.key == kind), None)
        return self.minimum_weeks if own is None else own

    @property
    def sets_a_time(self) -> bool:
        return bool(self.minimum_weeks or any(kind.minimum_weeks for kind in self.kinds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    default_months: int
    plain: str = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceStrength:
    key: str
    title: str = line()
    plain: str = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class MitigationType:
    """`lessens` is false for what only watches or finds out: it does not make the harm smaller by itself."""

    key: str
    title: str = line()
    plain: str = prose()
    lessens: bool = False
