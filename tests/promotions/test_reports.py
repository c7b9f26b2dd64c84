"""The report of a release: built once by `eia jobs`, taken away as files, and written by the command."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from eia.cli import eia
from eia.db import db, transaction
from eia.promotions.commands.processes import set_stages
from eia.promotions.computing import compute_new
from eia.promotions.figures.counts import StageKind
from eia.promotions.models import PromotionProcess
from eia.promotions.reporting.building import KINDS, build_new
from tests.meetings.pages import browser, words
from tests.support.databases import SECRET_KEY, make_app, new_database, settings_for
from tests.support.pdf_text import text_of
from tests.support.promotions import SMALL, Run, count, make_process, release, take_step
from tests.support.staff import Staff, acting, make_staff

RUNS = "=cmd()"
"""What a spreadsheet would take for a formula, as the title of a stage."""

HIDDEN = ("6,317", "6317", "77.48", "77.5", "4,712", "4712", "1,836", "1836")
"""Of SMALL: how many men passed, and what it gives away; seven women would be found in many other numbers."""


def released(app: Flask, staff: Staff) -> Run:
    """A process with a release of the published counts, and no report yet."""
    with app.app_context():
        run = make_process(staff)
        with transaction() as session:
            by = acting(session, staff["hr_lead"])
            set_stages(session, run.process_id, [(StageKind.EXAM, RUNS)], seen=3, by=by)
        take_step(run, "open_without", staff["approver"])
        count(run)
        take_step(run, "results_in", staff["hr_lead"])
        compute_new()
        release(run)
    return run


def figures_in(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The alternative texts of its pictures."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        if element.get("/S") == "/Figure":
            yield str(element.Alt)
        kids = element.get("/K", [])
        waiting += [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if hasattr(kid, "get")]


def test_everybody_takes_away_what_a_release_shows(app: Flask, staff: Staff) -> None:
    run = released(app, staff)
    member, page = browser(app, staff["member"]), f"{run.address}/releases/1"
    assert "The files are being built" in words(member.get(page))
    member.get(f"{page}/report.pdf", 404)
    with app.app_context():
        assert build_new(app) >= 1, "and what other tests released"
        assert build_new(app) == 0, "once, and never again"
    assert "PDF, tagged for screen readers" in words(member.get(page))
    assert "79 of 91, 86.8 %" in words(member.get(f"{page}/through/sex.v1"))
    files = {kind: member.client.get(f"{page}/report.{kind}").data for kind in ("pdf", "docx", "html", "csv")}
    with pikepdf.Pdf.open(io.BytesIO(files["pdf"])) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        stages, ratios = figures_in(pdf)
    assert "The table before it has the numbers" in stages
    assert "Female to Male: 1.19" in ratios
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as word:
        letters = word.read("word/document.xml").decode()
    assert "79 of 91, 86.8 %" in letters
    assert 'descr="On a logarithmic axis' in letters
    assert "79 of 91, 86.8 %" in files["html"].decode()
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [(one["Group"], one["Entered"], one["Passed"]) for one in rows[:2]] == [
        ("Female", "91", "79"), ("Male", "293", "214"),
    ]  # fmt: skip
    assert rows[0]["Exact test, p"].startswith("0.00707")
    assert {one["Stage"] for one in rows} == {f"'{RUNS}"}, "a spreadsheet is not to run it"


@pytest.mark.only_on("sqlite", because="a release is read on both in test_releasing.py; files are drawn in Python")
def test_what_is_hidden_stands_in_no_file(app: Flask, staff: Staff) -> None:
    """SMALL hides how many passed: every number of it stands nowhere else, and neither do figures made of them."""
    with app.app_context():
        run = make_process(staff, at="open")
        count(run, SMALL)
        take_step(run, "results_in", staff["hr_lead"])
        compute_new()
        release(run)
        build_new(app)
    member = browser(app, staff["member"])
    files = {kind: member.client.get(f"{run.address}/releases/1/report.{kind}").data for kind in KINDS}
    with pikepdf.Pdf.open(io.BytesIO(files["pdf"])) as pdf:
        texts = {"pdf": text_of(pdf)}
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as word:
        parts = {name: word.read(name) for name in word.namelist()}
    texts["docx"] = "\n".join(one.decode() for name, one in parts.items() if name.endswith((".xml", ".rels", ".svg")))
    texts |= {kind: files[kind].decode() for kind in ("html", "csv")}
    for kind, text in texts.items():
        assert "4,719" in text or "4719" in text, f"{kind}: what is shown can be read, or nothing was looked at"
        assert re.search("[Hh]idden", text), kind
        for number in HIDDEN:
            assert number not in text, f"{number} stands in the {kind}"
    cells = {cell for row in csv.reader(io.StringIO(texts["csv"])) for cell in row}
    assert not cells & {"7", "0.1", "77.5"}


@pytest.mark.only_on("sqlite", because="the command reads what the pages read")
def test_the_command_writes_the_report_of_a_process(engine_name: str, folder: Path, tmp_path: Path) -> None:
    database = new_database(engine_name, folder)
    app = make_app(database)
    with app.app_context():
        run = make_process(make_staff(), at="results_in")
    environ = {"EIA_DATABASE_URL": settings_for(database).database_url, "EIA_SECRET_KEY": SECRET_KEY}
    command = ["promotions", "report", str(run.process_id), "--to", str(tmp_path)]
    assert "Nothing of this process is released" in CliRunner().invoke(eia, command, env=environ).output
    with app.app_context():
        compute_new()
        release(run)
    said = CliRunner().invoke(eia, command, env=environ)
    assert said.exit_code == 0, said.output
    kinds = sorted(path.suffix for path in tmp_path.iterdir())
    assert kinds == [".csv", ".docx", ".html", ".pdf"]
    assert "There is no promotion process" in CliRunner().invoke(eia, [*command[:2], "none"], env=environ).output


@pytest.mark.only_on("sqlite", because="a release is read on both in test_releasing.py; files are drawn in Python")
def test_rounds_stand_beside_each_other_and_a_break_is_said(app: Flask, staff: Staff) -> None:
    with app.app_context():
        first = make_process(staff, at="results_in")
        compute_new()
        release(first)
        take_step(first, "run_again", staff["hr_lead"])
        after = db.session.scalar(select(PromotionProcess.id).where(PromotionProcess.follows_id == first.process_id))
        db.session.rollback()
    page = words(browser(app, staff["member"]).get(f"/promotions/{after}/trend/exam/sex.v1"))
    assert "79 of 91, 86.8 %" in page
    assert "nothing is released" in page
    assert "The first round that was released." in page
