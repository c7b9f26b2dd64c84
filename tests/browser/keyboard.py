"""A person who has only a keyboard: Tab, Space, Enter, arrows and typing. Nothing is clicked or set by script."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from playwright.sync_api import Page

FURTHEST = 400
"""So many times Tab is pressed before something counts as out of reach."""
AT = r"""() => {
  const at = document.activeElement, label = at.labels && at.labels[0]
  return {tag: at.tagName, type: at.type || "", name: at.name || "", value: at.value || "", id: at.id,
          checked: !!at.checked, text: (at.innerText || "").replace(/\s*\n\s*/g, "").trim(),
          label: label ? label.innerText.trim() : ""}
}"""
STOPS = r"""() => {
  const at = document.activeElement, groups = new Set(at.type === "radio" ? [at.name] : [])
  const text = each => (each.innerText || "").replace(/\s*\n\s*/g, "").trim()
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(each => !each.disabled && each.tabIndex >= 0 && each.getClientRects().length)
    .filter(each => at === document.body || at.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING)
    .filter(each => {
      if (each.type !== "radio") return true
      const one = document.querySelector(`[type=radio][name="${CSS.escape(each.name)}"]:checked`)
      if (groups.has(each.name) || (one && one !== each)) return false
      groups.add(each.name)
      return true
    })
    .map(each => ({tag: each.tagName, type: each.type || "", name: each.name || "", value: each.value || "",
                   text: text(each), label: each.labels && each.labels[0] ? each.labels[0].innerText.trim() : ""}))
}"""
"""Where Tab should stop from here on; of a group of radios at the chosen or the first one."""
FIELDS = """() => {
  const found = new Map()
  for (const each of document.querySelectorAll("main [name]")) {
    const drawer = each.closest("details:not([open])")
    if (!found.has(each.name)) found.set(each.name, drawer ? drawer.querySelector("summary").innerText.trim() : "")
  }
  return [...found]
}"""
"""Every name on the page in its order, with the closed drawer it lies in."""
At = dict[str, Any]


class Keyboard:
    """`at` is what has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.at: At = {}

    def go_to(self, is_it: Callable[[At], bool], what: str) -> None:
        """Press Tab until it has the focus, and hold the browser to it that it has.

        Where it should be is known beforehand, so that only the last stops are looked at; Tab has to get there.
        """
        self._look()
        if not is_it(self.at):
            ahead = [number for number, stop in enumerate(self.page.evaluate(STOPS)) if is_it(stop)]
            self._tab(ahead[0] if ahead else 0)
        for _ in range(FURTHEST):
            if is_it(self.at):
                return
            self.page.keyboard.press("Tab")
            self._look()
        raise AssertionError(f"the keyboard does not reach {what} on {self.page.url}")

    def press_button(self, text: str) -> None:
        self.go_to(lambda at: at["tag"] == "BUTTON" and at["text"].startswith(text), f"the button “{text}”")
        self._go("Enter")

    def follow(self, text: str) -> None:
        self.go_to(lambda at: at["tag"] == "A" and at["text"].startswith(text), f"the link “{text}”")
        self._go("Enter")

    def open_drawer(self, text: str) -> None:
        self.go_to(lambda at: at["tag"] == "SUMMARY" and at["text"].startswith(text), f"the drawer “{text}”")
        self.page.keyboard.press("Enter")

    def fill_in(self, given: Mapping[str, Any], *, before: str = "") -> None:
        """Answer the fields with these names (each begins with `before`), in the order of the page."""
        left = {f"{before}{name}": value for name, value in given.items()}
        for name, drawer in self.page.evaluate(FIELDS):
            key = name if name in left else _date_in(name, left)
            if key in left:
                self._answer(key, left.pop(key), drawer)
        assert not left, f"not on {self.page.url}: {', '.join(left)}"

    def _answer(self, name: str, value: Any, drawer: str) -> None:
        if drawer and not self._is_open(drawer):
            self.open_drawer(drawer)
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                self._type(f"{name}-{part}", str(getattr(value, part)))
        elif isinstance(value, bool | list | tuple):
            for tick in [""] if isinstance(value, bool) else value:
                self._tick(name, tick)
        else:
            self._one(name, value)

    def _one(self, name: str, value: str) -> None:
        self.go_to(lambda at: at["name"] == name, name)
        if self.at["type"] == "radio":
            self._choose(name, value)
        elif self.at["tag"] == "SELECT":
            named = self.page.locator(f'[name="{name}"] option[value="{value}"]')
            self.page.keyboard.type(named.inner_text() if named.count() else value)
        else:
            self._type(name, value)

    def _type(self, name: str, text: str) -> None:
        self.go_to(lambda at: at["name"] == name, name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text) if len(text) > 40 else self.page.keyboard.type(text)

    def _tick(self, name: str, wanted: str) -> None:
        def is_it(at: At) -> bool:
            said = wanted in ("", at["value"]) or at["label"].startswith(wanted)
            return bool(at["name"] == name and at["type"] == "checkbox" and said)

        self.go_to(is_it, f"{name}: {wanted}")
        if not self.at["checked"]:
            self.page.keyboard.press("Space")

    def _choose(self, name: str, value: str) -> None:
        """One of several radios: Space for the first, arrows for the others."""
        for _ in range(12):
            if value in (self.at["value"], self.at["label"]):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
            self._look()
        raise AssertionError(f"{name} has no answer {value}")

    def _go(self, key: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)

    def _is_open(self, drawer: str) -> bool:
        return self.page.locator("main details[open] > summary", has_text=drawer).count() > 0

    def _tab(self, times: int) -> None:
        for _ in range(times):
            self.page.keyboard.down("Tab")
        if times:
            self.page.keyboard.up("Tab")
            self._look()

    def _look(self) -> None:
        self.at = self.page.evaluate(AT)


def _date_in(name: str, left: Mapping[str, Any]) -> str:
    """The name of the date this is the first box of."""
    whole = name.removesuffix("-day")
    return whole if whole != name and isinstance(left.get(whole), date) else ""
