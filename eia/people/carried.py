"""What somebody posted after their session had ended, carried over the sign-in and given back to them alone.

It travels in the page, signed and bound to the person and the path; the server keeps nothing.
"""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

LARGEST = 1_000_000
"""Characters once packed; the sign-in form must stay below what one post may hold."""
SECONDS = 24 * 60 * 60
NOT_FOR_READING = ("revision", "seen", "copy", "started", "digest", "submit", "step", "button")


@dataclass(frozen=True, slots=True)
class Carried:
    person_id: int
    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    @property
    def for_reading(self) -> list[tuple[str, str]]:
        """The answers with their names in words, without those a page keeps for itself."""
        return [
            (in_words(name), value)
            for name, value in self.fields
            if value.strip() and not name.endswith(NOT_FOR_READING)
        ]


def in_words(name: str) -> str:
    words = name.replace("_", " ").replace("-", ", ").strip()
    return words[:1].upper() + words[1:]


def pack(carried: Carried) -> str:
    """The text for a hidden field; empty when it is too large to travel."""
    packed = _serializer().dumps([carried.person_id, carried.path, carried.fields, carried.had_files])
    text = packed if isinstance(packed, str) else packed.decode()
    return text if len(text) <= LARGEST else ""


def unpack(packed: str) -> Carried | None:
    """What was packed here in the last day; None for anything else."""
    try:
        person_id, path, fields, had_files = _serializer().loads(packed, max_age=SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    return Carried(person_id, path, tuple((name, value) for name, value in fields), had_files)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or b"", salt="eia carried over a sign-in")
