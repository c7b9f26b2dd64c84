"""The figures of one database: what was measured, how it is printed, and what is asked of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.goals import NOISY, RATIO, Goal, at_least, at_most, median, p95

PAGES = ("home", "register", "assessment", "summary", "section", "screening", "sign page", "checks",
         "home, 10,000 wait", "actions", "agenda", "meetings", "what changed", "compare")  # fmt: skip
POSTS = ("decision", "section saved", "background save", "raw SQL")
HEAVIEST = 60_000
SHAPED, SMALLEST, POST = "floor page of the same shape", "floor page", "floor post"
"""The goal is held against a page of the same shape; what it is against the smallest page is printed beside it."""
OF_PROMOTIONS = ("results", "result of a stage", "all stages of a list")
"""Of ten stages, nine lists, eighteen groups and three forces: they may take longer than others, and weigh more."""
HEAVIEST_OF_PROMOTIONS = 100_000
MEANWHILE = "a page while policies come in"


@dataclass
class Figures:
    engine: str
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """What was done -> how long each time."""
    weights: dict[str, int] = field(default_factory=dict)
    """Page -> bytes of HTML."""
    told: dict[str, float] = field(default_factory=dict)

    def ms(self, name: str) -> float:
        return median(self.seconds[name]) * 1000

    def slow_ms(self, name: str) -> float:
        return p95(self.seconds[name]) * 1000

    def ratio(self, name: str, floor: str) -> float:
        return self.ms(name) / self.ms(floor)


def goals(figures: Figures) -> Iterator[Goal]:
    yield at_most("decision, p95", figures.slow_ms("decision"), 50, "ms", NOISY)
    yield at_most("decision against the smallest post", figures.ratio("decision", "floor post"), 4, "times", RATIO)
    yield at_most("section saved against the smallest post", figures.ratio("section saved", "floor post"), 4, "times",
                  RATIO)  # fmt: skip
    yield at_most("background save against the smallest post", figures.ratio("background save", "floor post"), 4,
                  "times", RATIO)  # fmt: skip
    for page in PAGES:
        yield at_most(f"{page}, p95", figures.slow_ms(page), 60, "ms", NOISY)
        yield at_most(f"{page} against a page of the same shape", figures.ratio(page, SHAPED), 4, "times", RATIO)
        yield at_most(f"{page}, bytes", figures.weights[page], HEAVIEST, "bytes")
    for page in OF_PROMOTIONS:
        yield at_most(f"{page}, p95", figures.slow_ms(page), 300, "ms", NOISY)
        yield at_most(f"{page}, bytes", figures.weights[page], HEAVIEST_OF_PROMOTIONS, "bytes")
    told = figures.told
    yield at_most(f"taking in {told['lines taken in']:,.0f} lines", told["taking them in, s"], 20, "s", NOISY)
    yield at_most(f"taking in {told['policies taken in']:,.0f} policies", told["taking in policies, s"], 10, "s", NOISY)
    yield at_most(f"{MEANWHILE}, p95", figures.slow_ms(MEANWHILE), 500, "ms", NOISY)
    yield at_most("longest wait of a write meanwhile", told["longest wait of a write meanwhile, s"], 3, "s", NOISY)
    yield at_most("workers that hold scipy", told["workers that hold scipy"], 0, "workers")
    yield at_least("8 clients", told["8 clients, pages/s"], 100, "pages/s", NOISY)
    yield at_least("verify against canonical JSON and SHA-256", told["verify"] / told["canonical"], 0.2, "times", RATIO)
    yield at_most("memory of a worker", told["worker, MB"], 120, "MB")
    yield at_most("a pack of 40 items with 25 assessments", told["pack of 40 items and 25 assessments, s"], 10, "s",
                  NOISY)  # fmt: skip
    yield at_most("memory of jobs building it", told["jobs process while it builds, MB"], 400, "MB")


def report(figures: Figures) -> str:
    lines = [f"\n{figures.engine}", f"{'':30}{'median':>9}{'p95':>9}{'x floor':>9}{'x smallest':>12}{'bytes':>9}"]
    for name in figures.seconds:
        floors = (POST,) if name in POSTS else (SHAPED, SMALLEST)
        ratios = [f"{figures.ratio(name, floor):.1f}" for floor in floors if "floor" not in name]
        weight = f"{figures.weights[name]:,}" if name in figures.weights else ""
        first, second = (*ratios, "", "")[:2]
        times = f"{figures.ms(name):6.1f} ms{figures.slow_ms(name):6.1f} ms"
        lines.append(f"{name:30}{times}{first:>9}{second:>12}{weight:>9}")
    lines += [f"{name}: {value:,.4g}" for name, value in figures.told.items()]
    return "\n".join([*lines, *(f"  {goal}" for goal in goals(figures))])
