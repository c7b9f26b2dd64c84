"""Files over the web: how large a post may be where files are added, and how a file is given out."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from config import Settings
from eia.files.keeping import MEGABYTE, opened
from eia.files.kinds import size_words, type_words
from eia.files.models import StoredFile

View = TypeVar("View", bound=Callable[..., Any])
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
ROOM = 4
"""How many times the largest file a post may weigh: one too large is refused beside the form, with what was typed."""


class InMemory(Request):
    """Large files wait in temporary files while a post is read, but for views that must leave none behind."""

    def _get_file_stream(self, *told: Any, **more: Any) -> IO[bytes]:
        view = current_app.view_functions.get(self.endpoint or "")
        if getattr(view, "reads_in_memory", False):
            return BytesIO()
        return super()._get_file_stream(*told, **more)


def init_app(app: Flask) -> None:
    """Call it after the door and before CSRF protection, which reads the post."""
    app.request_class = InMemory
    app.before_request(_widen)
    app.jinja_env.filters.update(type_words=type_words, file_size=size_words)


def takes_files(view: View) -> View:
    """Marks a view to which files may be posted; everywhere else a post stays as small as it was."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def reads_in_memory(view: View) -> View:
    """Marks a view whose files never touch a disk: what it refuses must be kept nowhere."""
    view.reads_in_memory = True  # type: ignore[attr-defined]
    return view


def folder() -> Path:
    return Path(_settings().files)


def largest() -> int:
    """The largest file, in megabytes."""
    return _settings().file_limit


def send(file: StoredFile, name: str) -> Response:
    """The file to be saved, never to be shown: whatever is in it, the browser does not run it."""
    answer = send_file(
        opened(file, folder()), mimetype=file.type, as_attachment=True, download_name=name, conditional=False,
        etag=False, max_age=None,
    )  # fmt: skip
    answer.content_length = file.size
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False) and current_user.is_authenticated:
        request.max_content_length = ROOM * largest() * MEGABYTE + current_app.config["MAX_CONTENT_LENGTH"]


def _settings() -> Settings:
    settings: Settings = current_app.extensions["eia_settings"]
    return settings
