"""`make run`: the database, the demonstration once, then web workers and `eia jobs` together, on this machine only.

One process looks after both: Ctrl-C ends both, and when one dies the other is ended too, with a line that says so.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

TOP = Path(__file__).resolve().parent.parent
INSTANCE = TOP / "instance"
EIA = [sys.executable, "-m", "eia"]
HOST = "127.0.0.1"
PATIENCE = 20  # seconds


def stop(line: str) -> None:
    sys.exit(f"eia: {line}")


def secret_key() -> str:
    """The key of this checkout, made once and readable by its owner only."""
    file = INSTANCE / "secret-key"
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_hex(32))
    return file.read_text().strip()


def environment(port: int) -> dict[str, str]:
    ours = {
        "EIA_SECRET_KEY": secret_key(),
        "EIA_DATABASE_URL": f"sqlite:///{INSTANCE / 'eia.sqlite'}",
        "EIA_ADDRESS": f"http://{HOST}:{port}",
        "EIA_LISTEN": HOST,
        "EIA_PORT": str(port),
        "EIA_COOKIE_SECURE": "0",
        "PYTHONUNBUFFERED": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("EIA_")}
    return inherited | ours


def have_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            stop(f"port {port} is in use. Type: make run EIA_PORT={port + 1}")


def prepare(environ: dict[str, str]) -> None:
    """Migrate, then load the demonstration if the database is empty. `eia demo` prints the accounts."""
    for arguments in (["db", "upgrade"], ["demo", "--once"]):
        if subprocess.run([*EIA, *arguments], cwd=TOP, env=environ).returncode:
            stop(f"`eia {' '.join(arguments)}` did not succeed; its own words are above")


def wait_until_served(address: str, children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not dead(children):
        try:
            urlopen(address, timeout=2).close()  # noqa: S310  our own loopback address
            return
        except OSError as error:
            if getattr(error, "code", None):  # it answered, if only with a refusal
                return
            time.sleep(0.1)


def dead(children: dict[str, "subprocess.Popen[bytes]"]) -> str:
    return next((name for name, child in children.items() if child.poll() is not None), "")


def end(children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()


def interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def look_after(environ: dict[str, str]) -> int:
    """Start both and stay until one dies or somebody says stop."""
    children = {
        name: subprocess.Popen([*EIA, name], cwd=TOP, env=environ, start_new_session=True) for name in ("serve", "jobs")
    }
    try:
        wait_until_served(environ["EIA_ADDRESS"], children)
        if not dead(children):
            print(f"\n  Open {environ['EIA_ADDRESS']}   (Ctrl-C ends it)\n", flush=True)
        while not dead(children):
            time.sleep(0.5)
        print(f"eia: `eia {dead(children)}` has ended, so everything ends", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nEnding ...", flush=True)
        return 0
    finally:
        end(children)


def main() -> None:
    port = int(os.environ.get("EIA_PORT") or 8000)
    INSTANCE.mkdir(mode=0o700, exist_ok=True)
    have_port(port)
    environ = environment(port)
    prepare(environ)
    signal.signal(signal.SIGTERM, interrupted)
    sys.exit(look_after(environ))


if __name__ == "__main__":
    main()
