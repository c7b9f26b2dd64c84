"""Makes .venv from the hashed locks, or says in one line what is missing and what to type.

Runs on the machine's own Python, before anything is installed: standard library only, and no syntax that an old
Python 3 cannot read, so that an old Python can say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt", "node": "requirements-node.txt"}
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")


def stop(line: str) -> NoReturn:
    """End with one line that says what is missing and what to type."""
    sys.stderr.write(f"eia: {line}\n")
    sys.exit(1)


def use_a_new_enough_python() -> None:
    """Start again under a newer Python when this one is too old and a newer one is on PATH."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "tools.environment"] + sys.argv[1:])  # noqa: S606, RUF005
    stop(
        f"Python 3.11 or newer is needed and this one is {sys.version_info[0]}.{sys.version_info[1]}. "
        "On Debian or Ubuntu type: sudo apt install python3.11 python3.11-venv"
    )


def make_venv() -> None:
    if PYTHON.exists():
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv is missing. On Debian or Ubuntu type: sudo apt install python3-venv")
    if VENV.exists() or VENV.is_symlink():
        stop(".venv is broken (its Python is gone). Type: rm -r .venv  and then the same command again")
    print(f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def fingerprint(kind: str) -> str:
    """What the environment was made from: the lock, and the entry points that pyproject.toml names."""
    import tomllib  # here, for an older Python has none

    asked = tomllib.loads((TOP / "pyproject.toml").read_text())
    words = repr((asked["build-system"], asked["project"], asked["tool"]["setuptools"]))
    return hashlib.sha256((TOP / LOCKS[kind]).read_bytes() + words.encode()).hexdigest()


def stamp(kind: str) -> Path:
    return VENV / f"eia-{kind}.stamp"


def is_installed(kind: str) -> bool:
    return stamp(kind).exists() and stamp(kind).read_text() == fingerprint(kind)


def pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    if subprocess.run(command + list(arguments), cwd=str(TOP)).returncode:
        stop("the libraries could not be installed (pip's own words are above). Put that right and type the same again")


def install(kind: str) -> None:
    """Install one lock and the checkout itself, once per content of the lock."""
    if is_installed(kind):
        return
    print(f"Installing the libraries of {LOCKS[kind]} (once, up to two minutes) ...", flush=True)
    began = time.time()
    pip("--require-hashes", "--only-binary", ":all:", "-r", LOCKS[kind])
    if kind != "node":
        pip("--no-deps", "--no-build-isolation", "--editable", ".")
    for done in {"run", kind} if kind == "dev" else {kind}:
        stamp(done).write_text(fingerprint(done))
    print(f"Installed in {time.time() - began:.0f} seconds", flush=True)


def main() -> None:
    use_a_new_enough_python()
    os.chdir(str(TOP))
    make_venv()
    for kind in sys.argv[1:] or ["run"]:
        install(kind)


if __name__ == "__main__":
    main()
