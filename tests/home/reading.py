"""The first page, read without its markup."""

import re

from flask import Flask

from tests.support.assessments import Made, make_assessment
from tests.support.staff import signed_in

LISTS = ("Waiting for you", "You are waiting for", "Coming up")


def home(app: Flask, person_id: int) -> dict[str, str]:
    """Each list of the page by its heading, without markup, and its links under “links <heading>”."""
    answer = signed_in(app, person_id).get("/")
    assert answer.status_code == 200
    found = {}
    for part in re.split(r"<h2", answer.text)[1:]:
        heading = re.search(r">([^<]+)</h2>", part)
        assert heading
        found[heading[1]] = " ".join(re.sub(r"<[^>]+>", " ", part.split("</main>")[0]).split())
        found[f"links {heading[1]}"] = " ".join(re.findall(r'<a class="govuk-link"[^>]*href="([^"]+)"', _table(part)))
    return found


def _table(part: str) -> str:
    return part.split("</table>")[0] if "<table" in part else ""


def make(app: Flask, at: str, **given: object) -> Made:
    with app.app_context():
        return make_assessment(at=at, **given)  # type: ignore[arg-type]
