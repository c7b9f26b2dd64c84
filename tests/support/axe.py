"""What axe-core finds on a page.

To look at contrast takes axe longer than all the rest, and what has the same classes, colour and size, with the same
colours and pictures behind it, differs from its background as much on the next page. So a worker asks for each such
place once.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
WIDE = (1280, 900)
NARROW = (320, 640)
"""A small phone; also what 1280 px look like at 400 %."""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
MARK_SHOWN = """() => document.body.querySelectorAll("*").forEach(
  each => each.toggleAttribute("data-shown-before", each.checkVisibility()))"""
MARK_SHOWN_NOW = """() => {
  const shown = [...document.body.querySelectorAll("*:not([data-shown-before])")].filter(each => each.checkVisibility())
  shown.forEach(each => each.setAttribute("data-shown-wide", ""))
  return shown.length
}"""
RUN = """async ({within, known}) => {
  const LOOKS = ["color", "fontSize", "fontWeight"]
  const LIES_BEHIND = ["backgroundColor", "backgroundImage", "opacity", "position", "filter"]
  const NOTHING_BEHIND = "rgba(0, 0, 0, 0),none,1,static,none"
  const places = new Set(known), met = []
  const numbered = (text, above) => {
    let one = above % 4294967296, two = Math.floor(above / 4096) % 4294967296
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761)
      two = Math.imul(two ^ text.charCodeAt(at), 1597334677)
    }
    return (two >>> 0) % 2097152 * 4294967296 + (one >>> 0)
  }
  const mark = (each, above) => {
    const style = getComputedStyle(each)
    const isField = each.matches("input, select, textarea")
    const says = isField || [...each.childNodes].some(one => one.nodeType === 3 && one.data.trim().length > 1)
    const state = [each.matches(":disabled"), isField && each.value !== "", innerWidth]
    const look = LIES_BEHIND.map(name => style[name]).join()
    const behind = look === NOTHING_BEHIND ? above : numbered(look, above)
    const place = numbered([each.tagName, each.className, ...LOOKS.map(name => style[name]), ...state].join(), behind)
    const isNew = says && each.checkVisibility() && !places.has(place)
    each.toggleAttribute("data-new-place", isNew)
    if (isNew) {
      met.push(place)
      places.add(place)
    }
    for (const below of each.children) mark(below, behind)
  }
  mark(document.body, 1)
  axe.configure({rules: [{id: "color-contrast", selector: "[data-new-place]"}]})
  const found = await axe.run(within || document, {resultTypes: ["violations"]})
  return [found.violations.map(each => each.id + ": " + each.nodes[0].html), met]
}"""
_places: set[int] = set()
"""Where contrast was asked for already, and was enough."""


def violations(page: Page, *, within: str = "") -> list[str]:
    """Each violation with the first place of it, as the page is now. The script is given to a page once."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT)
        page.add_init_script(SCRIPT)  # where it goes next finds it there: to send it anew takes as long as to look
    asked = {"within": within, "known": list(_places)}
    found: list[str]
    found, places = page.evaluate(RUN, asked)
    if not any(each.startswith("color-contrast") for each in found):
        _places.update(places)
    return found


def violations_narrow_and_wide(page: Page) -> list[str]:
    """On a small phone with everything opened, where nothing may stick out, and in what only a desktop shows."""
    _resize(page, NARROW)
    page.evaluate(OPEN_ALL)
    found = violations(page)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways at 320 px")
    page.evaluate(MARK_SHOWN)
    _resize(page, WIDE)
    if page.evaluate(MARK_SHOWN_NOW):
        found += violations(page, within="[data-shown-wide]")
    return found


def _resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
