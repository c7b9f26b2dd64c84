"""What a governance meeting leaves behind. Read `bodies` first, then `meetings`, `items`, `conditions`, `decisions`."""

from eia.meetings.models.bodies import Body, BodyMember, NotNeededReason, StandingItem, body_organisation
from eia.meetings.models.calendars import CalendarLink
from eia.meetings.models.conditions import ConditionNote, ConditionStanding, DecisionCondition
from eia.meetings.models.decisions import (
    ItemDecision,
    PaperOpening,
    RegardDeclaration,
    decision_written,
)
from eia.meetings.models.items import (
    AgendaItem,
    Decision,
    EqualityStatement,
    GateOverride,
    ItemPaper,
    OverrideCorrection,
    QuickScreen,
    StatementSample,
    item_organisation,
)
from eia.meetings.models.meetings import Attendance, InterestDeclared, Meeting, MeetingSeries
from eia.meetings.models.minutes import Minute, MinuteEdition, SignedMinutes
from eia.meetings.models.packs import Pack, PackFile
from eia.meetings.models.prepared import PreparedStatement

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "BodyMember",
    "CalendarLink",
    "ConditionNote",
    "ConditionStanding",
    "Decision",
    "DecisionCondition",
    "EqualityStatement",
    "GateOverride",
    "InterestDeclared",
    "ItemDecision",
    "ItemPaper",
    "Meeting",
    "MeetingSeries",
    "Minute",
    "MinuteEdition",
    "NotNeededReason",
    "OverrideCorrection",
    "Pack",
    "PackFile",
    "PaperOpening",
    "PreparedStatement",
    "QuickScreen",
    "RegardDeclaration",
    "SignedMinutes",
    "StandingItem",
    "StatementSample",
    "body_organisation",
    "decision_written",
    "item_organisation",
]
