"""The figures of a run as docs/performance.md shows them, between two marks in it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import PAGES, POST, POSTS, SHAPED, Figures, goals
from tests.bench.goals import Goal

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/performance.md"
BEGIN, END = "<!-- drawn by make bench -->", "<!-- until here -->"
LISTS = "<!-- lists drawn by make bench -->"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def draw(measured: Sequence[Figures], machine: str) -> str:
    lines = [f"{machine}.", "", *_times(measured), "", *_told(measured), "", "## Goals", "", *_goals(measured)]
    return "\n".join(lines)


def write(drawn: str, document: Path = DOCUMENT, begin: str = BEGIN) -> None:
    text = document.read_text()
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(END)
    document.write_text(f"{before}{begin}\n{drawn}\n{END}{after}")


def _times(measured: Sequence[Figures]) -> Iterator[str]:
    heads = "".join(f" {NAMES[one.engine]} median | p95 | × floor |" for one in measured)
    yield f"| |{heads} bytes |"
    yield f"|---|{'---|---|---|' * len(measured)}---|"
    for name in dict.fromkeys(name for one in measured for name in one.seconds):
        cells = " | ".join(_cells(one, name) for one in measured)
        weight = next((f"{one.weights[name]:,}" for one in measured if name in one.weights), "")
        yield f"| {name} | {cells} | {weight} |"


def _cells(figures: Figures, name: str) -> str:
    if name not in figures.seconds:
        return " |  | "
    floor = POST if name in POSTS else SHAPED
    times = "" if "floor" in name or (name not in PAGES and name not in POSTS) else f"{figures.ratio(name, floor):.1f}"
    return f"{figures.ms(name):.1f} ms | {figures.slow_ms(name):.1f} | {times}"


def _told(measured: Sequence[Figures]) -> Iterator[str]:
    yield f"| | {' | '.join(NAMES[one.engine] for one in measured)} |"
    yield f"|---|{'---|' * len(measured)}"
    for name in dict.fromkeys(name for one in measured for name in one.told):
        yield f"| {name} | {' | '.join(_number(one.told.get(name)) for one in measured)} |"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def _goals(measured: Sequence[Figures]) -> Iterator[str]:
    """Those that are missed in full; of the others how many there are, and the nearest."""
    for one in measured:
        asked = list(goals(one))
        met = [goal for goal in asked if goal.is_met]
        yield f"- {NAMES[one.engine]}: {len(met)} of {len(asked)} goals are met.{_nearest(met)}"
        yield from (f"  - {goal}" for goal in asked if not goal.is_met)


def _nearest(met: Sequence[Goal]) -> str:
    ratios = [goal for goal in met if goal.unit == "times" and not goal.at_least]
    if not ratios:
        return ""
    near = max(ratios, key=lambda goal: goal.measured / goal.limit)
    return f" Nearest to a floor's limit: {near.words}, {near.measured:.1f} times (goal {near.limit:g})."
