"""A document as one file of HTML that needs nothing else."""

from flask import Flask

from eia.printing.blocks import Plain

TEMPLATE = "printing/plain.html"


def plain_web(app: Flask, document: Plain) -> bytes:
    return app.jinja_env.get_template(TEMPLATE).render(document=document).encode()
