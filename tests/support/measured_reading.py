"""Reads one file as the service reads it, in a process of its own, and says what came of it and the memory it took.

Usage: python -m tests.support.measured_reading table|form FILE
"""

import json
import sys
from io import BytesIO
from pathlib import Path

from eia.errors import Refused
from eia.old_forms.word import read_word
from eia.policies.intake.reading import MOST_LINES
from eia.spreadsheets.reading import Unreadable, read_table

KILOBYTES = 1024


def main(kind: str, path: Path) -> None:
    before = _peak()
    try:
        if kind == "table":
            said = f"{len(read_table(path.read_bytes(), most_rows=MOST_LINES))} rows"
        else:
            said = f"{len(read_word(BytesIO(path.read_bytes())).body)} lines"
    except (Refused, Unreadable) as refusal:
        said = str(refusal)
    print(json.dumps({"said": said, "before": before, "peak": _peak()}))


def _peak() -> float:
    """In megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / KILOBYTES


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
