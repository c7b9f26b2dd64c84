"""What a copy says of itself: engine and migration, the heads of the trail, and the digest of every file in it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from eia.errors import Refused

FORMAT = 1
NAME = "manifest.json"
FILES = "files"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """`heads`: stream -> (entries, hash of the last). `digests`: path inside the copy -> SHA-256 of its bytes."""

    engine: str
    migration: str
    taken_at: str
    heads: Mapping[str, tuple[int, str]]
    digests: Mapping[str, str]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Refused when it is not there, cannot be read, or is of another format."""
        try:
            said: Any = json.loads((folder / NAME).read_text())
            given = {each.name: said[each.name] for each in fields(cls)}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refused(f"{folder} is not a whole copy: its {NAME} is missing or cannot be read.") from error
        if given["format"] != FORMAT or given["engine"] not in DATABASES:
            raise Refused(
                f"{folder} was written by another eia, as format {given['format']}. Restore it with that one."
            )
        heads = {stream: (int(sequence), str(head)) for stream, (sequence, head) in given.pop("heads").items()}
        return cls(heads=heads, **given)

    @property
    def database(self) -> str:
        return DATABASES[self.engine]

    def faults(self, folder: Path) -> Iterator[str]:
        """A sentence for each file that is gone or holds other bytes than those that were copied."""
        for path, digest in sorted(self.digests.items()):
            try:
                if digest_of(folder / path) != digest:
                    yield f"{path} was changed since the copy was taken."
            except OSError:
                yield f"{path} is missing or cannot be read."
        if self.database not in self.digests:
            yield f"{NAME} does not name the database."


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
