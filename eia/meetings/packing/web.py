"""The pack as a page: the part below the heading, kept as it was built, so that it says what the files say."""

from flask import Flask

from eia.meetings.packing.document import Document

TEMPLATE = "meetings/pack_document.html"


def drawn(app: Flask, document: Document) -> bytes:
    return app.jinja_env.get_template(TEMPLATE).render(document=document).encode()
