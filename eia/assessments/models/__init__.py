"""What an assessment is: its versions, what they say, their rounds of sign-off, and what happens after."""

from eia.assessments.models.actions import ActionAbout, ActionStanding
from eia.assessments.models.assignments import Assignment
from eia.assessments.models.checks import Opening, SectionVerdict, StartedFrom, Template
from eia.assessments.models.comments import Comment, Mention
from eia.assessments.models.consultees import ConsulteeOpinion
from eia.assessments.models.consulting import Consultation, RaisedPoint
from eia.assessments.models.content import (
    Evidence,
    EvidenceFile,
    Gap,
    Impact,
    ImpactAim,
    Mitigation,
    Option,
    ScopeItem,
    ScreeningCell,
    Section,
)
from eia.assessments.models.correcting import Correction, CorrectionObjection
from eia.assessments.models.covering import Cover, CoverLoss
from eia.assessments.models.cumulative import LiveCount, LiveEffect
from eia.assessments.models.joint import AdoptionWithdrawal, Condition, LocalCheck, Recusal
from eia.assessments.models.living import ActionProgress, DecisionRecord
from eia.assessments.models.local import LocalPart
from eia.assessments.models.occasions import Occasion, Reopened
from eia.assessments.models.old_forms import OldForm, OldFormLine
from eia.assessments.models.outside import LinkOpening, OutsideComment, OutsideLink
from eia.assessments.models.past import PastAssessment, PastImport, StartedFromPast
from eia.assessments.models.register import RegisterEffect, RegisterLine, SavedView
from eia.assessments.models.rounds import (
    UNANSWERED,
    Adoption,
    Opinion,
    OwedSignature,
    ReturnPoint,
    Signature,
    SignedPart,
    Submission,
)
from eia.assessments.models.saving import Presence, SectionRevision, WorkingCopy
from eia.assessments.models.search import SearchDue, SearchText, SearchWord
from eia.assessments.models.version import Assessment, Contributor, ReferenceCounter, Version

__all__ = [
    "UNANSWERED",
    "ActionAbout",
    "ActionProgress",
    "ActionStanding",
    "Adoption",
    "AdoptionWithdrawal",
    "Assessment",
    "Assignment",
    "Comment",
    "Condition",
    "Consultation",
    "ConsulteeOpinion",
    "Contributor",
    "Correction",
    "CorrectionObjection",
    "Cover",
    "CoverLoss",
    "DecisionRecord",
    "Evidence",
    "EvidenceFile",
    "Gap",
    "Impact",
    "ImpactAim",
    "LinkOpening",
    "LiveCount",
    "LiveEffect",
    "LocalCheck",
    "LocalPart",
    "Mention",
    "Mitigation",
    "Occasion",
    "OldForm",
    "OldFormLine",
    "Opening",
    "Opinion",
    "Option",
    "OutsideComment",
    "OutsideLink",
    "OwedSignature",
    "PastAssessment",
    "PastImport",
    "Presence",
    "RaisedPoint",
    "Recusal",
    "ReferenceCounter",
    "RegisterEffect",
    "RegisterLine",
    "Reopened",
    "ReturnPoint",
    "SavedView",
    "ScopeItem",
    "ScreeningCell",
    "SearchDue",
    "SearchText",
    "SearchWord",
    "Section",
    "SectionRevision",
    "SectionVerdict",
    "Signature",
    "SignedPart",
    "StartedFrom",
    "StartedFromPast",
    "Submission",
    "Template",
    "Version",
    "WorkingCopy",
]
