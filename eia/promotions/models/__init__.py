"""What is kept of promotion processes: the process, its counts, what they show and release; tables of rates, shares."""

from eia.promotions.models.counting import CountEdition, CountImport, CountSheet
from eia.promotions.models.processes import PromotionBreakdown, PromotionProcess, PromotionStage
from eia.promotions.models.rates import RateEdition, RateOpening, RateTable
from eia.promotions.models.releasing import (
    PromotionRelease,
    ReleaseContent,
    ReleasePreview,
    ReleaseReport,
    ReleaseTable,
    ReleaseWithdrawal,
)
from eia.promotions.models.shares import ShareEdition, ShareTable
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
    "RateEdition",
    "RateOpening",
    "RateTable",
    "ReleaseContent",
    "ReleasePreview",
    "ReleaseReport",
    "ReleaseTable",
    "ReleaseWithdrawal",
    "ResultRun",
    "ResultTable",
    "ShareEdition",
    "ShareTable",
]
