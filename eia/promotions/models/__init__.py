"""What is kept of promotion processes: the process itself, its counts, what they show, what of it everybody reads."""

from eia.promotions.models.counting import CountEdition, CountImport, CountSheet
from eia.promotions.models.processes import PromotionBreakdown, PromotionProcess, PromotionStage
from eia.promotions.models.releasing import (
    PromotionRelease,
    ReleaseContent,
    ReleasePreview,
    ReleaseReport,
    ReleaseTable,
    ReleaseWithdrawal,
)
from eia.promotions.models.showing import FiguresOpening, ResultRun, ResultTable

__all__ = [
    "CountEdition",
    "CountImport",
    "CountSheet",
    "FiguresOpening",
    "PromotionBreakdown",
    "PromotionProcess",
    "PromotionRelease",
    "PromotionStage",
    "ReleaseContent",
    "ReleasePreview",
    "ReleaseReport",
    "ReleaseTable",
    "ReleaseWithdrawal",
    "ResultRun",
    "ResultTable",
]
