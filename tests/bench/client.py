"""A browser without a screen: one kept connection, cookies, and the hidden fields of the last page."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

_HIDDEN = re.compile(r'<input type="hidden" name="(csrf_token|seen|next)" value="([^"]*)"')


@dataclass
class Answer:
    status: int
    body: str
    location: str
    seconds: float


@dataclass
class Client:
    """`answered` counts the requests, `seconds` what they took."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    answered: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.connection = HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def get(self, path: str) -> Answer:
        answer = self._ask("GET", path, None)
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status} {words(answer.body)}")
        self.hidden = dict(_HIDDEN.findall(answer.body.partition("<main")[2])) or self.hidden
        return answer

    def post(self, path: str, **values: Any) -> Answer:
        """Post with the hidden fields of the page read last; anything but a redirect is an error."""
        fields = {**self.hidden, **values}
        answer = self._ask("POST", path, urlencode(fields, doseq=True))
        if answer.status != 303:
            raise RuntimeError(f"POST {path}: {answer.status} {words(answer.body)}")
        return answer

    def keep(self, path: str, **values: Any) -> Answer:
        """What the page posts in the background while somebody types."""
        fields = {**self.hidden, **values, "copy": "bench", "typed": "yes"}
        answer = self._ask("POST", path, urlencode(fields, doseq=True))
        if answer.status != 200:
            raise RuntimeError(f"POST {path}: {answer.status} {words(answer.body)}")
        return answer

    def fill(self, path: str, *, to: str = "", **values: Any) -> Answer:
        """Read the page, then post its form."""
        self.get(path)
        return self.post(to or path, **values)

    def sign_in(self, email: str, password: str) -> None:
        self.fill("/sign-in", email=email, password=password)

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        response = self._answer(method, path, body, headers)
        text = response.read().decode()
        took = time.perf_counter() - begun
        for header in response.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.answered, self.seconds = self.answered + 1, self.seconds + took
        return Answer(response.status, text, response.headers.get("Location", ""), took)

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> HTTPResponse:
        """Over the kept connection, or a new one when the server has closed it meanwhile."""
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except ConnectionError:
            self.connection.close()
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()


def words(html: str) -> str:
    main = html.partition("<main")[2] or html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))[:900]
