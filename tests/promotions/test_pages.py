"""The pages of a promotion process, from adding one to what its counts show."""

import tempfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from eia import clock
from eia.db import Base, db
from eia.promotions.commands.importing import take_asked
from eia.promotions.computing import compute_new
from eia.promotions.groups.lists import shipped
from eia.promotions.intake import COLUMNS
from eia.promotions.models import CountImport, PromotionProcess
from tests.meetings.pages import Browser, browser, on, words
from tests.support.databases import FILES
from tests.support.promotions import SEX, Run, assess, count, make_process, preview, take_step
from tests.support.staff import Staff

NAME = "Ottoline Featherstonehaugh"
FACTS = {"number": "INSP-PAGES", "title": "Inspectors this year", "rank_from": "Sergeant", "rank_to": "Inspector"}


def send(client: Browser, run: Run, content: str) -> str:
    """Post the file; answers with where it leads, or with the page that refuses it. Written here as browsers do."""
    head = f'--mark\r\nContent-Disposition: form-data; name="file"; filename="{NAME}.csv"\r\n\r\n'
    body = f"{head}{content}\r\n--mark--\r\n".encode()
    post = client.client.post
    answer = post(f"{run.address}/counts/file", data=body, content_type="multipart/form-data; boundary=mark")
    return str(answer.headers.get("Location") or answer.text)


def made(app: Flask, *staff: Staff, at: str = "planned", counted: bool = False) -> Run:
    """A process; the pages are asked outside the context it is made in, for that would remember who asked first."""
    with app.app_context():
        run = make_process(*staff, at=at)
        if counted:
            count(run)
            compute_new()
    return run


def table_of(*lines: str) -> str:
    return "\n".join([",".join(f'"{one}"' for one in COLUMNS), *lines])


def test_an_hr_lead_adds_a_process_says_its_stages_and_groups_and_opens_it(app: Flask, staff: Staff) -> None:
    hr = browser(app, staff["hr_lead"])
    page = hr.done("/promotions/new", **FACTS, owner=staff["owner"], **on("opens_on", clock.today()))
    assert "Stages" in words(page)
    with app.app_context():
        query = select(PromotionProcess.id).where(PromotionProcess.number == "INSP-PAGES")
        run = Run(db.session.scalars(query).one(), (staff,))
    kinds = {"stages-0-kind": "applied", "stages-1-kind": "board", "stages-1-title": "Interview board"}
    assert "Interview board" in hr.done(f"{run.address}/stages", **kinds)
    number = list(shipped()).index(SEX)
    chosen = {f"list{number}_on": "yes", f"list{number}_against": "male"}
    assert "Sex, compared with: Male" in words(hr.done(f"{run.address}/groups", **chosen))
    fifth = list(shipped()).index("ethnicity_5.v1")
    hr.done(f"{run.address}/groups", **chosen, **{f"list{fifth}_on": "yes", f"list{fifth}_against": "white"})
    wanted = chosen | {f"list{fifth}_on": "yes", f"list{fifth}_against": "white", "pair0": "yes"}
    assert "with sex, compared with: White, Male" in words(hr.done(f"{run.address}/groups", **wanted))
    lost = {key: value for key, value in wanted.items() if not key.startswith(f"list{fifth}")}
    assert "count by “Ethnicity, 5 groups” too" in hr.refused(f"{run.address}/groups", **lost)
    assert "has no signed equality impact assessment" in words(hr.get(f"{run.address}/steps/open_process"))
    with app.app_context():
        assess(run)
    assert "Opened for applications" in words(hr.done(f"{run.address}/steps/open_process"))
    assert "Entered, White, Female" in hr.get(f"{run.address}/counts/applied/ethnicity_5.v1+{SEX}")
    assert "Inspectors this year" in hr.get("/promotions")


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask and do is tested beside")
def test_an_override_and_its_reason_stand_wherever_the_process_is_shown(
    app: Flask, staff: Staff, neighbour: Staff
) -> None:
    run = made(app, staff, neighbour)
    approver = browser(app, neighbour["approver"])
    assert "Enter the reason" in approver.refused(f"{run.address}/steps/open_without", reason="")
    page = words(approver.done(f"{run.address}/steps/open_without", reason="Posts are vacant tomorrow."))
    for mark in ("Opened without the signed assessment", "Posts are vacant tomorrow.", "Approver, "):
        assert mark in page
    assert "Opened without the signed assessment" in words(browser(app, staff["member"]).get("/promotions"))


def test_figures_are_shown_to_those_who_may_see_them_and_each_opening_is_kept(app: Flask, staff: Staff) -> None:
    run = made(app, staff, at="open", counted=True)
    for part in ("member", "owner", "auditor", "administrator"):
        other = browser(app, staff[part])
        assert "No release yet" in words(other.get(run.address))
        assert "79" not in words(other.get(f"{run.address}/results", 403))
        other.get(f"{run.address}/results/exam/{SEX}", 403)
        other.get(f"{run.address}/results/through/{SEX}", 403)
        other.get(f"{run.address}/counts", 403)
        assert other.client.post(f"{run.address}/figures/open").status_code == 403
    adviser = browser(app, staff["adviser"])
    for path in ("results", f"results/exam/{SEX}", f"results/through/{SEX}"):
        closed = adviser.get(f"{run.address}/{path}")
        assert "Open the figures" in closed
        assert "214" not in closed
    opened = adviser.client.post(f"{run.address}/figures/open", data={"back": "results"})
    assert "Flagged: look at this" in words(adviser.get(opened.headers["Location"]))
    page = adviser.get(f"{run.address}/results/exam/{SEX}")
    assert "Female: 79 of 91, 86.8 % passed" in words(page)
    assert page.index("<table") < page.index("<svg"), "the table stands before its pictures"
    assert "Opened the figures as they are" in adviser.get(run.address)
    told = words(browser(app, staff["auditor"]).get(f"{run.address}/told")).partition("Who was told Every")
    assert "Edition 1 and what stood behind it" in told[0]
    assert "Opened without the signed assessment: Inspectors" in told[2]
    browser(app, staff["member"]).get(f"{run.address}/told", 403)
    adviser.get(f"{run.address}/results/exam/{SEX}?basis=from_start")
    adviser.get(f"{run.address}/results/exam/nothing", 404)


def test_home_says_that_a_preview_is_ready_until_it_is_released(app: Flask, staff: Staff, neighbour: Staff) -> None:
    with app.app_context():
        run = make_process(staff, neighbour, at="results_in", title="Sergeants of the spring")
        compute_new()
        ready = preview(run)
    assert "The preview of your release is ready" in words(browser(app, staff["hr_lead"]).get("/"))
    for other in (staff["adviser"], neighbour["hr_lead"]):
        assert "The preview of your release" not in words(browser(app, other).get("/"))
    with app.app_context():
        take_step(run, "release", staff["hr_lead"], preview=ready)
    assert "The preview of your release" not in words(browser(app, staff["hr_lead"]).get("/"))


def test_home_says_what_waits(app: Flask, staff: Staff) -> None:
    for at, part, todo in (
        ("planned", "owner", "Start the assessment of this process"),
        ("results_in", "adviser", "Look at what the counts show, and review it"),
    ):
        run = made(app, staff, at=at)
        page = browser(app, staff[part]).get("/")
        assert todo in words(page)
        assert run.address in page
        assert todo not in words(browser(app, staff["member"]).get("/"))


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask and do is tested beside")
def test_what_was_typed_stays_when_a_figure_is_refused_or_others_were_faster(app: Flask, staff: Staff) -> None:
    run = made(app, staff, at="open")
    hr = browser(app, staff["hr_lead"])
    path = f"{run.address}/counts/exam/{SEX}"
    page = hr.get(path)
    assert "must be a whole number" in hr.refused(path, page, o0g0entered="many", o0g1entered="12")
    with app.app_context():
        count(run)
    assert "Open the figures" in hr.get(path), "there are counts now, so they are opened first"
    hr.client.post(f"{run.address}/figures/open")
    late = hr.client.post(path, data={"seen": "0", "o0g0entered": "7"})
    assert "What you typed is still here" in late.text
    assert 'value="7"' in late.text
    assert "Counts" in hr.done(path, o0g0entered="7", o0g0passed="3")


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_file_is_read_shown_and_taken_in(app: Flask, staff: Staff) -> None:
    run = made(app, staff, at="open")
    hr = browser(app, staff["hr_lead"])
    template = hr.get(f"{run.address}/counts/template.csv")
    assert "Exam,Sex," in template
    where = send(hr, run, table_of(f"Exam,Sex,{staff.code},Female,91,79,,", f"Exam,Sex,{staff.code},Male,293,214,,"))
    assert "2 lines with figures" in words(hr.get(where))
    assert "not in" in words(hr.get(f"{run.address}/counts")).lower()
    assert hr.client.post(f"{where}/take").status_code == 303
    assert "0 of 2 lines done" in words(hr.get(where))
    with app.app_context():
        take_asked()
    hr.client.post(f"{run.address}/figures/open")
    assert "All 2 lines are in" in words(hr.get(where))
    browser(app, staff["owner"]).get(where, 403)
    assert hr.client.post(f"{where}/drop").status_code == 409


def test_what_is_wrong_in_a_file_stands_line_by_line_and_nothing_is_kept(app: Flask, staff: Staff) -> None:
    run = made(app, staff, at="open")
    hr = browser(app, staff["hr_lead"])
    page = send(hr, run, table_of(f"Exam,Sex,{staff.code},{NAME},91,79,,"))
    assert "Line 2: The group is not one of “Sex”." in words(page)
    assert NAME not in page
    with app.app_context():
        assert db.session.scalar(select(CountImport.id).where(CountImport.process_id == run.process_id)) is None


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_a_list_of_persons_is_kept_nowhere(
    app: Flask, staff: Staff, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], large: bool
) -> None:
    """Not in the database, the folder of files, the log, nor in temporary files: there is nowhere to put any."""
    run = made(app, staff, at="open")
    hr = browser(app, staff["hr_lead"])
    with monkeypatch.context() as nowhere:
        nowhere.setattr(tempfile, "tempdir", "/nowhere")
        page = send(hr, run, "Name,Result\n" + f"{NAME},passed\n" * (60_000 if large else 3))
    assert "Nothing of it was kept." in words(page)
    said = capfd.readouterr()
    assert NAME not in page + said.out + said.err
    with app.app_context():
        kept = [*_everything(), *(path.read_bytes().decode("latin-1") for path in _files(FILES))]
    assert not any(word in one for one in kept for word in NAME.split())


def _everything() -> list[str]:
    """Every row of every table, as text."""
    return [str(row) for name in Base.metadata.tables for row in db.session.execute(text(f'SELECT * FROM "{name}"'))]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
