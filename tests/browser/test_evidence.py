"""Evidence with files in a real browser: added, seen beside the answer, reached by keyboard, saved and printed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignedIn
from tests.support.assessments import make_assessment
from tests.support.browsing import go
from tests.support.files import PDF
from tests.support.library import keep_entry
from tests.support.serving import LiveServer
from tests.support.writing import read

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")


@ON_SQLITE
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_file_is_added_cited_and_saved(
    live_server: LiveServer, as_person: SignedIn, tmp_path: Path, javascript: bool
) -> None:
    with live_server.app.app_context():
        made = make_assessment(at="mitigation")
        keep_entry(made.lead)
        source = read(made.version_id).version.evidence[0].title
    survey = tmp_path / "survey.pdf"
    survey.write_bytes(PDF)
    with as_person(made.lead["owner"], javascript=javascript) as page:
        page.goto(f"{made.address}/sections/evidence")
        go(page.get_by_role("link", name=f"Add a file of {source}"))
        page.get_by_label("The file").set_input_files(survey)
        go(page.get_by_role("button", name="Add this file"))
        expect(page.get_by_text("survey.pdf was added")).to_be_visible()
        page.goto(f"{made.address}/evidence/library")
        page.get_by_label("Staff survey 2025").check()
        go(page.get_by_role("button", name="Take what is ticked"))
        expect(page.get_by_text("1 source taken from the library")).to_be_visible()
        page.goto(f"{made.address}/summary")
        chip = page.locator(".eia-chips").get_by_role("link", name="survey.pdf")
        chip.focus()
        expect(chip).to_be_focused()
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        assert Path(saved.value.path()).read_bytes() == PDF
        assert saved.value.suggested_filename == "survey.pdf"
        page.emulate_media(media="print")
        expect(chip).to_be_visible()
