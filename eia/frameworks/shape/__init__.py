"""What a framework file says: one frozen dataclass per table of the file.

The dataclasses are the schema: loader.py fills them from the file, checker.py reads the same fields and their
limits. Whatever is added later needs a default, for files in the database are never edited.
"""

from eia.frameworks.shape.asking import (
    SCALE_KINDS,
    WHENS,
    AnswerOption,
    Direction,
    Level,
    Rule,
    Scale,
    ScaleOption,
    Screening,
    ScreeningOutcome,
    ScreeningQuestion,
)
from eia.frameworks.shape.concluding import (
    DECLARATIONS,
    SECTIONS,
    Consultation,
    ConsultedKind,
    Declaration,
    EvidenceStrength,
    ExtraQuestion,
    MitigationType,
    Opinion,
    Outcome,
    ReturnReason,
    Review,
    Verdict,
)
from eia.frameworks.shape.framework import (
    Framework,
)
from eia.frameworks.shape.law import (
    Aim,
    Characteristic,
    LocalGroup,
    Population,
    Prompt,
    Quotation,
    Source,
)
from eia.frameworks.shape.rows import (
    LINE,
    PROSE,
    Keyed,
    UnknownKey,
    named,
)

__all__ = [
    "DECLARATIONS",
    "LINE",
    "PROSE",
    "SCALE_KINDS",
    "SECTIONS",
    "WHENS",
    "Aim",
    "AnswerOption",
    "Characteristic",
    "Consultation",
    "ConsultedKind",
    "Declaration",
    "Direction",
    "EvidenceStrength",
    "ExtraQuestion",
    "Framework",
    "Keyed",
    "Level",
    "LocalGroup",
    "MitigationType",
    "Opinion",
    "Outcome",
    "Population",
    "Prompt",
    "Quotation",
    "ReturnReason",
    "Review",
    "Rule",
    "Scale",
    "ScaleOption",
    "Screening",
    "ScreeningOutcome",
    "ScreeningQuestion",
    "Source",
    "UnknownKey",
    "Verdict",
    "named",
]
