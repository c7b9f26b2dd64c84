"""Makes .venv from the hashed locks, or says in one line what is missing and what to type.

Runs on the machine's own Python, before anything is installed: standard library only, and no syntax that an old
Python cannot read, so that an old Python can say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt", "node": "requirements-node.txt"}
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")


def stop(line):  # type: ignore[no-untyped-def]  # an old Python must be able to read this file
    """End with one line that says what is missing and what to type."""
    sys.stderr.write("eia: %s\n" % line)  # noqa: UP031
    sys.exit(1)


def use_a_new_enough_python():  # type: ignore[no-untyped-def]
    """Start again under a newer Python when this one is too old and a newer one is on PATH."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "tools.environment"] + sys.argv[1:])  # noqa: S606, RUF005
    stop(
        "Python 3.11 or newer is needed and this one is %d.%d. On Debian or Ubuntu type: "  # noqa: UP031
        "sudo apt install python3.11 python3.11-venv" % sys.version_info[:2]
    )


def make_venv():  # type: ignore[no-untyped-def]
    if PYTHON.exists():
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv is missing. On Debian or Ubuntu type: sudo apt install python3-venv")
    if VENV.exists() or VENV.is_symlink():
        stop(".venv is broken (its Python is gone). Type: rm -r .venv  and then the same command again")
    print("Making .venv with Python %d.%d" % sys.version_info[:2], flush=True)  # noqa: UP031
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def fingerprint(kind):  # type: ignore[no-untyped-def]
    """What the environment was made from: the lock, and pyproject.toml for the entry points."""
    digest = hashlib.sha256()
    for name in (LOCKS[kind], "pyproject.toml"):
        digest.update((TOP / name).read_bytes())
    return digest.hexdigest()


def stamp(kind):  # type: ignore[no-untyped-def]
    return VENV / ("eia-%s.stamp" % kind)  # noqa: UP031


def is_installed(kind):  # type: ignore[no-untyped-def]
    return stamp(kind).exists() and stamp(kind).read_text() == fingerprint(kind)


def pip(*arguments):  # type: ignore[no-untyped-def]
    command = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    if subprocess.run(command + list(arguments), cwd=str(TOP)).returncode:  # noqa: RUF005
        stop("the libraries could not be installed (pip's own words are above). Put that right and type the same again")


def install(kind):  # type: ignore[no-untyped-def]
    """Install one lock and the checkout itself, once per content of the lock."""
    if is_installed(kind):
        return
    print("Installing the libraries of %s (once, up to two minutes) ..." % LOCKS[kind], flush=True)  # noqa: UP031
    began = time.time()
    pip("--require-hashes", "--only-binary", ":all:", "-r", LOCKS[kind])
    if kind != "node":
        pip("--no-deps", "--no-build-isolation", "--editable", ".")
    for done in {"run", kind} if kind == "dev" else {kind}:
        stamp(done).write_text(fingerprint(done))
    print("Installed in %d seconds" % (time.time() - began), flush=True)  # noqa: UP031


def main():  # type: ignore[no-untyped-def]
    use_a_new_enough_python()
    os.chdir(str(TOP))
    make_venv()
    for kind in sys.argv[1:] or ["run"]:
        install(kind)


if __name__ == "__main__":
    main()
