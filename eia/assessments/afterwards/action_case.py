"""One action of a signed version with everything that is asked about it: what the table of actions looks at."""

from collections.abc import Sequence
from dataclasses import dataclass

from eia import clock
from eia.assessments.case import Case
from eia.assessments.models import ActionProgress, ActionStanding, Mitigation

UNDER_WAY = ("not_started", "going_on", "sent_back")
"""Somebody still has to do it: these are the ones that become overdue."""
NONE = "none"
"""The residual that says no harm remains; every other is a level of the framework."""


@dataclass(frozen=True)
class ActionCase:
    case: Case
    row: Mitigation
    standing: ActionStanding
    notes: Sequence[ActionProgress]
    """The newest first."""

    @property
    def state(self) -> str:
        return self.standing.status

    @property
    def revision(self) -> int:
        return self.standing.revision

    @property
    def last(self) -> ActionProgress | None:
        return self.notes[0] if self.notes else None

    @property
    def is_overdue(self) -> bool:
        return self.state in UNDER_WAY and self.standing.due < clock.today()

    @property
    def reporter_id(self) -> int | None:
        """Who reported it done, or proposed not to do it: neither they nor its owner may agree to it."""
        return self.last.noted_by if self.last and self.state in ("done", "drop_proposed") else None

    @property
    def report(self) -> ActionProgress | None:
        """The newest report that it is done."""
        return next((note for note in self.notes if note.status in ("done", "confirmed")), None)

    @property
    def meets(self) -> str:
        """What it is for: the harm, the gap or the condition it takes up, in words."""
        case, row = self.case, self.row
        for impact in (i for i in case.version.impacts if i.id == row.impact_id):
            return f"{case.about_words(impact.about)}: {impact.reason}"
        for gap in (g for g in case.version.gaps if g.id == row.gap_id):
            return f"Something is not known: {gap.missing}"
        for cell in (c for c in case.version.cells if c.id == row.cell_id):
            return f"A minor harm found in the screening: {case.about_words(cell.characteristic)}"
        if row.condition_id is None:
            return ""
        of_signatures = {c.id for sent in case.every_round for c in sent.conditions if c.signature_id}
        return f"It was {'signed' if row.condition_id in of_signatures else 'decided'} on this condition"

    @property
    def waits_for_another(self) -> bool:
        """Whether somebody else has to agree to what was reported."""
        return self.state in ("done", "drop_proposed")

    @property
    def harm(self) -> tuple[str, str, str]:
        """The harm before, as it is now reported, and the target, as levels of the framework; "" where not said."""
        impact = next((i for i in self.case.version.impacts if i.id == self.row.impact_id), None)
        cell = next((c for c in self.case.version.cells if c.id == self.row.cell_id), None)
        before = impact.how_bad if impact else cell.level if cell else ""
        return before, self.report.residual if self.report else "", self.row.residual

    @property
    def harm_in_words(self) -> tuple[str, str, str]:
        before, after, target = self.harm
        return self.in_words(before), self.in_words(after), self.in_words(target)

    @property
    def harm_remains(self) -> bool:
        return self.harm[1] not in ("", NONE)

    def in_words(self, level: str) -> str:
        if not level:
            return ""
        return "None" if level == NONE else self.case.framework.level(level).title
