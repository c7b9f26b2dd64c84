"""For whoever runs eia: does all hold together, is all well, and copies to go back to."""

import json
from pathlib import Path
from typing import TextIO

import click

from eia.cli.opening import application, settings, show_progress


@click.command("verify")
@click.option("--since", type=click.File(), help="A file of heads kept elsewhere, to compare with.")
@click.option("--heads", type=click.File("w"), help="Write today's heads to this file, to keep elsewhere.")
def verify(since: TextIO | None, heads: TextIO | None) -> None:
    """Check that trail, records, signatures and triggers hold together. Ends with an error when anything is found."""
    from eia.audit import verify as trail
    from eia.db import db
    from eia.verify import everything, one_snapshot

    with application():
        session = one_snapshot(db.session())
        findings = list(everything(session, Path(settings().files), show_progress))
        if since:
            kept = {stream: (int(sequence), str(head)) for stream, (sequence, head) in json.load(since).items()}
            findings += trail.compare_heads(session, kept)
        if heads:
            json.dump(trail.heads(session), heads, indent=1, sort_keys=True)
    for finding in findings:
        click.echo(str(finding))
    if findings:
        raise click.ClickException(f"{len(findings)} things do not hold together.")
    click.echo("All holds together: every entry of the trail, every record, signature, file and trigger.")


@click.command("register")
def register() -> None:
    """Make the register of assessments anew, wherever it does not say what the assessments say."""
    with application():
        put_register_in_order()


def put_register_in_order() -> None:
    from eia.assessments.register.keeping import rebuild

    if mended := rebuild():
        click.echo(f"The register was put right: {mended} versions.")


@click.command("search")
def search() -> None:
    """Make the words that search looks in anew, wherever they are not what the assessments say."""
    from eia.assessments.search.keeping import index_due, rebuild

    with application():
        waited, mended = index_due(), rebuild()
    click.echo(f"Search finds what the assessments say: {waited + mended} versions were read anew.")


@click.command("coverage")
def coverage() -> None:
    """Make anew what is kept of how policies are covered, wherever it is not how they stand."""
    with application():
        put_coverage_in_order()


def put_coverage_in_order() -> None:
    from eia.policies.coverage.keeping import rebuild

    if mended := rebuild():
        click.echo(f"The coverage of policies was put right: {mended} of them.")


@click.command("doctor")
def doctor() -> None:
    """Say of each thing eia stands on whether it is well, and how to mend it. Ends with an error when one is not."""
    from eia.db import db
    from eia.upkeep.doctor import examine
    from eia.upkeep.work import periodic_work

    with application() as app:
        lines = list(examine(db.session(), settings(), periodic_work(app, settings())))
    for line in lines:
        click.echo(str(line))
    ill = sum(not line.is_well for line in lines)
    if ill:
        raise click.ClickException(f"{ill} of {len(lines)} things need mending.")
    click.echo("All is well.")


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Write a copy of everything into FOLDER, which must not exist, while people work. On PostgreSQL as the owner."""
    from eia.db import db
    from eia.upkeep.backup.taking import take

    with application():
        manifest = take(db.engine, Path(settings().files), folder, show_progress)
    files = len(manifest.digests) - 1
    click.echo(f"{folder} holds the database at migration {manifest.migration} and {files} files. Keep it elsewhere.")


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(folder: Path) -> None:
    """Put the copy in FOLDER back into an empty database, and read all of it. On PostgreSQL as the owner."""
    from eia.db import db
    from eia.upkeep.backup.restoring import restore as put_back

    with application():
        findings = list(put_back(folder, Path(settings().files), show_progress))
        grant = db.engine.dialect.name == "postgresql"
    for finding in findings:
        click.echo(str(finding))
    if findings:
        raise click.ClickException(f"It was put back, and {len(findings)} things do not hold together.")
    click.echo("It was put back and holds together: every entry, record, signature, file and trigger.")
    if grant:
        click.echo("Now give the application its rights: eia db grant ROLE")


COMMANDS = (verify, register, search, coverage, doctor, backup, restore)
