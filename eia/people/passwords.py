"""Passwords: argon2id at 19 MiB, one check at a time in each worker process.

The library's default takes 64 MiB a check, so a burst of sign-ins would exhaust a small server (libraries.md T18).
Nothing here touches the database: hashing never runs inside a write transaction.
"""

import unicodedata
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Nobody's password. Checked for accounts that do not exist, so that they take as long as those that do.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$a4lJLLR9FzAUDhdJvzZvKQ$Rg/edZMUbrPhczwt4X8BKTnhdElNyjJWJLk0OsfxfM0"
_one_at_a_time = Lock()


def hash_password(password: str) -> str:
    with _one_at_a_time:
        return HASHER.hash(_normal(password))


def is_password(password: str, kept: str | None) -> bool:
    """Does the password fit the kept hash? Takes the same time when there is none."""
    with _one_at_a_time:
        try:
            return HASHER.verify(kept or NOBODYS, _normal(password)[:LONGEST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(kept: str) -> bool:
    return HASHER.check_needs_rehash(kept)


def what_is_wrong_with(password: str, *known: str) -> str:
    """The sentence that refuses a new password, or nothing. `known` are words others know: name, address."""
    password = _normal(password)
    if len(password) < SHORTEST:
        return f"The new password must have at least {SHORTEST} characters. Three random words make a good one."
    if len(password) > LONGEST:
        return f"The new password must have at most {LONGEST} characters."
    if len(set(password.lower())) < 5:
        return "The new password repeats too few characters. Three random words make a good one."
    if password.casefold() in {word.casefold() for word in known}:
        return "The new password must not be your name or your email address."
    return ""


def _normal(password: str) -> str:
    """One form for what keyboards send in several (RFC 8265 asks for NFC)."""
    return unicodedata.normalize("NFC", password)
