"""The macros and the style sheets come from two packages: they must be of the same version (libraries.md, T1)."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.look.gallery import make_gallery

COMPONENTS = Path(__file__).resolve().parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
NEVER_DRAWN = {"header", "footer"}  # they draw the crown; our layout has its own


class Normal(HTMLParser):
    """HTML as a list of tags and words, so that indentation does not matter."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, sorted((name, " ".join((value or "").split())) for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.parts.extend(data.split())


def upstream_cases() -> Iterator[Any]:
    for path in sorted(COMPONENTS.glob("*/fixtures.json")):
        if path.parent.name in NEVER_DRAWN:
            continue
        for case in json.loads(path.read_text())["fixtures"]:
            yield pytest.param(path.parent.name, case, id=f"{path.parent.name}: {case['name']}")


@pytest.fixture(scope="module")
def drawing() -> Flask:
    return make_gallery(TESTING=True)


def draw(app: Flask, component: str, options: dict[str, Any]) -> str:
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    template = app.jinja_env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return str(getattr(template.module, name)(options))


@pytest.mark.may_skip(because="the fixtures come with the npm packages, which `make static` fetches")
@pytest.mark.parametrize(("component", "case"), list(upstream_cases()))
def test_macro_draws_what_the_style_sheet_expects(drawing: Flask, component: str, case: Any) -> None:
    assert Normal(draw(drawing, component, case["options"])).parts == Normal(case["html"]).parts
