"""What axe-core finds on a page."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
RUN = """async but => {
  const rules = Object.fromEntries(but.map(rule => [rule, {enabled: false}]))
  const found = await axe.run({resultTypes: ["violations"], rules})
  return found.violations.map(each => each.id + ": " + each.nodes[0].html)
}"""


def violations(page: Page, *, but: Sequence[str] = ()) -> list[str]:
    """Each violation with the first place of it. The script is given to a page once; `but` names rules left out."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    found: list[str] = page.evaluate(RUN, list(but))
    return found
