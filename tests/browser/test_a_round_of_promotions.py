"""A promotion round from its first page to what the staff association reads: by keyboard, on a phone, without script.

On SQLite every kind of page on the way is opened once more with script, and looked at by axe at both widths.
"""

import pytest
from playwright.sync_api import Browser

from eia import clock
from eia.db import db
from eia.promotions.computing import compute_new
from eia.promotions.groups.lists import shipped
from eia.promotions.preparing import prepare_asked
from eia.promotions.reporting.building import build_new
from tests.browser.test_a_board_sits import Board, board
from tests.support.promotions import SEX
from tests.support.rates import ETHNICITY
from tests.support.serving import LiveServer
from tests.support.staff import make_staff

pytestmark = pytest.mark.only_on("sqlite", because="the pages are the same on both")
TITLE, TABLE = "Inspectors of the spring", "Searches of residents"
SHARES = "BME officers and the local population"
COUNTED = {"o0g0entered": "4719", "o0g0passed": "7", "o0g1entered": "8153", "o0g1passed": "6317"}
HIDDEN = ("6,317", "6317", "4,712", "1,836")


def the_hr_lead_plans_it(there: Board) -> None:
    there.now("hr_lead")
    there.follow("Promotion processes", "Add a promotion process")
    said = {"number": "SPRING", "title": TITLE, "rank_from": "Sergeant", "rank_to": "Inspector"}
    there.press("Add this process", says="Say next what its stages are", opens_on=clock.today(), **said)
    there.press("Save the stages", says="The change was saved", **{"stages-0-kind": "exam"})
    there.follow("Set the groups")
    number = list(shipped()).index(SEX)
    there.press("Save", says="Sex, compared with: Male", **{f"list{number}_on": True, f"list{number}_against": "male"})


def an_approver_opens_it_without(there: Board) -> None:
    there.now("approver")
    there.follow("Promotion processes", TITLE, "Open without the signed assessment")
    there.press("Open without", says="Posts are vacant.", reason="Posts are vacant.")


def the_hr_lead_brings_the_counts_in(there: Board) -> None:
    there.now("hr_lead")
    there.follow("Promotion processes", TITLE, "The counts, and what came in when", "take in a file of counts")
    there.follow(TITLE, "The counts, and what came in when", "Enter: Exam, Sex")
    nobody = {f"o0g{group}{measure}": "0" for group in (2, 3) for measure in ("entered", "passed")}
    there.press("Save these counts", says="The counts were saved", **COUNTED, **nobody)
    there.follow(TITLE, "Say that the results are in")
    there.press("Say that the results are in", says="The results are in")


def the_hr_lead_releases_what_they_show(there: Board, server: LiveServer) -> None:
    with server.app.app_context():
        compute_new()
    there.now("hr_lead")
    there.follow("Promotion processes", TITLE, "The results, as they are")
    there.press("Open the figures", says="Results as they are")
    there.follow("Look at it", TITLE, "The results, as they are", "How far each group came, by sex", TITLE)
    there.follow("Prepare a release")
    there.press("Prepare a release", says="A preview was asked for", threshold="10")
    with server.app.app_context():
        prepare_asked()
    there.now("hr_lead")
    there.follow("The preview of your release is ready")
    there.press("Release", says="Released")
    with server.app.app_context():
        build_new(server.app)


def the_hr_lead_sets_searches_against_residents(there: Board) -> None:
    there.now("hr_lead")
    there.follow("Promotion processes", "Disproportionality tables", "Add a table")
    asked = {"kind": "stop_and_search", "group_list": ETHNICITY}
    there.press("Add this table", says="Enter its figures next", title=TABLE, **asked)
    there.follow("have a file fill in the numbers", TABLE, "Enter the figures")
    said = {"year": "2021", "area": "The county", "numerator": "searches", "denominator": "residents"}
    said |= {"benchmark": "Census 2011", "definition": "as they said", "source": "Home Office", "is_published": "yes"}
    rates = {"g0printed": "256", "g2printed": "824", "g3printed": "1920"}
    there.press("Save these figures", says="7.50 (by rounding, 7.48 to 7.52)", per="100000", **said, **rates)


def the_hr_lead_enters_printed_shares(there: Board) -> None:
    there.now("hr_lead")
    there.follow("Promotion processes", "Disproportionality tables", "printed shares", "Enter printed shares")
    said = {"title": SHARES, "group": "Black and minority ethnic people", "source": "Equality objectives"}
    shares = {"s0among": "police officers", "s0share": "4.6", "s1among": "the local population", "s1share": "9.7"}
    there.press("Save these shares", says="0.47 times it (by rounding, 0.47 to 0.48)", **said, **shares)
    there.follow("Change these shares")


def the_staff_association_reads_it(there: Board) -> None:
    """Somebody without an office reads what was released, and meets no hidden number on the way."""
    there.now("member")
    for links in (
        ("Promotion processes", TITLE, "Read release 1", "Look at it", "Show it from round to round"),
        ("Promotion processes", TITLE, "Read release 1", "How far each group came, by sex"),
        ("Promotion processes", TITLE, "Read release 1", "Every release of this process"),
        ("Promotion processes", "Disproportionality tables", TABLE, "library of evidence"),
        ("Promotion processes", "Disproportionality tables", "printed shares", SHARES, "library of evidence"),
    ):
        for link in links:
            there.follow(link)
            for number in HIDDEN:
                assert number not in there.page.content(), f"{number} stands on {there.page.url}"


def test_a_round_from_the_plan_to_what_the_staff_association_reads(browser: Browser, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        staff = make_staff()
        db.session.remove()
    with board(browser, live_server, staff.people, looks=True) as there:
        the_hr_lead_plans_it(there)
        an_approver_opens_it_without(there)
        the_hr_lead_brings_the_counts_in(there)
        the_hr_lead_releases_what_they_show(there, live_server)
        the_hr_lead_sets_searches_against_residents(there)
        the_hr_lead_enters_printed_shares(there)
        the_staff_association_reads_it(there)
