"""Making a release, reading it, withdrawing it: from the counts to what everybody reads, on pages."""

import re

from flask import Flask

from eia.promotions.computing import compute_new
from eia.promotions.figures.counts import Tally
from eia.promotions.preparing import prepare_asked
from tests.meetings.pages import Browser, browser, words
from tests.support.promotions import SEX, SMALL, Run, count, make_process
from tests.support.staff import Staff

HIDDEN = ("6,317", "6317", ">7<", "77.5", "0.1 %", "4,712", "1,836")


def counted(app: Flask, *staff: Staff, cells: dict[str, Tally] = SMALL, at: str = "results_in") -> Run:
    with app.app_context():
        run = make_process(*staff, at=at)
        count(run, cells)
        compute_new()
    return run


def test_an_hr_lead_previews_and_releases_and_everybody_reads_it(app: Flask, staff: Staff) -> None:
    run = counted(app, staff)
    hr, member = browser(app, staff["hr_lead"]), browser(app, staff["member"])
    assert "No release yet" in words(member.get(run.address))
    assert "Nobody asked for a preview yet" in words(hr.get(f"{run.address}/preview"))
    hr.done(f"{run.address}/steps/prepare_release", threshold="10")
    assert "being made" in words(hr.get(f"{run.address}/preview"))
    member.get(f"{run.address}/preview", 403)
    with app.app_context():
        assert prepare_asked() == 1
    page = hr.get(f"{run.address}/preview")
    assert "1 number is hidden because fewer than 10 people stand behind it" in words(page)
    assert "1 number is hidden besides" in words(page)
    assert "Hidden, to protect people in small groups" in words(page)
    hidden = dict(re.findall(r'name="(seen|preview)" value="(\d+)"', page))
    answer = hr.client.post(f"{run.address}/steps/release", data=hidden)
    assert answer.status_code == 303, words(answer.text)
    page = words(member.get(run.address))
    assert "Read release 1 , what everybody may read" in page
    overview = words(member.get(f"{run.address}/releases/1"))
    assert "Threshold 10 people" in overview
    table = member.get(f"{run.address}/releases/1/exam/{SEX}")
    assert "4,719 Hidden" in words(table)
    assert "8,153 Hidden" in words(table)
    nothing_hidden_in(member, run)


def nothing_hidden_in(reader: Browser, run: Run) -> None:
    """Whatever this reader can fetch by following links from the page of the process."""
    seen, left = set(), [run.address, f"{run.address}/releases", "/promotions", "/"]
    while left:
        path = left.pop()
        seen.add(path)
        answer = reader.client.get(path)
        for one in HIDDEN:
            assert one not in answer.text, f"{one} stands on {path}"
        found = {one.replace("&amp;", "&") for one in re.findall(r'href="([^"#]*)', answer.text) if run.address in one}
        left += found - seen
    assert len(seen) > 5
