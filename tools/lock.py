"""Writes the hashed locks from pyproject.toml: versions and digests, and no address of any index."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
QUIET = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
NAMELESS = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]


def compile_lock(output: str, *arguments: str, words: str | None = None) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", *QUIET, *NAMELESS, *arguments, "-o", output]
    subprocess.run(command, cwd=TOP, input=words, text=True, check=True)


def refuse_addresses(*names: str) -> None:
    for name in names:
        text = (TOP / name).read_text()
        if "://" in text or '"resolved"' in text:
            raise SystemExit(f"eia: {name} names an address; a lock may hold versions and digests only")


def main() -> None:
    extras = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    compile_lock("requirements.txt", "pyproject.toml", "--extra", "install")
    compile_lock("requirements-dev.txt", "pyproject.toml", "--extra", "install", "--extra", "dev", "-c", "requirements.txt")
    compile_lock("requirements-node.txt", "-", words="\n".join(extras["node"]))
    subprocess.run(["npm", "install", "--package-lock-only", "--ignore-scripts"], cwd=TOP, check=True)
    lock = json.loads((TOP / "package-lock.json").read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    (TOP / "package-lock.json").write_text(json.dumps(lock, indent=2) + "\n")
    refuse_addresses("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json")


if __name__ == "__main__":
    main()
