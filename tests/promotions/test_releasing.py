"""Making a release, reading it, withdrawing it: from the counts to what everybody reads, on pages."""

import re

from flask import Flask
from sqlalchemy import select

from eia.assessments.case import load_case
from eia.assessments.guards.missing import missing
from eia.db import db
from eia.promotions.computing import compute_new
from eia.promotions.figures.counts import Tally
from eia.promotions.models import PromotionProcess
from eia.promotions.preparing import prepare_asked
from tests.meetings.pages import Browser, browser, words
from tests.support.assessments import take
from tests.support.promotions import (
    OSPRE_2014,
    SEX,
    SMALL,
    Run,
    assess,
    count,
    make_process,
    preview,
    release,
    take_step,
)
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
    entry = re.search(r'href="(/library/\d+)"', member.get(f"{run.address}/releases/1"))
    assert entry, "it stands in the library of evidence"
    kept = words(member.get(entry[1]))
    assert "Keyed digest of the counts" in kept
    assert not [one for one in HIDDEN if one in kept]
    table = member.get(f"{run.address}/releases/1/exam/{SEX}")
    assert "4,719 Hidden" in words(table)
    assert "8,153 Hidden" in words(table)
    assert "Not flagged" not in words(table), "what is hidden is no reassurance"
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


def test_whose_counts_they_are_stands_wherever_the_released_figures_do(app: Flask, staff: Staff) -> None:
    whose = "National figures, not those of one force."
    with app.app_context():
        run = make_process(staff, at="results_in", counts_source=whose)
        compute_new()
        preview(run)
    hr, member = browser(app, staff["hr_lead"]), browser(app, staff["member"])
    pages = [hr.get(f"{run.address}/preview"), hr.get(f"{run.address}/preview/exam/{SEX}")]
    with app.app_context():
        release(run)
    overview = member.get(f"{run.address}/releases/1")
    entry = re.search(r'href="(/library/\d+)"', overview)
    assert entry
    paths = (f"releases/1/exam/{SEX}", f"releases/1/through/{SEX}", f"trend/exam/{SEX}")
    pages += [overview, member.get(entry[1]), *(member.get(f"{run.address}/{path}") for path in paths)]
    for page in pages:
        assert whose in words(page)


def test_what_an_earlier_round_was_flagged_for_is_read_and_answered_in_the_next_assessment(
    app: Flask, staff: Staff
) -> None:
    run = counted(app, staff, cells=OSPRE_2014)
    with app.app_context():
        release(run)
        take_step(run, "run_again", run.lead["hr_lead"])
        query = select(PromotionProcess.id).where(PromotionProcess.follows_id == run.process_id)
        following = Run(db.session.scalars(query).one(), run.staff)
        made = assess(following, at="full_assessment")
        case = load_case(db.session(), made.version_id)
        said = [one.text for one in missing(case, "impacts")]
        db.session.rollback()
    page = browser(app, staff["owner"]).get(f"/assessments/{made.reference}/v1/impacts/sex")
    assert "What the figures showed: 1 released table" in words(page)
    assert "Flagged: look at this" in words(page)
    assert f"{run.address}/releases/1/exam/{SEX}" in page
    flagged = [one for one in said if "earlier results were flagged" in one]
    assert flagged, said
    assert "Exam by sex" in flagged[0]
    cites_the_release(browser(app, staff["owner"]), f"/assessments/{made.reference}/v1")


def cites_the_release(owner: Browser, version: str) -> None:
    """A release that stands is put in as evidence with one press, and an answer that cites it says so."""
    assert "It is not in the evidence of this assessment yet" in words(owner.get(f"{version}/sections/evidence"))
    page = owner.get(f"{version}/impacts/sex")
    assert "Not answered yet: say what explains it" in words(page)
    [press] = re.findall(r'action="([^"]+/evidence/released/\d+)"', page)
    assert owner.client.post(f"{press}9", data={"about": "sex"}).status_code == 404
    answer = owner.client.post(press, data={"about": "sex"})
    assert answer.headers["Location"].endswith(f"{version}/impacts/sex")
    page = owner.get(f"{version}/impacts/sex")
    assert "Put " not in words(page)
    assert "stands in the evidence. Tick it below" in words(page)
    [(name, row)] = re.findall(
        r'name="(staff-evidence)" type="checkbox" value="(\d+)"[^>]*>\s*<label[^>]*>\s*Results of', page
    )
    owner.fill(f"{version}/impacts/sex", page, **{name: row, "staff-reason": "Women pass more often."})
    assert "the answer cites that release" in words(owner.get(f"{version}/impacts/sex"))


def test_what_the_counts_flag_is_answered_in_a_new_version_before_the_review(app: Flask, staff: Staff) -> None:
    with app.app_context():
        run = make_process(staff)
        before = assess(run)
        take_step(run, "open_process", run.lead["hr_lead"])
        count(run)
        compute_new()
        take_step(run, "results_in", run.lead["hr_lead"])
    adviser = browser(app, staff["adviser"])
    page = words(adviser.get(f"{run.address}/steps/review"))
    assert "The counts are flagged for sex at “Exam”" in page
    assert "What was expected, and what happened" in page
    assert "Exam by sex: Flagged: look at this" in page
    with app.app_context():
        take(before, "open_version", run.lead["owner"], reason="The counts are in.")
    assert "The counts are flagged" in words(adviser.get(f"{run.address}/steps/review")), "only carried over"
    late = counted(app, staff, cells=OSPRE_2014)
    assert "The counts are flagged" in words(adviser.get(f"{late.address}/steps/review"))
    with app.app_context():
        assess(late, at="mitigation")
    assert "The counts are flagged" not in words(adviser.get(f"{late.address}/steps/review"))
