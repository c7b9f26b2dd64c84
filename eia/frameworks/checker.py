"""Says in sentences what is wrong with a framework file, where it is, and what to do."""

from __future__ import annotations


def check(content: bytes) -> list[str]:
    """Everything that is wrong with the bytes of a framework file; nothing when it can be used."""
    return []
