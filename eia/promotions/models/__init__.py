"""What is kept of promotion processes: the process itself, its counts as they came in, what they show, who looked."""

from eia.promotions.models.counting import CountEdition, CountImport, CountSheet
from eia.promotions.models.processes import PromotionBreakdown, PromotionProcess, PromotionStage
from eia.promotions.models.showing import FiguresOpening, ResultRun, ResultTable

__all__ = [
    "CountEdition",
    "CountImport",
    "CountSheet",
    "FiguresOpening",
    "PromotionBreakdown",
    "PromotionProcess",
    "PromotionStage",
    "ResultRun",
    "ResultTable",
]
