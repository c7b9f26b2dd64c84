"""One page for each "no": every reason, the way out, and what the person had typed.

`init_app` registers them. The page for an unexpected error is drawn without the layout's data, for the
database may be what failed.
"""

import errno
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.multipart import Data, Field, MultipartDecoder, Preamble

from eia import logs
from eia.errors import Reason, Refusal, Stale
from eia.forms import without_refused

TEMPLATES = {403: "errors/not_allowed.html", 404: "errors/not_found.html"}
NEVER_SHOWN = re.compile(r"(^|_|-)(csrf|password|secret|code|token|revision|seen|copy|started|next)(_|-|$)")
SHORT = 60
READ_FIRST, READ_AWAY = 1 << 20, 1 << 28
"""Of a post that is too large a megabyte is looked at, and a quarter of a gigabyte read and thrown away."""
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Kept:
    """One text a person typed that was not saved."""

    label: str
    text: str

    @property
    def is_long(self) -> bool:
        return len(self.text) > SHORT or "\n" in self.text


def kept_text() -> list[Kept]:
    """What was typed into the form that is being refused, so that nothing is lost. No secrets."""
    if request.method != "POST":
        return []
    return _kept((name, text) for name, texts in request.form.lists() for text in texts)


def _kept(typed: Iterable[tuple[str, str]]) -> list[Kept]:
    return [
        Kept(name.replace("_", " ").replace("-", " ").capitalize(), without_refused(text))
        for name, text in typed
        if text.strip() and not NEVER_SHOWN.search(name.lower())
    ]


def typed_before_the_file() -> list[tuple[str, str]]:
    """Name and text of what stands before the file in a form that was too large to be read."""
    boundary = request.mimetype_params.get("boundary", "")
    if request.mimetype != "multipart/form-data" or not boundary.isascii():
        return []
    decoder, found = MultipartDecoder(boundary.encode()), list[tuple[str, str]]()
    decoder.receive_data(request.environ["wsgi.input"].read(READ_FIRST))
    name, text = "", b""
    while isinstance(event := decoder.next_event(), Preamble | Field | Data):
        if isinstance(event, Field):
            name, text = event.name, b""
        elif isinstance(event, Data):
            text += event.data
            if not event.more_data:
                found.append((name, text.decode(errors="replace")))
    return found


def read_away() -> None:
    """What is left of the post: a browser that cannot send it all shows its own page, and not the answer."""
    left = READ_AWAY
    while left > 0 and (piece := request.environ["wsgi.input"].read(READ_FIRST)):
        left -= len(piece)


def way_out() -> str:
    """The page the person came from, when it is one of ours; else home."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host and came_from.scheme in ("http", "https") and came_from.path:
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return "/"


def page(template: str, status: int, title: str, reasons: list[Reason], kept: list[Kept]) -> Response:
    body = render_template(template, title=title, reasons=reasons, kept=kept, way_out=way_out(), status=status)
    return make_response(body, status)


def refused(refusal: Refusal) -> Response:
    template = "errors/stale.html" if isinstance(refusal, Stale) else "errors/refused.html"
    template = TEMPLATES.get(refusal.status, template)
    kept = [] if refusal.status == 404 else kept_text()
    return page(template, refusal.status, refusal.title, list(refusal.reasons), kept)


def not_found(_: HTTPException) -> Response:
    return page("errors/not_found.html", 404, "Page not found", [], [])


def wrong_method(error: HTTPException) -> Response:
    reason = Reason("This address is for sending a form. Open the page the form stands on and send it from there.")
    answer = page("errors/refused.html", 405, "This page cannot be opened like that", [reason], [])
    answer.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or [])
    return answer


def too_large(_: HTTPException) -> Response:
    """Of a form with a file nothing was read yet; what was typed before the file is shown again."""
    unread = (request.content_length or 0) > (request.max_content_length or 0)
    kept = _kept(typed_before_the_file()) if unread else []
    if unread:
        read_away()
    said = "What you typed stands below." if kept else "Go back, where your text may still be."
    reason = Reason(
        f"What you sent is larger than this service takes at once, so nothing was saved. {said} Shorten it or choose "
        "a smaller file."
    )
    return page("errors/refused.html", 413, "That was too much at once", [reason], kept)


def open_too_long(_: CSRFError) -> Response:
    reason = Reason(
        "This page was open too long, or you signed out in another window, so nothing was saved. "
        "Copy what you typed from below, open the page again and paste it there."
    )
    return page("errors/refused.html", 400, "Nothing was saved", [reason], kept_text())


def disk_full(error: OSError) -> Response:
    """A large post is laid down on the server's disk before anybody looks at it, and the disk may be full."""
    if error.errno not in FULL:
        raise error
    reason = Reason(
        "The server’s disk is full, so nothing was saved. Go back, where what you typed may still be, and tell your "
        "administrator."
    )
    return page("errors/refused.html", 503, "Nothing was saved", [reason], [])


def not_understood(_: HTTPException) -> Response:
    reason = Reason("The browser sent something this service does not understand. Go back and try again.")
    return page("errors/refused.html", 400, "That did not work", [reason], [])


def server_error(_: Exception) -> Response:
    try:
        kept = kept_text()
    except HTTPException:
        kept = []
    template = current_app.jinja_env.get_template("errors/server.html")
    return Response(template.render(reference=logs.number(), kept=kept), status=500, mimetype="text/html")


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(404, not_found)
    app.register_error_handler(405, wrong_method)
    app.register_error_handler(413, too_large)
    app.register_error_handler(CSRFError, open_too_long)
    app.register_error_handler(400, not_understood)
    app.register_error_handler(OSError, disk_full)
    app.register_error_handler(500, server_error)
