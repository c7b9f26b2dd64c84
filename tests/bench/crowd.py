"""Eight clients at once, each waiting for its answer before it asks again; in processes of their own."""

import json
import subprocess
import sys
import threading
import time

from tests.bench.client import Client

PROCESSES, THREADS = 2, 4


def pages_a_second(client: Client, paths: list[str], seconds: float) -> float:
    """Eight clients with this client's cookies go round the paths for so long."""
    told = json.dumps([client.address, client.cookies, paths, seconds])
    command = [sys.executable, "-m", "tests.bench.crowd", told]
    crowd = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    return sum(float(process.communicate()[0]) for process in crowd)


def _go_round(address: str, cookies: dict[str, str], paths: list[str], seconds: float) -> int:
    client, count = Client(address, dict(cookies)), 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        client.get(paths[count % len(paths)])
        count += 1
    return count


def main(told: str) -> None:
    address, cookies, paths, seconds = json.loads(told)
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(_go_round(address, cookies, paths, seconds)))
        for _ in range(THREADS)
    ]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sum(counts) / (time.monotonic() - begun))


if __name__ == "__main__":
    main(sys.argv[1])
