"""The door for gunicorn: `gunicorn wsgi:app`. Static files are served from here, compressed and kept by browsers."""

import os
import sys

from whitenoise import WhiteNoise

from config import TOP, NotConfigured, settings_from
from eia import clock, create_app, logs, pages, schema

NAMED_BY_CONTENT = r"\.[0-9a-f]{12}\."  # as tools/build_static.py names them: never another content under this name


def harden(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


logs.configure()
try:
    app = create_app(settings_from(os.environ))
    schema.refuse_when_not_ready(app)
    pages.compile_templates(app)
    clock.load_bank_holidays()  # once, and not in each worker
except NotConfigured as refusal:
    sys.exit(str(refusal))
app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
    app.wsgi_app,
    root=TOP / "static" / "dist",
    prefix="static/",
    immutable_file_test=NAMED_BY_CONTENT,
    add_headers_function=harden,
    allow_all_origins=False,
)
