"""Mail as the outside world knows it: one letter, one connection, and what the server answered."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from enum import Enum

from config import Settings

TIMEOUT = 30
"""Seconds one answer of the server may take."""
SHOWN = 300
"""Characters of a server's answer that are kept."""
UNKNOWN = (
    "The connection to the mail server broke off while the message was handed over, so it may or may not have arrived."
)


class Unreachable(Exception):
    """No connection: nothing was sent to anybody. The text is a sentence."""


class Handed(Enum):
    """What became of one letter."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    handed: Handed
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    message_id: str
    sender: str
    name: str
    address: str
    subject: str
    text: str
    at: datetime


class Line:
    """A connection to the mail server that is opened when needed and reused until it breaks."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _connected(self.settings)
            except (OSError, smtplib.SMTPException) as error:
                raise Unreachable(f"The mail server could not be used: {_said(error)}.") from error
        return self._smtp

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def hand_over(self, letter: Letter) -> Answer:
        """Give one letter to the server. Whatever goes wrong is an answer, never an exception."""
        try:
            data, address, options = _written(letter)
            return self._announced(letter, data, address, options)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return Answer(Handed.REFUSED, f"The connection to the mail server broke off: {_said(error)}.")
        except Exception as error:  # the email package raises almost anything on odd addresses
            self.close()
            return Answer(Handed.REFUSED, f"The message could not be made for “{letter.address}”: {_said(error)}.")

    def _announced(self, letter: Letter, data: bytes, address: str, options: list[str]) -> Answer:
        """MAIL, RCPT, DATA one by one: only from DATA on may the server have the letter without our knowing."""
        smtp = self.open()
        if options and not smtp.has_extn("smtputf8"):
            return Answer(Handed.REFUSED, f"The mail server cannot send to “{letter.address}” (letters beyond a to z).")
        code, said = smtp.mail(sender_address(letter.sender), options)
        if code == 250:
            code, said = smtp.rcpt(address)
        return self._data(letter, data) if code in (250, 251) else self._refused(letter, code, said)

    def _data(self, letter: Letter, data: bytes) -> Answer:
        try:
            code, said = self.open().data(data)
        except smtplib.SMTPDataError as error:  # the server said no to DATA itself: it has nothing
            return self._refused(letter, error.smtp_code, error.smtp_error)
        except Exception:
            self.close()
            return Answer(Handed.UNKNOWN, UNKNOWN)
        if code == 250:
            return Answer(Handed.ACCEPTED)
        return self._refused(letter, code, said) if 400 <= code < 600 else Answer(Handed.UNKNOWN, UNKNOWN)

    def _refused(self, letter: Letter, code: int, said: bytes | str) -> Answer:
        try:
            self.open().rset()
        except (OSError, smtplib.SMTPException):
            self.close()
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return Answer(
            Handed.REFUSED, f"The mail server refused the message to {letter.address}: {code} {_short(words)}"
        )


def _connected(settings: Settings) -> smtplib.SMTP:
    """An open, encrypted (as set) and signed-in connection; it never falls back to an unencrypted one."""
    secure = ssl.create_default_context()
    smtp: smtplib.SMTP
    if settings.mail_tls == "tls":
        smtp = smtplib.SMTP_SSL(settings.mail_server, settings.mail_port, timeout=TIMEOUT, context=secure)
    else:
        smtp = smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT)
    try:
        if settings.mail_tls == "starttls":
            smtp.starttls(context=secure)
        smtp.ehlo_or_helo_if_needed()
        if settings.mail_user:
            smtp.login(settings.mail_user, settings.mail_password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _written(letter: Letter) -> tuple[bytes, str, list[str]]:
    """The bytes of the letter, the address for the envelope, and what MAIL must ask for."""
    if not can_be_addressed(letter.address):
        raise ValueError("that is not an address mail can be sent to")
    address = _with_ascii_domain(letter.address)
    international = not address.isascii()
    policy = SMTPUTF8 if international else SMTP.clone(cte_type="7bit")
    options = ["SMTPUTF8", "BODY=8BITMIME"] if international else []
    return message_of(letter, address).as_bytes(policy=policy), address, options


def message_of(letter: Letter, address: str) -> EmailMessage:
    name, sender = parseaddr(letter.sender)
    message = EmailMessage()
    message["From"] = Address(display_name=name, addr_spec=sender)
    user, _, domain = address.rpartition("@")
    message["To"] = Address(display_name=letter.name, username=user, domain=domain)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    return message


def can_be_addressed(address: str) -> bool:
    """Whether the address is one plain address: no spaces, lists, comments or names hidden in it."""
    user, at, domain = address.rpartition("@")
    plain = address.isprintable() and not any(c.isspace() or c in '<>(),;:\\"[]' for c in address)
    return bool(user and at and domain) and "@" not in user and plain


def sender_address(sender: str) -> str:
    return parseaddr(sender)[1]


def _with_ascii_domain(address: str) -> str:
    user, _, domain = address.rpartition("@")
    return f"{user}@{domain.encode('idna').decode()}"


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{error.smtp_code} {_short(words)}".rstrip(".")
    return _short(str(error) or type(error).__name__).rstrip(".")


def _short(words: str) -> str:
    return " ".join(words.split()).replace("\x00", "")[:SHOWN]
