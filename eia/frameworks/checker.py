"""Says in sentences what is wrong with a framework file, where it is, and what to do.

Three readings, each only when the one before found nothing: the syntax, the outline, the meaning.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from eia.frameworks.meaning import meaning_faults
from eia.frameworks.outline import outline_faults
from eia.frameworks.places import Places
from eia.frameworks.reading import read

LARGEST = 400_000


def check(content: bytes) -> list[str]:
    """Everything that is wrong with the bytes of a framework file; nothing when it can be used."""
    table, unreadable = read_table(content)
    if table is None:
        return unreadable
    places = Places(content.decode("utf-8"), table)
    faults = list(outline_faults(table)) or list(meaning_faults(read(content)))
    return sorted({places.sentence(fault): None for fault in faults})


def read_table(content: bytes) -> tuple[dict[str, Any] | None, list[str]]:
    """The table in the bytes of a TOML file, or what keeps it from being read."""
    if len(content) > LARGEST:
        return None, [f"The file is too large: {len(content):,} bytes, at most {LARGEST:,}. Take text out."]
    try:
        return tomllib.loads(content.decode("utf-8")), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, [f"Line {line} is not UTF-8 text. Save the file as UTF-8."]
    except (ValueError, RecursionError, OverflowError) as error:
        return None, [f"The file is not TOML: {_first_line(error)}. Mend that line and check again."]


def frameworks_check(path: Path | str) -> list[str]:
    """What `eia frameworks check FILE` prints: the faults of a file, its name among them."""
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        return [f"{file} cannot be read: {error.strerror or error}. Give the path of a framework file."]
    return check(content) or _name_faults(file, content)


def _name_faults(file: Path, content: bytes) -> list[str]:
    wanted = f"{read(content).id}.toml"
    return [] if file.name == wanted else [f"The file is called {file.name}. By what it says, call it {wanted}."]


def _first_line(error: Exception) -> Any:
    words = str(error).splitlines()
    return words[0].rstrip(".") if words else "it is nested too deeply"
