"""What people typed, made fit to keep: NFC, LF, and no character a database or a document refuses.

PostgreSQL refuses NUL, Word documents refuse every control character and XML's two non-characters, and
UTF-8 refuses lone surrogates. They are refused here, once, for every form. Read `tidy` first.
"""

import re
import unicodedata
from typing import Any

from werkzeug.datastructures import MultiDict

# Word leaves \x0b for a line break; the Unicode separators mean the same.
LINE_ENDS = re.compile("\r\n|[\r\x0b\u2028\u2029]")
REFUSED = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> tuple[str, int]:
    """The text in NFC with LF line ends, and how many characters that cannot be kept became spaces."""
    text = LINE_ENDS.sub("\n", text)
    text, refused = REFUSED.subn(" ", text)
    return unicodedata.normalize("NFC", text), refused


def without_refused(text: str) -> str:
    """The text as it may be shown, whatever was posted."""
    return tidy(text)[0]


class TidyFormData(MultiDict[str, Any]):
    """What was posted, every text tidied once; `refused` counts the characters taken out, per field."""

    def __init__(self, posted: MultiDict[str, Any]) -> None:
        super().__init__()
        self.refused: dict[str, int] = {}
        for name, values in posted.lists():
            self.setlist(name, [self._tidied(name, value) for value in values])

    def _tidied(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text, refused = tidy(value)
        if refused:
            self.refused[name] = self.refused.get(name, 0) + refused
        return text
