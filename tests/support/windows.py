"""Browser windows of people who write on one page, over HTTP and without a script."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from tests.support.assessments import Made
from tests.support.staff import signed_in


class Window:
    """One browser window of a person: what a page held when it was opened is posted with what is typed."""

    def __init__(self, app: Flask, person_id: int, made: Made, page: str) -> None:
        self.client: FlaskClient = signed_in(app, person_id)
        self.made, self.page = made, page
        self.opened = self.read()

    @property
    def path(self) -> str:
        return f"{self.made.address}/{self.page}"

    def read(self) -> dict[str, str]:
        return fields(self.client.get(self.path).text)

    def press(self, **typed: object):  # type: ignore[no-untyped-def]
        return self.client.post(self.path, data={**self.opened, **typed})

    def keep(self, window: str = "one", **typed: object):  # type: ignore[no-untyped-def]
        told = {**self.opened, **typed, "copy": window, "typed": "yes"}
        return self.client.post(f"{self.made.address}/working-copy/{self.page}", data=told)

    def choose(self, page: str, **choices: str):  # type: ignore[no-untyped-def]
        """Press the button of the page that shows both texts."""
        kept = {f"keep-{name}": choice for name, choice in choices.items()}
        return self.client.post(self.path, data={**hidden(page), **kept})


def fields(page: str) -> dict[str, str]:
    """What the page's form would post untouched: hidden fields, lines and texts (not what is ticked)."""
    found = hidden(page.partition("<main")[2])
    for name, value in re.findall(
        r'<input\sclass="govuk-input[^"]*"[^>]* name="([^"]+)" type="text"(?: value="([^"]*)")?', page
    ):
        found[name] = unescape(value)
    for name, value in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = unescape(value)
    return found


def hidden(page: str) -> dict[str, str]:
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page, re.S)
    return {name: unescape(value) for name, value in inputs}


def two_windows(app: Flask, made: Made, page: str) -> tuple[Window, Window]:
    return Window(app, made.lead["owner"], made, page), Window(app, made.lead["owner"], made, page)


def press(client: FlaskClient, page: str, action: str):  # type: ignore[no-untyped-def]
    """Press the only button of the form with that address, on that page, and go where it leads."""
    form = client.get(page).text.partition(f'action="{action}"')[2].partition("</form>")[0]
    return client.post(action, data=hidden(form), follow_redirects=True)
