"""How names and addresses are folded, so that they sort and match alike on every database."""

import unicodedata


def folded_address(email: str) -> str:
    """The address as accounts are found by: lower case, NFC."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def sort_name_of(name: str) -> str:
    """Lower-case ASCII without accents; a name in another script keeps its letters' code points."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    text = "".join(letter if letter.isascii() else f"~{ord(letter):x}" for letter in plain)
    return " ".join(text.split())
