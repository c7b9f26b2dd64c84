"""Builds static/dist: style sheets by Sass, scripts and pictures copied, each also under a name with its digest.

Every static/src/*.scss whose name does not begin with "_" becomes static/dist/<name>.css. Everything else under
static/src is copied as it lies. From the npm packages come only the scripts and icons in VENDORED: no crown, no
GDS Transport (they may not be used off GOV.UK). Nothing is done when nothing has changed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import environment

TOP = Path(__file__).resolve().parent.parent
SOURCE = TOP / "static" / "src"
TARGET = TOP / "static" / "dist"
MODULES = TOP / "node_modules"
STAMP = TARGET / ".stamp"
OLDEST_NODE = (20, 19)  # what sass asks for
NPM = ["npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
SASS = ["node", "node_modules/sass/sass.js", "--no-source-map", "--style=compressed", "--load-path=.", "--quiet-deps"]
VENDORED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk",
    "@ministryofjustice/frontend/moj/moj-frontend.min.js": "govuk",
    "@ministryofjustice/frontend/moj/assets/images/icon-*.svg": "govuk/images",
}


def digest_of(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(TOP)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def sources() -> list[Path]:
    return [path for path in SOURCE.rglob("*") if path.is_file()]


def version_of_node() -> tuple[int, ...]:
    """The version of the node on PATH; () when there is none, or no npm beside it."""
    if not shutil.which("node") or not shutil.which("npm"):
        return ()
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return tuple(int(part) for part in answer.stdout.strip().lstrip("v").split("."))


def have_node() -> None:
    """Use the node on PATH when it is new enough, else the one that comes as a wheel."""
    if version_of_node() >= OLDEST_NODE:
        return
    environment.install("node")
    os.environ["PATH"] = f"{environment.VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"


def run(*command: str) -> None:
    if subprocess.run(command, cwd=TOP, stdin=subprocess.DEVNULL).returncode:
        raise SystemExit(f"eia: {command[0]} failed while building the static files; its own words are above")


def have_npm_packages() -> None:
    stamp, wanted = MODULES / ".eia-stamp", digest_of(TOP / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Fetching the npm packages ...", flush=True)
    run(*NPM)
    stamp.write_text(wanted)


def compile_style_sheets(target: Path) -> None:
    pairs = [
        f"{path.relative_to(TOP)}:{target.relative_to(TOP) / path.stem}.css"
        for path in sorted(SOURCE.glob("*.scss"))
        if not path.name.startswith("_")
    ]
    if pairs:
        run(*SASS, *pairs)


def copy_files(target: Path) -> None:
    for path in sources():
        if path.suffix != ".scss":
            place = target / path.relative_to(SOURCE)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    for pattern, folder in VENDORED.items():
        (target / folder).mkdir(parents=True, exist_ok=True)
        for path in MODULES.glob(pattern):
            shutil.copyfile(path, target / folder / path.name)


def name_by_digest(target: Path) -> None:
    """Copy each file to a name that may be kept for ever, and list the names in manifest.json."""
    names = {}
    for path in sorted(path for path in target.rglob("*") if path.is_file()):
        mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        copy = path.with_name(f"{path.stem}.{mark}{path.suffix}")
        shutil.copyfile(path, copy)
        names[str(path.relative_to(target))] = str(copy.relative_to(target))
    (target / "manifest.json").write_text(json.dumps(names, indent=1, sort_keys=True) + "\n")


def build() -> None:
    """Build beside the present files and change places at the end, so that a failure leaves them whole."""
    fresh = TARGET.with_name("dist.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    compile_style_sheets(fresh)
    copy_files(fresh)
    name_by_digest(fresh)
    run(sys.executable, "-m", "whitenoise.compress", "--quiet", str(fresh))
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


def main() -> None:
    wanted = digest_of(TOP / "package-lock.json", Path(__file__), *sources())
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    have_node()
    have_npm_packages()
    print("Building the static files ...", flush=True)
    build()
    STAMP.write_text(wanted)


if __name__ == "__main__":
    main()
