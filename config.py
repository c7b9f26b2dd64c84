"""The settings: what each is called in the environment, what it means, and what it is when it is not set.

Every default is safe in production and fit to be read by anyone. What has no such default must be set, and
`settings_from` refuses to go on until it is, with every missing name in one line. `docs/running.md` draws its table
from this class.
"""

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TOP = Path(__file__).resolve().parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")
SHORTEST_KEY = 32
SHORTEST_TOKEN = 16
LARGEST_FILE = 200
MAIL_TLS = ("starttls", "tls", "none")
ON, OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class NotConfigured(Exception):
    """The settings do not allow a start; the text is one line that lists exactly what to set."""


def setting(name: str, says: str, default: Any) -> Any:
    return field(default=default, metadata={"name": name, "says": says})


@dataclass(frozen=True)
class Settings:
    database_url: str = setting(
        "EIA_DATABASE_URL",
        "Where the database is: sqlite:////path/eia.sqlite or postgresql://user@host/name.",
        f"sqlite:///{TOP / 'instance' / 'eia.sqlite'}",
    )
    secret_key: str = setting(
        "EIA_SECRET_KEY", "Signs cookies and forms: at least 32 characters nobody can guess. Must be set.", ""
    )
    address: str = setting(
        "EIA_ADDRESS", "The address people type, such as https://eia.example.org, for the links in mail.", ""
    )
    listen: str = setting("EIA_LISTEN", "The network address the web workers listen on.", "127.0.0.1")
    port: int = setting("EIA_PORT", "The port the web workers listen on.", 8000)
    web_workers: int = setting("EIA_WEB_WORKERS", "How many web worker processes run.", 2)
    trusted_proxies: int = setting(
        "EIA_TRUSTED_PROXIES", "How many proxies in front are believed about who the client is.", 0
    )
    cookie_secure: bool = setting(
        "EIA_COOKIE_SECURE",
        "Cookies travel over https only. May be 0 only when EIA_ADDRESS is this machine itself.",
        True,
    )
    working_copy_days: int = setting(
        "EIA_WORKING_COPY_DAYS", "How many days text that was typed and not saved is kept for whoever typed it.", 30
    )
    mail_server: str = setting(
        "EIA_MAIL_SERVER", "The SMTP server notices are posted through; while it is empty, mail stays queued.", ""
    )
    mail_port: int = setting("EIA_MAIL_PORT", "The port of the mail server.", 587)
    mail_user: str = setting("EIA_MAIL_USER", "The name to sign in to the mail server with, if it asks.", "")
    mail_password: str = setting("EIA_MAIL_PASSWORD", "The password that belongs to EIA_MAIL_USER.", "")
    mail_tls: str = setting("EIA_MAIL_TLS", "How mail is encrypted on its way: starttls, tls or none.", "starttls")
    mail_from: str = setting("EIA_MAIL_FROM", "The address notices come from. Must be set when EIA_MAIL_SERVER is.", "")

    files: str = setting(
        "EIA_FILES",
        "The folder where files of evidence are kept. Back it up with the database; nothing serves it.",
        str(TOP / "instance" / "files"),
    )
    file_limit: int = setting("EIA_FILE_LIMIT", "The largest file that may be added to evidence, in megabytes.", 20)
    evidence_months: int = setting(
        "EIA_EVIDENCE_MONTHS",
        "Evidence that says nothing of its shelf life is pointed out as old after so many months.",
        36,
    )

    metrics_token: str = setting(
        "EIA_METRICS_TOKEN",
        "Whoever sends this as a bearer token may read /metrics; while it is empty there is no such page.",
        "",
    )

    def __repr__(self) -> str:
        """Without the values: some are secrets, and a log is read by many."""
        return "Settings(...)"

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def is_this_machine_only(self) -> bool:
        return self.host in LOOPBACK and self.listen in LOOPBACK


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read the settings, or raise NotConfigured with every fault in one line."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    for each in fields(Settings):
        text = environ.get(each.metadata["name"], "").strip()
        if text:
            try:
                values[each.name] = _reader(each)(text)
            except ValueError as error:
                faults.append(f"{each.metadata['name']} {error}")
    settings = Settings(**values)
    faults += _faults(settings)
    if faults:
        raise NotConfigured("eia does not start: " + "; ".join(faults) + ".")
    return settings


def _reader(each: Field[Any]) -> Callable[[str], Any]:
    readers: dict[Any, Callable[[str], Any]] = {bool: _switch, int: _number}
    return readers.get(type(each.default), str)


def _switch(text: str) -> bool:
    if text.lower() in ON + OFF:
        return text.lower() in ON
    raise ValueError("must be 1 or 0")


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 65_536:
        return int(text)
    raise ValueError("must be a number from 0 to 65535")


def _faults(settings: Settings) -> list[str]:
    """What is missing or does not go together, each as what to set."""
    rules = {
        f"set EIA_SECRET_KEY to at least {SHORTEST_KEY} random characters"
        " (python3 -c 'import secrets; print(secrets.token_hex(32))' makes one)": len(settings.secret_key)
        < SHORTEST_KEY,
        "EIA_ADDRESS must begin with https:// or http:// and name a host": bool(settings.address)
        and not (settings.address.startswith(("https://", "http://")) and settings.host),
        "EIA_COOKIE_SECURE may be 0 only when EIA_ADDRESS and EIA_LISTEN are this machine itself": not (
            settings.cookie_secure or settings.is_this_machine_only
        ),
        "set EIA_ADDRESS, for the links in mail": bool(settings.mail_server) and not settings.address,
        "set EIA_MAIL_FROM, the address notices come from": bool(settings.mail_server) and not settings.mail_from,
        f"EIA_MAIL_TLS must be one of {', '.join(MAIL_TLS)}": settings.mail_tls not in MAIL_TLS,
        f"EIA_METRICS_TOKEN must be empty or at least {SHORTEST_TOKEN} characters": 0
        < len(settings.metrics_token)
        < SHORTEST_TOKEN,
        "EIA_WEB_WORKERS must be at least 1": settings.web_workers < 1,
        "EIA_FILE_LIMIT must be from 1 to 200": not 1 <= settings.file_limit <= LARGEST_FILE,
        "EIA_EVIDENCE_MONTHS must be at least 1": settings.evidence_months < 1,
        "EIA_FILES must be a folder of its own, not inside static, which is served": (
            Path(settings.files).resolve().is_relative_to(TOP / "static")
        ),
        "EIA_DATABASE_URL must begin with sqlite:/// or postgresql://": not settings.database_url.startswith(
            ("sqlite:///", "postgresql://", "postgresql+psycopg://")
        ),
    }
    return [line for line, is_broken in rules.items() if is_broken]
