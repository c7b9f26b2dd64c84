"""The `eia` command: what it does, and what it says in one line when it cannot."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete

from eia.cli import eia
from eia.db import transaction
from eia.policies.models import PolicyCoverage
from tests.support.databases import SECRET_KEY, Database, make_app, new_database, settings_for
from tests.support.postgres import run_sql

TOP = Path(__file__).resolve().parents[1]
ADMINISTRATOR = ["--organisation", "CAMBS", "--name", "A. Name", "--email", "a.name@example.org"]
PASSWORD = ["--password", "three random words"]


@pytest.fixture
def fresh(engine_name: str, folder: Path) -> Database:
    return new_database(engine_name, folder)


def run(database: Database, *arguments: str) -> Result:
    environ = {"EIA_DATABASE_URL": settings_for(database).database_url, "EIA_SECRET_KEY": SECRET_KEY}
    return CliRunner().invoke(eia, list(arguments), env=environ)


def test_nothing_starts_without_settings_and_one_line_says_what_to_set() -> None:
    result = CliRunner().invoke(eia, ["db", "upgrade"], env={"EIA_SECRET_KEY": None})
    assert result.exit_code == 1
    assert "set EIA_SECRET_KEY" in result.output
    assert result.output.count("\n") == 1


def test_a_database_without_tables_is_said_in_one_line(empty_database: Database) -> None:
    result = run(empty_database, "verify")
    assert "eia db upgrade" in result.output
    assert result.output.count("\n") == 1


def test_upgrading_twice_changes_nothing(empty_database: Database) -> None:
    owner = Database(empty_database.engine, empty_database.owner_url, empty_database.owner_url)
    first, second = run(owner, "db", "upgrade"), run(owner, "db", "upgrade")
    assert "The database is at migration" in first.output
    assert first.output == second.output


def test_the_first_person_makes_the_organisation(fresh: Database) -> None:
    made = run(fresh, "person", "add", *ADMINISTRATOR, "--organisation-name", "Cambridgeshire", *PASSWORD)
    assert made.output == "A. Name can sign in as a.name@example.org.\n"


def test_a_misspelt_organisation_is_not_made(fresh: Database) -> None:
    assert "--organisation-name" in run(fresh, "person", "add", *ADMINISTRATOR, *PASSWORD).output


def test_an_office_that_does_not_exist_is_refused_with_those_that_do(fresh: Database) -> None:
    result = run(fresh, "person", "add", *ADMINISTRATOR, *PASSWORD, "--office", "king")
    assert "equality_adviser" in result.output


def test_a_weak_first_password_is_refused(fresh: Database) -> None:
    result = run(fresh, "person", "add", *ADMINISTRATOR, "--organisation-name", "C", "--password", "short")
    assert "at least 12 characters" in result.output


def test_the_demonstration_is_made_once_and_kept(fresh: Database) -> None:
    first, second = run(fresh, "demo", "--once"), run(fresh, "demo", "--once")
    assert "Policy owner" in first.output
    assert first.output == second.output


def test_the_demonstration_is_refused_in_a_database_with_people(fresh: Database) -> None:
    run(fresh, "person", "add", *ADMINISTRATOR, "--organisation-name", "Cambridgeshire", *PASSWORD)
    assert "empty database only" in run(fresh, "demo").output
    assert run(fresh, "demo", "--once").exit_code == 0


def test_heads_kept_elsewhere_show_a_rewritten_trail(fresh: Database, tmp_path: Path) -> None:
    run(fresh, "demo")
    heads = tmp_path / "heads.json"
    assert "holds together" in run(fresh, "verify", "--heads", str(heads)).output
    assert run(fresh, "verify", "--since", str(heads)).exit_code == 0
    kept = {stream: [sequence, "0" * 64] for stream, (sequence, _) in json.loads(heads.read_text()).items()}
    heads.write_text(json.dumps(kept))
    result = run(fresh, "verify", "--since", str(heads))
    assert result.exit_code == 1
    assert "not the entry whose hash was kept elsewhere" in result.output


def test_the_doctor_tells_who_could_change_the_trail(fresh: Database, engine_name: str) -> None:
    as_owner = run(Database(fresh.engine, fresh.owner_url, fresh.owner_url), "doctor")
    assert as_owner.exit_code == 1
    assert "things need mending" in as_owner.output
    owns = "database role: can change the trail: it owns tables"
    assert (owns in as_owner.output) is (engine_name == "postgresql")
    assert owns not in run(fresh, "doctor").output


def test_jobs_do_what_is_due_and_end(fresh: Database) -> None:
    assert run(fresh, "jobs", "--once").output.endswith("Done: 0\n")


@pytest.mark.only_on("postgresql", because="SQLite has no roles")
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET event = 'x'", "DELETE FROM audit_entry"])
def test_the_application_may_not_change_the_trail(fresh: Database, statement: str) -> None:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"):
        run_sql(statement, url=make_url(fresh.url))


def test_a_shipped_framework_can_be_used() -> None:
    file = TOP / "eia" / "frameworks" / "equality_act_2010.v1.toml"
    assert CliRunner().invoke(eia, ["frameworks", "check", str(file)]).exit_code == 0


def test_a_file_that_is_no_framework_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "nothing.v1.toml"
    file.write_text("[")
    assert CliRunner().invoke(eia, ["frameworks", "check", str(file)]).exit_code == 1


def test_what_is_kept_of_the_coverage_is_put_right_by_its_command_and_by_an_upgrade(fresh: Database) -> None:
    owner = Database(fresh.engine, fresh.owner_url, fresh.owner_url)
    run(fresh, "demo")
    for command in (("coverage",), ("db", "upgrade")):
        with make_app(fresh).app_context(), transaction() as session:
            session.execute(delete(PolicyCoverage))
        assert "is not how its policy stands: eia coverage" in run(fresh, "verify").output
        assert "The coverage of policies was put right" in run(owner, *command).output
        assert "All holds together" in run(fresh, "verify").output
    assert run(fresh, "coverage").output == ""
