"""Browsers on a running server, without a screen: signed in, and able to press two buttons at the same instant."""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from tests.support.serving import LiveServer
from tests.support.staff import signed_in

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A redirect is an answer of its own."""


class Hand:
    """One person's browser: reads pages, fills in their forms, posts them."""

    def __init__(self, server: LiveServer, person_id: int) -> None:
        self.server = server
        self.opener: OpenerDirector = build_opener(_StayHere)
        cookie = signed_in(server.app, person_id).get_cookie("session")
        assert cookie is not None
        self.cookie = f"session={cookie.value}"

    def get(self, path: str) -> Answer:
        return self._send(path, None)

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> Answer:
        return self._send(path, urlencode(fields).encode())

    def fill(self, path: str, **fields: str | list[str]) -> Callable[[], Answer]:
        """Read the form at this path and fill it in; the answer is a button that posts it when it is pressed."""
        page = self.get(path)
        assert page.status == 200, f"{path}: {page.status} {_words(page.text)}"
        hidden = re.findall(r'<input[^>]*name="(csrf_token|seen)"[^>]*value="([^"]*)"', page.text)
        chosen = [
            (name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)
        ]
        values = [*dict(hidden).items(), *chosen]
        return lambda: self.post(path, values)

    def _send(self, path: str, body: bytes | None) -> Answer:
        request = Request(self.server.address + path, data=body, headers={"Cookie": self.cookie})  # noqa: S310  ours
        try:
            answer = self.opener.open(request, timeout=PATIENCE)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            for given in answer.headers.get_all("Set-Cookie", []):
                self.cookie = given.partition(";")[0]
            return Answer(answer.status, answer.read().decode())


def at_the_same_instant(*buttons: Callable[[], Answer]) -> list[Answer]:
    """Press every button, each in a thread of its own that waits for the others."""
    gate = threading.Barrier(len(buttons))
    answers: list[Answer] = [Answer(0, "no answer")] * len(buttons)

    def press(index: int, button: Callable[[], Answer]) -> None:
        gate.wait()
        try:
            answers[index] = button()
        except OSError as error:  # the worker was killed
            answers[index] = Answer(0, str(error))

    threads = [threading.Thread(target=press, args=pair) for pair in enumerate(buttons)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _words(text: str) -> str:
    main = re.search(r"<main.*?</main>", text, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main.group(0) if main else text))[:500]
