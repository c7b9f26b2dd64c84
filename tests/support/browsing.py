"""A real Chromium for the tests, and a page that complains when it must not be silent."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import fasteners
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, Request, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The same browser without its windows comes first: it takes a quarter less to draw the same page."""
PATIENCE = 60  # seconds; only a broken page waits so long
FROM_DEBIAN = ("chromium-headless-shell", "chromium")
SWITCHED_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",  # two pages of Chromium's own in every window: half a second each
    # what Playwright switches off: our list stands instead of its own
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]
MISSING = (
    "No Chromium was found for the browser tests. On Debian type: sudo apt install chromium-headless-shell"
    " (elsewhere: .venv/bin/playwright install chromium)"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=_executable(playwright), args=FLAGS + root)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched_page(
    browser: Browser, address: str, *, javascript: bool = True, width: int = 1280, bypass_csp: bool = False
) -> Iterator[Page]:
    """A page with an empty profile. At the end it must have made no complaint (see `complaints_of`)."""
    context = browser.new_context(
        base_url=address,
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
        locale="en-GB",
        timezone_id="Europe/London",
        bypass_csp=bypass_csp,
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    complaints = complaints_of(page, address)
    try:
        yield page
    finally:
        context.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def go(target: Locator) -> None:
    """Press what leads to another page, and wait until that is read to its end.

    A press alone ends when the answer begins: what is asked at once, is asked of half a page.
    """
    with target.page.expect_navigation(wait_until="load"):
        target.click()


def shot(page: Page, name: str) -> None:
    """A picture to look at, when a folder for it is named."""
    if folder := os.environ.get("EIA_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def complaints_of(page: Page, address: str) -> list[str]:
    """A list that fills with refused policies, script errors and requests that leave the machine."""
    complaints: list[str] = []
    host = urlsplit(address).netloc

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(f"policy: {message.text}")

    def request(sent: Request) -> None:
        parts = urlsplit(sent.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            complaints.append(f"left the machine: {sent.url}")

    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    return complaints


def _executable(playwright: Playwright) -> str:
    with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / f"eia-test-chromium-{os.geteuid()}.lock"):
        found = _on_path() or _from_debian()
    if found:
        return found
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    pytest.exit(MISSING, returncode=3)


def _on_path() -> str:
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def _from_debian() -> str:
    """Install Debian's, when we may."""
    if os.geteuid() or not shutil.which("apt-get"):
        return ""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], *(["install", "--yes", "--no-install-recommends", name] for name in FROM_DEBIAN)):
        subprocess.run(["apt-get", "-qq", *arguments], env=environ, check=False, **quiet)  # type: ignore[call-overload]
        if found := _on_path():
            return found
    return ""
