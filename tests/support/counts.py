"""How often the long proofs repeat: few times in `make test`, the full count in `make prove`."""

import os


def times(full: int, *, else_few: int) -> int:
    return full if os.environ.get("EIA_PROVE") == "1" else else_few
