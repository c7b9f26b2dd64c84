"""`eia promotions`: what is taken away of promotion processes."""

from pathlib import Path

import click

from eia.cli.opening import application


@click.group("promotions")
def promotions() -> None:
    """Take away what the counts of promotion processes show."""


@promotions.command("report")
@click.argument("process")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder to write to.")
def report(process: str, to: Path) -> None:
    """Write the report of the newest release of PROCESS, by its number or id: HTML, PDF, Word and CSV."""
    from eia.db import db
    from eia.promotions.case import load_process
    from eia.promotions.queries import process_named
    from eia.promotions.released import standing_release
    from eia.promotions.reporting.building import files_of, found_in

    with application() as app:
        session = db.session()
        found = load_process(session, process_named(session, process)).process
        release = standing_release(session, found.id)
        if release is None:
            raise click.ClickException("Nothing of this process is released, so there is nothing to take away.")
        files = files_of(app, found, release, found_in(session, release), release.made_at)
        stem = f"promotion-process-{found.id}-release-{release.number}"
    to.mkdir(parents=True, exist_ok=True)
    for kind, content in files.items():
        path = to / f"{stem}.{kind}"
        path.write_bytes(content)
        click.echo(str(path))
