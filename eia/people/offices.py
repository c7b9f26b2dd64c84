"""The offices a person can hold, and which of them sign."""

from enum import StrEnum


class Office(StrEnum):
    POLICY_OWNER = "policy_owner"
    ADVISER = "equality_adviser"
    APPROVER = "approver"
    HEAD = "head_of_department"
    HR_LEAD = "hr_lead"
    SECRETARY = "meeting_secretary"
    CHAIR = "meeting_chair"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def words(self) -> str:
        return TITLES[self]

    @property
    def one(self) -> str:
        """ "an approver" """
        words = self.words if self is Office.HR_LEAD else self.words.lower()
        return f"{'an' if words[0] in 'aeiou' or self is Office.HR_LEAD else 'a'} {words}"

    @property
    def plural(self) -> str:
        """ "heads of department" """
        return "heads of department" if self is Office.HEAD else f"{self.words.lower()}s"


TITLES = {
    Office.POLICY_OWNER: "Policy owner",
    Office.ADVISER: "Equality adviser",
    Office.APPROVER: "Approver",
    Office.HEAD: "Head of department",
    Office.HR_LEAD: "HR lead",
    Office.SECRETARY: "Meeting secretary",
    Office.CHAIR: "Meeting chair",
    Office.ADMINISTRATOR: "Administrator",
    Office.AUDITOR: "Auditor",
}

SIGNING = frozenset({Office.ADVISER, Office.APPROVER, Office.HEAD})
"""Offices whose holders sign: an administrator may not hold one, and a second administrator must agree."""

TWO_ADMINISTRATORS = SIGNING | {Office.ADMINISTRATOR}
"""Offices to which one administrator proposes and a second one appoints."""
