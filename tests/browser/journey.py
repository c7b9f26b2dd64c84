"""One assessment from the first page to the recorded decision, by the people it takes, with a keyboard or a pointer."""

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Page, Response

from eia import clock
from tests.browser.keyboard import Keyboard
from tests.browser.typed import Facts

Seen = Callable[[Page], None]


class Journey:
    """`pages` counts every page that was loaded after signing in: what people had to look at."""

    def __init__(
        self, page: Page, facts: Facts, *, hands: type[Keyboard] = Keyboard, shown: Seen = lambda page: None
    ) -> None:
        self.page, self.facts, self.shown = page, facts, shown
        self.hands = hands(page)
        self.pages: list[str] = []
        page.on("response", self._count)

    def _count(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and not 300 <= response.status < 400:
            assert response.status < 500, f"{response.status} at {response.url}"
            self.pages.append(f"{request.method} {response.url}")

    def sign_in(self, name: str) -> None:
        """Press one's name on the demonstration's list; the pages of signing in and the first page are not counted."""
        self.page.context.clear_cookies()
        self.page.goto("/sign-in")
        if name.rpartition(", ")[2] not in ("Cambridgeshire", name):
            self._open_the_drawer_with(name)
        self.hands.press_button(name)
        self.shown(self.page)
        self.pages = [each for each in self.pages if "/assessments/" in each]

    def _open_the_drawer_with(self, name: str) -> None:
        button = self.page.locator("main details", has=self.page.get_by_role("button", name=name, include_hidden=True))
        self.hands.open_drawer(button.locator("summary").inner_text().strip())

    def press(self, button: str) -> None:
        self.hands.press_button(button)
        self.shown(self.page)

    def follow(self, link: str) -> None:
        self.hands.follow(link)
        self.shown(self.page)

    def fill_in(self, given: Mapping[str, Any], before: str = "") -> None:
        self.hands.fill_in(given, before=before)

    def heading(self) -> str:
        return self.page.inner_text("h1")

    # -- the author ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.sign_in(self.facts.author)
        self.follow(f"Start the assessment: {self.facts.title}")
        self.fill_in({"framework": "equality_act_2010.v1"})
        self.press("Start")

    def propose(self) -> None:
        self.fill_in(self.facts.proposal)
        self.press("Save and go to screening")

    def screen(self) -> None:
        answers = {"shared_reason": self.facts.shared_reason} if self.facts.shared_reason else {}
        for (characteristic, population), cell in self.facts.screening.items():
            answers |= {f"affected-{characteristic}-{population}-{name}": value for name, value in cell.items()}
        self.fill_in(answers)

    def gather(self) -> None:
        """Evidence, consultation, options; each page is saved once."""
        for number, row in enumerate(self.facts.evidence, start=1):
            self.fill_in(row, f"evidence-{number}-")
        for number, row in enumerate(self.facts.gaps, start=1):
            self.fill_in(row, f"gap-{number}-")
        self.press("Save and go to next")
        if self.facts.nobody_because:
            self.fill_in({"nobody_because": self.facts.nobody_because, **self.facts.not_asked})
        self.press("Save and go to next")
        for number, row in enumerate(self.facts.options, start=1):
            self.fill_in(row, f"option-{number}-")
        self.press("Save and go to next")

    def find_impacts(self) -> None:
        if self.facts.confirmed:
            self.fill_in({"confirmed": self.facts.confirmed})
        self.press("Save and go to next")
        while "/impacts/" in self.page.url:
            about = self.page.url.rpartition("/")[2]
            for population, answers in self.facts.impacts.get(about, {}).items():
                self.fill_in(answers, f"{population}-")
            self.press("Save and go to next")
        self.fill_in(self.facts.extra)
        self.press("Save and go to next")

    def meet(self) -> None:
        """Say what is done about each harm and gap, one after the other."""
        left = dict(self.facts.measures)
        if left:
            self.follow("Say what is done about it")
        while "/rows/mitigation/" in self.page.url and left:
            self.fill_in(left.pop(self.page.inner_text(".govuk-inset-text").strip()))
            self.press("Save and go to next" if left else "Save")
        self.press("Save and go to the conclusion")

    def conclude(self) -> None:
        self.fill_in(self.facts.conclusion)
        self.press("Save and go to next")
        self.fill_in(self.facts.review)
        self.press("Save and go to sending it")

    def write(self) -> None:
        """From the first page to the page that sends it to the adviser, or says what stands against it."""
        self.start()
        self.propose()
        self.screen()
        self.press("Go to the full assessment")
        self.gather()
        self.find_impacts()
        self.meet()
        self.conclude()

    # -- those who check, sign and decide ----------------------------------------------------------------------------

    def check(self) -> None:
        self.sign_in(self.facts.adviser)
        self.follow("Check it and give your opinion")
        self.press("Claim it")
        self.fill_in(self.facts.opinion)
        self.press("Give your opinion")

    def sign(self, button: str = "Sign") -> None:
        points = self.page.locator("[name=declared]").count()
        self.fill_in({"interest": "no", "declared": [str(number) for number in range(points)]})
        self.press(button)

    def sign_off(self) -> None:
        self.sign_in(self.facts.approver)
        self.follow("Read it and sign")
        self.sign()

    def decide(self) -> None:
        """The approver, who also keeps the record here, writes down what was decided today."""
        self.follow("Record the decision")
        organisation = str(self.page.locator("[name=organisation]").first.get_attribute("value"))
        self.fill_in({"organisation": organisation, "decided_on": clock.today(), **self.facts.decision})
        self.press("Record the decision")
