"""One database after the other: floors and eia take turns, then the whole life, the crowd, memory and the trail."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.bench import crowd, lives, machine, proof, serving
from tests.bench.client import Client
from tests.bench.figures import Figures
from tests.bench.floor_sql import raw_change
from tests.bench.packs import measure_a_pack
from tests.bench.people import PASSWORD, Cast, cast
from tests.bench.policies import measure_an_import
from tests.bench.promotions import measure_a_process
from tests.bench.rounds import full_agenda, sent_twice
from tests.support.assessments import Made, make_assessment
from tests.support.crowded import many_actions, many_to_check
from tests.support.databases import new_database
from tests.support.serving import IN_PRODUCTION, LiveServer
from tests.support.serving import serving as eia

SIGN_INS, SECONDS, WARM, WARM_SECONDS = 20, 5.0, 5, 2.0
WAITING = 10_000


def measure(engine: str, folder: Path, rounds: int) -> Figures:
    figures = Figures(engine)
    folder = folder / f"bench_{engine}"
    folder.mkdir()
    database, beside = new_database(engine, folder), serving.floor_database(engine, folder)
    if engine == "postgresql":
        serving.write_to_the_disk_at_every_commit()
    with ExitStack() as stack:
        begun = time.perf_counter()
        server = stack.enter_context(eia(database, folder, command=IN_PRODUCTION))
        figures.told["start-up of 2 workers, s"] = time.perf_counter() - begun
        floor = stack.enter_context(serving.floor(beside, folder))
        people = cast(server.app, policies=2)
        trio = lives.Trio(*(signed_in(server, email) for email in people.emails))
        paths = _take_turns(figures, trio, floor, raw_change(beside.owner_url), _prepared(server, people, rounds))
        _take_turns_at_lists(figures, server, floor, rounds)
        _whole_life(figures, trio, people)
        crowd.pages_a_second(trio.author, paths, WARM_SECONDS)  # one kept connection has warmed but one worker
        before = machine.processor_seconds(server.workers())
        figures.told["8 clients, pages/s"] = crowd.pages_a_second(trio.author, paths, SECONDS)
        used = machine.processor_seconds(server.workers()) - before
        figures.told["processor time of such a page, ms"] = used * 1000 / (figures.told["8 clients, pages/s"] * SECONDS)
        figures.told["8 clients on the smallest page, pages/s"] = crowd.pages_a_second(floor, ["/1"], SECONDS / 2)
        measure_a_process(figures, server, people.staff, trio.adviser, rounds)
        measure_an_import(figures, server, people.staff, trio.author)
        _memory(figures, server, people)
        measure_a_pack(figures, server, people.staff, trio.author)
    with server.app.app_context():
        proof.lengthen()
        figures.told |= dict(zip(("verify", "canonical", "bare"), proof.verified_a_second(), strict=True))
    return figures


def signed_in(server: LiveServer, email: str) -> Client:
    client = Client(server.address)
    client.sign_in(email, PASSWORD)
    return client


def _prepared(server: LiveServer, people: Cast, rounds: int) -> list[Made]:
    """A draft, a screening, and assessments that wait for a signature."""
    with server.app.app_context():
        states = ["full_assessment", "screening", *["sign_off"] * (rounds + WARM)]
        return [make_assessment(at=state, staff=(people.staff,)) for state in states]


def _take_turns(
    figures: Figures, trio: lives.Trio, floor: Client, raw: Callable[[], float], made: list[Made]
) -> list[str]:
    """Everything once in each round, so that noise hits floors and eia alike; the first rounds only warm up."""
    writing, screening, *waiting = (one.address for one in made)
    section = f"{writing}/sections/consultation"
    pages = {
        "home": "/",
        "register": "/assessments",
        "section": section,
        "screening": f"{screening}/sections/screening",
    }
    for number, address in enumerate(waiting):
        seen = Figures("warming up") if number < WARM else figures
        note = seen.seconds
        note["raw SQL"].append(raw())
        note["floor page"].append(floor.get("/1").seconds)
        note["floor page of the same shape"].append(floor.get("/shaped/1").seconds)
        note["floor post"].append(floor.post("/1").seconds)
        for name, path in (pages | {"assessment": address, "summary": f"{address}/summary"}).items():
            page = trio.author.get(path)
            note[name].append(page.seconds)
            seen.weights[name] = len(page.body.encode())
        trio.author.get(section)
        saved = trio.author.post(section, nobody_because=f"There was no time, round {number}.", finished="yes")
        note["section saved"].append(saved.seconds)
        kept = trio.author.keep(f"{writing}/working-copy/sections/consultation", nobody_because="Half a sentence")
        note["background save"].append(kept.seconds)
        page = trio.approver.get(f"{address}/steps/sign")
        note["sign page"].append(page.seconds)
        seen.weights["sign page"] = len(page.body.encode())
        note["floor page"].append(floor.get("/1").seconds)
        note["floor page of the same shape"].append(floor.get("/shaped/1").seconds)
        note["floor post"].append(floor.post("/1").seconds)
        note["decision"].append(lives.sign_on(trio.approver, address, page.body))
    return [*pages.values(), waiting[-1], f"{waiting[-1]}/summary"]


def long_lists(server: LiveServer, waiting: int) -> tuple[Client, dict[str, str]]:
    """An adviser for whom so much waits, with as many actions and a second round; and the pages to read, by name."""
    people = cast(server.app, policies=0)
    with server.app.app_context():
        address = sent_twice(people.staff).address
        agenda = full_agenda(people.staff, waiting)
        many_to_check(people.staff, waiting)
        many_actions(people.staff, waiting)
    adviser = signed_in(server, people.emails[1])
    return adviser, {
        "checks": "/assessments/checks",
        "home, 10,000 wait": "/",
        "actions": "/actions",
        "agenda": f"/meetings/{agenda}",
        "meetings": "/meetings",
        "what changed": f"{address}/summary",
        "compare": f"{address.rpartition('/')[0]}/compare",
    }


def _take_turns_at_lists(figures: Figures, server: LiveServer, floor: Client, rounds: int) -> None:
    adviser, pages = long_lists(server, WAITING)
    for number in range(rounds + WARM):
        note = Figures("warming up").seconds if number < WARM else figures.seconds
        note["floor page"].append(floor.get("/1").seconds)
        note["floor page of the same shape"].append(floor.get("/shaped/1").seconds)
        for name, path in pages.items():
            page = adviser.get(path)
            note[name].append(page.seconds)
            figures.weights[name] = len(page.body.encode())


def _whole_life(figures: Figures, trio: lives.Trio, people: Cast) -> None:
    for policy_id in people.policies:  # the first to warm up
        for client in trio.everybody:
            client.answered, client.seconds = 0, 0.0
        lives.live(trio, policy_id, people.staff.organisation_id)
    figures.told["whole life, requests"] = sum(client.answered for client in trio.everybody)
    figures.told["whole life, s"] = sum(client.seconds for client in trio.everybody)


def _memory(figures: Figures, server: LiveServer, people: Cast) -> None:
    """After everything before, and people who sign in with passwords."""
    begun = time.perf_counter()
    for _ in range(SIGN_INS):
        signed_in(server, people.emails[0]).get("/")
    figures.told["a sign-in and home, ms"] = (time.perf_counter() - begun) / SIGN_INS * 1000
    figures.told["worker, MB"] = max(machine.pss(worker.pid) for worker in server.workers())
    figures.told["main process, MB"] = machine.pss(server.process.pid)
