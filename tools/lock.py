"""Writes the hashed locks from pyproject.toml: versions and digests, and no address of any index.

With --check: every version pinned in pyproject.toml is the one in the locks, and no lock names an address.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
QUIET = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
NAMELESS = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json")


def project() -> dict[str, list[str]]:
    """What is asked for, by lock."""
    asked = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    extras = asked["optional-dependencies"]
    run = asked["dependencies"] + extras["install"]
    return {LOCKS[0]: run, LOCKS[1]: run + extras["dev"], LOCKS[2]: extras["node"]}


def faults() -> Iterator[str]:
    for lock, asked in project().items():
        have = set(re.findall(r"^[^\s#]+==[^\s;\\]+", (TOP / lock).read_text(), re.M))
        for pin in asked:
            if re.sub(r"\[.*?\]", "", pin) not in {re.sub(r"\[.*?\]", "", each) for each in have}:
                yield f"{lock} lacks {pin}; type: make lock"
    for name in LOCKS:
        text = (TOP / name).read_text()
        if "://" in text or '"resolved"' in text:
            yield f"{name} names an address; a lock may hold versions and digests only"


def compile_locks() -> None:
    for lock, asked in project().items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *QUIET, *NAMELESS, "-", "-o", lock]
        subprocess.run(command, cwd=TOP, input="\n".join(asked), text=True, check=True)
    subprocess.run(["npm", "install", "--package-lock-only", "--ignore-scripts"], cwd=TOP, check=True)
    lock_file = TOP / "package-lock.json"
    lock_file.write_text(re.sub(r',\n\s+"funding": \{[^}]*\}', "", lock_file.read_text()))


def main() -> None:
    if "--check" not in sys.argv:
        compile_locks()
    found = list(faults())
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
