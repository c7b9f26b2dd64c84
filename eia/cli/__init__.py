"""The `eia` command. Each command fetches what does the work from its flat when it is called, and not before."""

import os
import sys
from pathlib import Path
from threading import Event

import click

from eia import logs
from eia.cli import promotions, upkeep
from eia.cli.opening import application, refuse_when_not_ready, settings

TOP = Path(__file__).resolve().parents[2]

MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "1048576"}
"""Give back the 19 MiB of each password check at once: glibc kept them for every thread, 60 MB a worker."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def eia() -> None:
    """Equality Impact Assessments from first draft to sign-off."""


@eia.command()
def serve() -> None:
    """Serve the pages, with gunicorn, until it is stopped."""
    settings()
    os.chdir(TOP)
    arguments = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    os.execve(sys.executable, arguments, MALLOC | os.environ)  # noqa: S606  the arguments are ours


@eia.command("jobs")
@click.option("--once", is_flag=True, help="Do what is due now and end.")
def run_jobs(once: bool) -> None:
    """Post mail and do the periodic work, until it is stopped. May run on several machines."""
    from eia.notices import jobs
    from eia.upkeep.work import periodic_work

    stop = Event()
    with application() as app:
        refuse_when_not_ready(app)
        work = periodic_work(app, settings(), stop)
        if once:
            click.echo(f"Done: {jobs.run_once(app, work, stop)}")
            return
        jobs.stop_on_signals(stop)
        jobs.run(app, work, stop)


@eia.group("db")
def database() -> None:
    """Look after the database."""


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest migration; several may try at once."""
    from eia import schema

    with application():
        click.echo(f"The database is at migration {schema.upgrade()}.")
        upkeep.put_register_in_order()
        upkeep.put_coverage_in_order()


@database.command("grant")
@click.argument("role")
@click.option("--show", is_flag=True, help="Only print the statements, to be run by somebody else.")
def grant(role: str, show: bool) -> None:
    """Give ROLE, which the application uses on PostgreSQL, the rights it needs. Run it as the owner of the tables."""
    from eia import schema

    with application():
        statements = schema.grant(role, run=not show)
    for statement in statements if show else []:
        click.echo(f"{statement};")
    if not show:
        click.echo(f"{role} may now do what the application needs, and no more.")


@eia.command("demo")
@click.option("--once", is_flag=True, help="Only when the database is empty; then print the accounts, if any.")
def demonstrate(once: bool) -> None:
    """Fill an empty database with the demonstration, and print its accounts."""
    from sqlalchemy import select

    from eia.db import db, transaction
    from eia.meetings.demo import make_meetings
    from eia.people import demo, demonstration
    from eia.people.models import Organisation
    from eia.policies.demo import make_policies
    from eia.promotions.demo import make_processes

    with application():
        is_empty = db.session.scalar(select(Organisation.id).limit(1)) is None
        if is_empty or not once:
            with transaction() as session:
                organisations = demo.make_demonstration(session)
                make_policies(session, organisations)
                make_meetings(session, organisations)
                make_processes(session, organisations)
        if not demonstration.is_demonstration(db.session()):
            return
        click.echo("The demonstration's people; no passwords, one click signs you in:")
        for person in demonstration.accounts(db.session()):
            click.echo(f"  {person.organisation.code:<9} {person.name}")


@eia.group("person")
def people() -> None:
    """Look after people."""


@people.command("add")
@click.option("--organisation", "code", required=True, help="The code of the organisation, such as CAMBS.")
@click.option("--organisation-name", default="", help="Its name; needed when it is new.")
@click.option("--name", required=True, help="The person's name.")
@click.option("--email", required=True, help="The address the person signs in with.")
@click.option("--office", "offices", multiple=True, help="An office to hold from today; may be given again.")
@click.password_option(help="The first password; asked for when it is not given.")
def add(code: str, organisation_name: str, name: str, email: str, offices: tuple[str, ...], password: str) -> None:
    """Add the first people of an organisation. Everybody else is added on the pages, by an administrator."""
    from sqlalchemy import select

    from eia.db import transaction
    from eia.errors import Refused
    from eia.people.commands.people import add_organisation, add_person
    from eia.people.commands.signing_in import set_password
    from eia.people.models import Organisation
    from eia.people.offices import Office
    from eia.people.passwords import hash_password, what_is_wrong_with

    unknown = sorted(set(offices) - set(Office))
    if unknown:
        raise click.ClickException(f"There is no office {', '.join(unknown)}. There are: {', '.join(Office)}.")
    if fault := what_is_wrong_with(password, name, email):
        raise click.ClickException(fault)
    hashed = hash_password(password)
    with application(), transaction() as session:
        organisation = session.scalar(select(Organisation).where(Organisation.code == code))
        if organisation is None:
            if not organisation_name:
                raise Refused(f"There is no organisation {code}. To make it, give --organisation-name too.")
            organisation = add_organisation(session, code=code, name=organisation_name)
        held = [Office(office) for office in offices]
        person = add_person(session, organisation=organisation, name=name, email=email, offices=held)
        set_password(session, person, hashed)
    click.echo(f"{name} can sign in as {email}.")


@eia.command("docs")
@click.option("--check", is_flag=True, help="Change nothing; end with an error when a page says something else.")
def draw_docs(check: bool) -> None:
    """Draw the parts of docs/ that come from the code."""
    from eia import docs

    pages = list(docs.draw(write=not check))
    for page in pages:
        click.echo(f"{page} {'is not as the code says; type: eia docs' if check else 'was drawn anew'}")
    if check and pages:
        sys.exit(1)


@eia.group("frameworks")
def frameworks() -> None:
    """Look after framework files."""


@frameworks.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_framework(file: Path) -> None:
    """Say in sentences what is wrong with a framework FILE."""
    from eia.frameworks.checker import frameworks_check

    faults = frameworks_check(file)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo(f"{file.name} can be used.")


for command in upkeep.COMMANDS:
    eia.add_command(command)
eia.add_command(promotions.promotions)


def main() -> None:
    logs.configure()
    eia()
