"""The offices a person can hold, and which of them sign."""

from enum import StrEnum


class Office(StrEnum):
    POLICY_OWNER = "policy_owner"
    ADVISER = "equality_adviser"
    APPROVER = "approver"
    HR_LEAD = "hr_lead"
    SECRETARY = "meeting_secretary"
    CHAIR = "meeting_chair"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def words(self) -> str:
        return TITLES[self]


TITLES = {
    Office.POLICY_OWNER: "Policy owner",
    Office.ADVISER: "Equality adviser",
    Office.APPROVER: "Approver",
    Office.HR_LEAD: "HR lead",
    Office.SECRETARY: "Meeting secretary",
    Office.CHAIR: "Meeting chair",
    Office.ADMINISTRATOR: "Administrator",
    Office.AUDITOR: "Auditor",
}

SIGNING = frozenset({Office.ADVISER, Office.APPROVER})
"""Offices whose holders sign: an administrator may not hold one, and a second administrator must agree."""

TWO_ADMINISTRATORS = SIGNING | {Office.ADMINISTRATOR}
"""Offices to which one administrator proposes and a second one appoints."""
