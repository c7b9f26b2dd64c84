"""`make check`: every check that needs no database, two at a time; the words of those that fail, in order."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str | Path]] = {  # the slow ones first: two run at a time
    "types": [BIN / "mypy"],
    "templates": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "templates can be read": [sys.executable, "-m", "tools.templates"],
    "import floors": [BIN / "lint-imports"],
    "format": [BIN / "ruff", "format", "--check", "."],
    "style": [BIN / "ruff", "check", "."],
    "docs drawn from code": [sys.executable, "-m", "eia", "docs", "--check"],
    "sizes": [sys.executable, "-m", "tools.sizes"],
    "locks": [sys.executable, "-m", "tools.lock", "--check"],
}


def run(name: str) -> tuple[bool, float, str]:
    began = time.monotonic()
    done = subprocess.run(
        CHECKS[name], cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode == 0, time.monotonic() - began, done.stdout


def main() -> None:
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for name, (is_well, seconds, words) in zip(CHECKS, pool.map(run, CHECKS), strict=True):
            print(f"{'ok  ' if is_well else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
            if not is_well:
                failed.append(name)
                print(words, flush=True)
    sys.exit(f"eia: to put right: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
