"""The `eia` command. Each command fetches what does the work from its flat when it is called, and not before."""

import os
import sys
from pathlib import Path

import click

from config import NotConfigured, Settings, settings_from

TOP = Path(__file__).resolve().parent.parent


def settings() -> Settings:
    try:
        return settings_from(os.environ)
    except NotConfigured as refusal:
        raise click.ClickException(str(refusal)) from refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def eia() -> None:
    """Equality Impact Assessments from first draft to sign-off."""


@eia.command()
def serve() -> None:
    """Serve the pages, with gunicorn, until it is stopped."""
    settings()
    os.chdir(TOP)
    arguments = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    os.execv(sys.executable, arguments)  # noqa: S606  the arguments are ours


@eia.group("db")
def database() -> None:
    """Look after the database."""


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest migration; several may try at once."""
    from eia import create_app, schema

    app = create_app(settings())
    with app.app_context():
        click.echo(f"The database is at migration {schema.upgrade()}.")


def main() -> None:
    eia()
