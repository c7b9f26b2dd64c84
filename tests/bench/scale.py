"""The lists of all assessments with few and with many of them: what a page takes must not grow with what there is.

Databases of each size are served side by side and asked in turn, so that whatever else the machine does hits all of
them; what is held is the ratio of the largest to the smallest, besides the time itself.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import machine, serving
from tests.bench.client import Client
from tests.bench.goals import NOISY, RATIO, Goal, at_most, median, p95
from tests.bench.people import PASSWORD, Cast, cast
from tests.bench.tables import NAMES
from tests.support.bulk import many_assessments
from tests.support.databases import Database, make_app, new_database
from tests.support.serving import IN_PRODUCTION, LiveServer
from tests.support.serving import serving as eia
from tests.support.staff import new_staff

SIZES, WARM, OTHERS = (1_000, 100_000), 12, 11
ADVISER = 1
HEAVIEST, SLOWEST, GROWS = 60_000, 100, 1.5
LONG, ENOUGH = 2.0, 3
"""A page that takes so many seconds is asked for but a few times more."""
PAGES: dict[str, Callable[[int], str]] = {
    "register": lambda count: "/assessments",
    "many fit": lambda count: "/assessments?characteristic=disability&direction=harms",
    "two filters": lambda count: "/assessments?state=sign_off&outcome=stop",
    "words of a title": lambda count: "/assessments?text=drone+counter",
    "deep page": lambda count: f"/assessments?after={count // 2}",
    "deep page by title": lambda count: "/assessments?sort=title&after=m~1",
    "search": lambda count: "/assessments/search?q=drone+counter",
    "coverage": lambda count: "/policies/coverage",
    "behind its number": lambda count: "/policies?covered=gap",
    "cumulative grid": lambda count: "/assessments/cumulative",
}
"""Name -> the address, where there are so many assessments."""


@dataclass(frozen=True)
class Place:
    """One size: its server and somebody signed in to it, an adviser of the organisation that leads a third."""

    size: int
    server: LiveServer
    client: Client

    def processor(self) -> float:
        return machine.processor_seconds(self.server.workers())


@dataclass
class Scale:
    """What one database took, by page and size: seconds each time, seconds of the processor, bytes."""

    engine: str
    sizes: Sequence[int]
    seconds: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    processor: dict[tuple[str, int], float] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    loading: dict[int, float] = field(default_factory=dict)

    def ms(self, page: str, size: int) -> float:
        return median(self.seconds[page, size]) * 1000

    def slow_ms(self, page: str, size: int) -> float:
        return p95(self.seconds[page, size]) * 1000


def measure(engine: str, folder: Path, rounds: int, sizes: Sequence[int]) -> Scale:
    found = Scale(engine, sizes)
    with ExitStack() as stack:
        places = []
        for size in sizes:
            begun = time.perf_counter()
            database, people = _loaded(engine, folder / f"scale_{engine}_{size}", size)
            found.loading[size] = time.perf_counter() - begun
            places.append(_open(stack, database, folder, size, people.emails[ADVISER]))
        ask(found, places, rounds)
    return found


def _loaded(engine: str, folder: Path, size: int) -> tuple[Database, Cast]:
    folder.mkdir()
    database = new_database(engine, folder)
    if engine == "postgresql":
        serving.write_to_the_disk_at_every_commit()
    app = make_app(database)
    people = cast(app, policies=0)
    with app.app_context():
        many_assessments([people.staff, *(new_staff() for _ in range(OTHERS))], size)
    return database, people


def _open(stack: ExitStack, database: Database, folder: Path, size: int, email: str) -> Place:
    server = stack.enter_context(eia(database, folder, command=IN_PRODUCTION))
    client = Client(server.address)
    client.sign_in(email, PASSWORD)
    return Place(size, server, client)


def ask(found: Scale, places: Sequence[Place], rounds: int) -> None:
    """Each page of each size in turn; the first rounds only warm up."""
    for page, address in PAGES.items():
        slow = [place.size for place in places if _weighed(found, place, page, address(place.size)) > LONG]
        for _ in range(WARM):
            for place in places:
                if place.size not in slow:
                    place.client.get(address(place.size))
        for place in places:
            found.processor[page, place.size] = -place.processor()
        for number in range(rounds):
            for place in places:
                if place.size not in slow or number < ENOUGH:
                    found.seconds[page, place.size].append(place.client.get(address(place.size)).seconds)
        for place in places:
            used = found.processor[page, place.size] + place.processor()
            found.processor[page, place.size] = used / len(found.seconds[page, place.size])


def _weighed(found: Scale, place: Place, page: str, address: str) -> float:
    """How long it took the second time, in seconds: the first time the server loads what it needs."""
    place.client.get(address)
    answer = place.client.get(address)
    found.weights[page] = max(found.weights[page], len(answer.body.encode()))
    return answer.seconds


def goals(found: Scale) -> Iterator[Goal]:
    least, most = found.sizes[0], found.sizes[-1]
    for page in PAGES:
        slow = found.slow_ms(page, most)
        yield at_most(f"{page} of {most:,}, p95", slow, SLOWEST, "ms", NOISY)
        ratio = slow / found.slow_ms(page, least)
        yield at_most(f"{page} of {most:,}, p95 against {least:,}", ratio, GROWS, "times", RATIO)
        yield at_most(f"{page} of {most:,}, bytes", found.weights[page], HEAVIEST, "bytes")


def report(found: Scale) -> str:
    heads = "".join(f"{size:>12,}{'p95':>8}{'CPU':>8}" for size in found.sizes)
    lines = [f"\n{found.engine}: lists of so many assessments, ms", f"{'':22}{heads}{'bytes':>9}"]
    for page in PAGES:
        cells = "".join(
            f"{found.ms(page, size):12.1f}{found.slow_ms(page, size):8.1f}{found.processor[page, size] * 1000:8.1f}"
            for size in found.sizes
        )
        lines.append(f"{page:22}{cells}{found.weights[page]:>9,}")
    lines += [f"loading {size:,}: {seconds:,.0f} s" for size, seconds in found.loading.items()]
    return "\n".join([*lines, *(f"  {goal}" for goal in goals(found))])


def draw(measured: Sequence[Scale], machine: str) -> str:
    """As docs/performance.md shows it."""
    return "\n".join([f"{machine}.", *(line for found in measured for line in _drawn(found))])


def _drawn(found: Scale) -> Iterator[str]:
    heads = "".join(f" {size:,}: median | p95 | processor |" for size in found.sizes)
    yield from ("", f"| {NAMES[found.engine]}, ms |{heads} bytes |", f"|---|{'---|---|---|' * len(found.sizes)}---|")
    for page in PAGES:
        cells = "".join(
            f" {ms:.1f} |"
            for size in found.sizes
            for ms in (found.ms(page, size), found.slow_ms(page, size), found.processor[page, size] * 1000)
        )
        yield f"| {page} |{cells} {found.weights[page]:,} |"
    asked = list(goals(found))
    missed = [goal for goal in asked if not goal.is_met]
    yield from ("", f"{NAMES[found.engine]}: {len(asked) - len(missed)} of {len(asked)} goals are met.", "")
    yield from (f"- {goal}" for goal in missed)
