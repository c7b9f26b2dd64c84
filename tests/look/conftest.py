"""The gallery, served to a real browser."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.look.gallery import make_gallery
from tests.support import browsing

OpenGallery = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def gallery_address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, make_gallery(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def open_gallery(browser: Browser, gallery_address: str) -> OpenGallery:
    """Opens an address of the gallery, at a width, with or without script; the page may not complain."""

    @contextmanager
    def opened(path: str, *, width: int = 1280, javascript: bool = True) -> Iterator[Page]:
        with browsing.watched_page(browser, gallery_address, width=width, javascript=javascript) as page:
            page.goto(path)
            yield page

    return opened
