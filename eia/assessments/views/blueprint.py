"""The blueprint, the address of a version, and loading one for its reader."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.queries import Found, find, read
from eia.assessments.readers import Part
from eia.db import db
from eia.errors import NotAllowed
from eia.people.queries import Standings
from eia.people.viewer import current_viewer

blueprint = Blueprint("assessments", __name__, url_prefix="/assessments")
VERSION = "/<reference>/v<int:number>"


def me() -> Standings:
    return current_viewer().standings


def found(reference: str, number: int) -> Found:
    """The version in the address; 404 when this person may not know of it."""
    return find(db.session(), reference, number, me())


def whole(reference: str, number: int) -> Case:
    """The version with all it says; 403 for those who may only know its title."""
    return _all_of(*read(db.session(), reference, number, me()))


def shown_to(reference: str, number: int) -> Case:
    """The version for somebody who may know of it: for a page that shows no more than its title."""
    return read(db.session(), reference, number, me())[0]


def everything(reference: str, number: int) -> Case:
    """The same as `whole` for a page that shows it all: every list is read now."""
    return _all_of(*read(db.session(), reference, number, me(), whole=True))


def _all_of(case: Case, part: Part) -> Case:
    if part != Part.ALL:
        raise NotAllowed("You may see that this assessment exists, but not what it says yet.")
    return case


def writable(reference: str, number: int) -> int:
    """The id of a version whose content this person may read; the command decides whether they may write."""
    known = found(reference, number)
    if known.part != Part.ALL:
        raise NotAllowed("You may see that this assessment exists, but not what it says yet.")
    return known.version_id


def to(endpoint: str, case: Case, *, anchor: str = "", **values: object) -> Response:
    """303 to a page of this version."""
    address = url_for(f"assessments.{endpoint}", **case.address, **values, _anchor=anchor or None)  # type: ignore[arg-type]
    return redirect(address, 303)


def posted_number(name: str) -> int:
    """A whole number that travelled with the form; 0 when it was tampered with."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
