"""Parse every template, so that a slip in one is seen before a page is asked for; the linter reads only its HTML."""

import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def slips() -> Iterator[str]:
    environment = Environment(autoescape=True)
    for path in sorted(path for path in TEMPLATES.rglob("*") if path.is_file()):
        try:
            environment.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as slip:
            yield f"templates/{path.relative_to(TEMPLATES)}, line {slip.lineno}: {slip.message}"


if __name__ == "__main__":
    sys.exit("\n".join(slips()) or 0)
