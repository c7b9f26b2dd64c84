"""What a release hides and why, in sentences that stand above its tables."""

from collections.abc import Iterator, Mapping, Sequence

from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import PromotionProcess
from eia.promotions.released import NOUGHTS

PLACES_NAMED = 12


def what_is_hidden(
    process: PromotionProcess,
    *,
    threshold: int,
    noughts: str,
    small: int,
    besides: int,
    nothing_of: Sequence[Sequence[str]],
) -> Iterator[str]:
    if not small and not besides:
        yield f"No number had to be hidden: each tells of nobody, or of {threshold} people or more."
        return
    if small:
        yield (
            f"{_numbers(small)} hidden because fewer than {threshold} people stand behind "
            f"{'it' if small == 1 else 'them'}, or because few did not pass or failed. {NOUGHTS[noughts]}"
        )
    if besides:
        yield (
            f"{_numbers(besides)} hidden besides, so that nobody can work small ones out from totals, from other "
            "stages, from all organisations together or from an earlier release."
        )
    yield "Rates, differences and ratios stand only where every count behind them is shown. The others say “Hidden”."
    if nothing_of:
        stages = {one.key: one.title for one in process.stages}
        named = [_place(stages, stage, breakdown) for stage, breakdown in nothing_of[:PLACES_NAMED]]
        more = len(nothing_of) - len(named)
        said = "; ".join([*named, f"and {more} more"] if more else named)
        yield f"Nothing is shown of {said}: too much would follow from it."


def _numbers(count: int) -> str:
    return "1 number is" if count == 1 else f"{count:,} numbers are"


def _place(stages: Mapping[str, str], stage: str, breakdown: str) -> str:
    title = stages.get(stage, stage)
    return f"{title} by {group_lists()[breakdown].title.lower()}" if breakdown else f"the whole stage {title}"
