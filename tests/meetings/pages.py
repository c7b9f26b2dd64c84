"""A browser for the pages of meetings: reads a form, fills it in, posts it."""

import re
from dataclasses import dataclass
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.staff import signed_in

HIDDEN = re.compile(r'<input type="hidden" name="((?:seen|was_\d+))" value="([^"]*)"')


@dataclass
class Browser:
    client: FlaskClient

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code} {words(answer.text)}"
        return answer.text

    def fill(self, path: str, page: str = "", /, **fields: object) -> TestResponse:
        """Post the form at this path, with what it carries; `page` is the page as it was read before."""
        carried = dict(HIDDEN.findall(page or self.get(path)))
        return self.client.post(path, data={**carried, **fields})

    def done(self, path: str, /, **fields: object) -> str:
        """Post the form, and answer with the page it leads to."""
        answer = self.fill(path, **fields)
        assert answer.status_code == 303, f"{path}: {answer.status_code} {words(answer.text)}"
        return self.get(answer.headers["Location"])

    def refused(self, path: str, page: str = "", /, **fields: object) -> str:
        """Post the form, and answer with the words of the page that comes back."""
        answer = self.fill(path, page, **fields)
        assert answer.status_code == 200, answer.status_code
        return words(answer.text)


def browser(app: Flask, person_id: int) -> Browser:
    return Browser(signed_in(app, person_id))


def words(page: str) -> str:
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0] or page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("&#39;", "'")


def on(name: str, day: date) -> dict[str, object]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
