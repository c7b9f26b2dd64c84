"""A copy taken while people write, put back into an empty place: all of it is there, and all of it holds together."""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine, func, select, table
from sqlalchemy import inspect as look_at

from eia.cli import eia
from eia.db import db
from eia.files.keeping import path_of
from eia.files.models import StoredFile
from tests.support import postgres
from tests.support.assessments import make_assessment, start
from tests.support.counts import times
from tests.support.databases import FILES, SECRET_KEY, Database, empty_database, make_app, new_database
from tests.support.files import add_evidence_file
from tests.support.staff import make_staff

ROUNDS = times(3, else_few=0)
"""So many copies of copies."""


@dataclass(frozen=True)
class Place:
    """Where an installation keeps everything."""

    database: Database
    files: Path

    def run(self, *arguments: str) -> Result:
        """As the owner of the tables, who alone may read all of them and make them."""
        environ = {
            "EIA_DATABASE_URL": self.database.owner_url, "EIA_SECRET_KEY": SECRET_KEY, "EIA_FILES": str(self.files),
            "PATH": postgres.path_to_tools(),
        }  # fmt: skip
        return CliRunner().invoke(eia, list(arguments), env=environ)

    def rows(self) -> Mapping[str, int]:
        engine = create_engine(self.database.owner_url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            names = look_at(connection).get_table_names()
            found = {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
        engine.dispose()
        return found


@pytest.fixture(scope="module")
def worked_in(engine_name: str, folder: Path) -> Iterator[tuple[Place, Flask]]:
    """People have signed one assessment, added a file to another, and are still writing in that."""
    place = Place(new_database(engine_name, folder), FILES)
    app = make_app(place.database)
    with app.app_context():
        make_assessment(at="signed_off")
        add_evidence_file(make_assessment(at="mitigation").version_id)
        db.session.remove()
    yield place, app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def copy(worked_in: tuple[Place, Flask], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Taken while somebody goes on."""
    place, app = worked_in
    to = tmp_path_factory.mktemp("copies") / "copy"
    written, over = threading.Semaphore(0), threading.Event()

    def goes_on() -> None:
        with app.app_context():
            staff = make_staff()
            while not over.is_set():
                start((staff,))
                written.release()
            db.session.remove()

    writer = threading.Thread(target=goes_on)
    writer.start()
    written.acquire()
    taken = place.run("backup", str(to))
    written.acquire()  # the second one, at least, was written while the copy was taken or since
    over.set()
    writer.join()
    assert taken.exit_code == 0, taken.output
    return to


def emptied(engine_name: str, folder: Path, files: Path) -> Place:
    return Place(empty_database(engine_name, folder), files)


def test_a_copy_that_was_taken_while_people_wrote_holds_together_where_it_is_put_back(
    copy: Path, worked_in: tuple[Place, Flask], engine_name: str, folder: Path, tmp_path: Path
) -> None:
    place, _ = worked_in
    there = emptied(engine_name, folder, tmp_path / "files")
    done = there.run("restore", str(copy))
    assert done.exit_code == 0, done.output
    assert "holds together" in done.output
    back, now = there.rows(), place.rows()
    assert set(back) == set(now)
    assert all(0 < back[name] <= now[name] for name in ("version", "signature", "audit_entry", "stored_file"))
    assert there.run("verify").exit_code == 0
    for number in range(ROUNDS):
        again = there.run("backup", str(tmp_path / f"{number}"))
        assert again.exit_code == 0, again.output
        there = emptied(engine_name, folder, tmp_path / f"files of {number}")
        assert there.run("restore", str(tmp_path / f"{number}")).exit_code == 0
        assert there.rows() == back


def test_what_was_signed_and_added_is_byte_for_byte_the_same(copy: Path, worked_in: tuple[Place, Flask]) -> None:
    place, app = worked_in
    with app.app_context():
        places = list(db.session.scalars(select(StoredFile.place)))
        db.session.remove()
    assert places
    for one in places:
        assert path_of(copy / "files", one).read_bytes() == path_of(place.files, one).read_bytes()


def lose_the_manifest(copy: Path) -> None:
    (copy / "manifest.json").unlink()


def change_a_file(copy: Path) -> None:
    next(path for path in (copy / "files").rglob("*") if path.is_file()).write_bytes(b"%PDF-1.7 other words")


def lose_a_file(copy: Path) -> None:
    next(path for path in (copy / "files").rglob("*") if path.is_file()).unlink()


def change_the_database(copy: Path) -> None:
    file = next(copy.glob("database.*"))
    file.write_bytes(file.read_bytes()[:-1] + b"?")


def put_it_in_another_format(copy: Path) -> None:
    file = copy / "manifest.json"
    file.write_text(file.read_text().replace('"format": 1', '"format": 2'))


HARM: Mapping[Callable[[Path], None], str] = {
    lose_the_manifest: "is not a whole copy",
    change_a_file: "was changed since the copy was taken",
    lose_a_file: "is missing or cannot be read",
    change_the_database: "was changed since the copy was taken",
    put_it_in_another_format: "was written by another eia",
}


@pytest.mark.only_on("sqlite", because="what a copy says of itself is read by Python")
@pytest.mark.parametrize("harm", HARM)
def test_a_copy_that_was_harmed_is_refused_and_nothing_is_put_back(
    harm: Callable[[Path], None], copy: Path, engine_name: str, folder: Path, tmp_path: Path
) -> None:
    harmed = tmp_path / "harmed"
    shutil.copytree(copy, harmed)
    harm(harmed)
    there = emptied(engine_name, folder, tmp_path / "files")
    done = there.run("restore", str(harmed))
    assert done.exit_code == 1
    assert HARM[harm] in done.output
    assert done.output.count("\n") == 1
    assert not there.files.exists()
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_nothing_is_put_over_what_is_there(
    copy: Path, worked_in: tuple[Place, Flask], engine_name: str, folder: Path, tmp_path: Path
) -> None:
    place, _ = worked_in
    before = place.rows()
    assert "is not empty" in place.run("restore", str(copy)).output
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "something").write_text("of somebody")
    assert "is not empty" in emptied(engine_name, folder, tmp_path / "files").run("restore", str(copy)).output
    other = "postgresql" if engine_name == "sqlite" else "sqlite"
    assert (
        "Set it to an empty database of the same kind"
        in emptied(other, folder, tmp_path / "x").run("restore", str(copy)).output
    )
    assert place.rows() == before


def test_a_file_that_is_gone_stops_the_copy_and_nothing_is_left(worked_in: tuple[Place, Flask], tmp_path: Path) -> None:
    place, _ = worked_in
    elsewhere = Place(place.database, tmp_path / "no files")
    done = elsewhere.run("backup", str(tmp_path / "copy"))
    assert done.exit_code == 1
    assert "is gone. Type: eia verify" in done.output
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "copy").mkdir()
    assert "is there already" in place.run("backup", str(tmp_path / "copy")).output
