"""How a command opens the app, and what it says while it works."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from config import NotConfigured, Settings, settings_from


def settings() -> Settings:
    try:
        return settings_from(os.environ)
    except NotConfigured as refusal:
        raise click.ClickException(str(refusal)) from refusal


@contextmanager
def application() -> Iterator[Flask]:
    """The app with its context; a refusal of the house or of the database becomes the command's last line."""
    from sqlalchemy.exc import DBAPIError

    from eia import create_app
    from eia.errors import Refusal

    app = create_app(settings())
    try:
        with app.app_context():
            yield app
    except Refusal as refusal:
        raise click.ClickException(" ".join(reason.text for reason in refusal.reasons)) from refusal
    except DBAPIError as error:
        said = str(error.orig).splitlines()[0]
        raise click.ClickException(f"The database said: {said}. When it has no tables: eia db upgrade") from error


def refuse_when_not_ready(app: Flask) -> None:
    from eia import schema

    try:
        schema.refuse_when_not_ready(app)
    except NotConfigured as refusal:
        raise click.ClickException(str(refusal)) from refusal


def show_progress(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total} {what}", nl=done == total, err=True)
