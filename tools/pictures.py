"""`make pictures`: takes the pictures of README.md from the demonstration, with a real browser, into docs/pictures/.

The dress code is written by keyboard as in tests/browser, and a picture is taken at each of the moments named below.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from eia.db import transaction
from eia.meetings.demo import make_meetings
from eia.people.demo import make_demonstration
from eia.policies.demo import make_policies
from tests.browser.journey import Journey
from tests.browser.typed import D2
from tests.support import browsing, databases, serving
from tools.small_png import smaller

TOP = Path(__file__).resolve().parent.parent
TARGET = TOP / "docs" / "pictures"
LARGEST = 60_000  # bytes
WIDTH, HEIGHT = 1000, 760
PHONE = 375


class Camera:
    """Takes a picture from an element downwards."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def take(self, name: str, *, top: str = "main", width: int = WIDTH, height: int = HEIGHT) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate("document.activeElement.blur()")
        self.page.locator(top).first.evaluate("each => each.scrollIntoView()")
        picture = smaller(self.page.screenshot())
        if len(picture) > LARGEST:
            sys.exit(f"eia: the picture “{name}” has {len(picture) // 1000} kB; at most {LARGEST // 1000} are allowed")
        (TARGET / f"{name}.png").write_bytes(picture)
        print(f"docs/pictures/{name}.png ({len(picture) // 1000} kB)", flush=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})


def write_and_check(there: Journey, camera: Camera) -> None:
    there.start()
    there.propose()
    there.screen()
    camera.take("screening", top="#age")
    there.press("Go to the full assessment")
    there.gather()
    there.find_impacts()
    there.page.goto(f"{address(there)}/impacts/disability")
    camera.take("characteristic", top="h1", height=700)
    there.page.goto(address(there))
    camera.take("assessment", top=".eia-header")
    camera.take("phone", top=".eia-header", width=PHONE, height=HEIGHT)
    there.page.goto(f"{address(there)}/sections/mitigation")
    there.meet()
    there.conclude()
    there.press("Send to the adviser")
    there.check()


def sign_and_decide(there: Journey, camera: Camera) -> None:
    there.sign_in(D2.approver)
    camera.take("home", top=".eia-header", height=700)
    there.follow("Read it and sign")
    camera.take("sign", top=".eia-doing", height=840)
    there.sign()
    there.decide()
    there.page.goto(f"{address(there)}/trail")
    camera.take("trail", top="h1", height=600)


def look_at_a_meeting(there: Journey, camera: Camera) -> None:
    there.sign_in("Meeting secretary, Commissioner")
    there.follow("Business Coordination Board")
    camera.take("agenda", top="#agenda", height=560)


def address(there: Journey) -> str:
    """The address of the version that is on the page."""
    parts = there.page.url.split("/")
    return "/".join(parts[: parts.index("assessments") + 3])


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = databases.new_database("sqlite", folder)
        with databases.make_app(database).app_context(), transaction() as session:
            organisations = make_demonstration(session)
            make_policies(session, organisations)
            make_meetings(session, organisations)
        with (
            serving.serving(database, folder, workers=1) as server,
            browsing.chromium() as browser,
            browsing.watched_page(browser, server.address) as page,
        ):
            there, camera = Journey(page, D2), Camera(page)
            write_and_check(there, camera)
            sign_and_decide(there, camera)
            look_at_a_meeting(there, camera)


if __name__ == "__main__":
    main()
