"""A person with a mouse or a finger, who sees no script run: what they press must be visible."""

import re

from playwright.sync_api import Locator

from tests.browser.keyboard import Keyboard


class Pointer(Keyboard):
    """The same words as `Keyboard`, done by pressing what can be seen."""

    def press_button(self, text: str) -> None:
        self._press(self._seen("button", text))

    def follow(self, text: str) -> None:
        self._press(self._seen("a", text))

    def open_drawer(self, text: str) -> None:
        self._seen("summary", text).click()

    def _seen(self, tag: str, text: str) -> Locator:
        """The first in the page's own part that can be seen and begins with these words."""
        return self.page.locator(f"main {tag}:visible").filter(has_text=re.compile(rf"^\s*{re.escape(text)}")).first

    def _press(self, target: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            target.click()

    def _one(self, name: str, value: str) -> None:
        field = self.page.locator(f'[name="{name}"]')
        first = field.first
        if first.get_attribute("type") == "radio":
            self.page.locator(f'[name="{name}"][value="{value}"]').check()
        elif first.evaluate("each => each.tagName") == "SELECT":
            named = first.locator(f'option[value="{value}"]').count()
            first.select_option(value) if named else first.select_option(label=self._option(name, value))
        else:
            self._type(name, value)

    def _option(self, name: str, beginning: str) -> str:
        """The whole label of the option that begins so; a keyboard needs no more than its beginning either."""
        options = self.page.locator(f'[name="{name}"] option').all_inner_texts()
        return next(option for option in options if option.casefold().startswith(beginning.casefold()))

    def _type(self, name: str, text: str) -> None:
        self.page.locator(f'[name="{name}"]').fill(text)

    def _tick(self, name: str, wanted: str) -> None:
        boxes = self.page.locator(f'[type=checkbox][name="{name}"]')
        for box in boxes.all():
            label = box.evaluate("each => each.labels[0].innerText.trim()")
            if wanted in ("", box.get_attribute("value")) or label.startswith(wanted):
                box.check()
                return
        raise AssertionError(f"no box {name}: {wanted} on {self.page.url}")
