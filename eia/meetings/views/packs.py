"""The packs of a meeting: asked for, watched while they are built, read as a page, downloaded."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotFound, Refused
from eia.files import views as files
from eia.files.keeping import opened
from eia.meetings.commands import supplements
from eia.meetings.commands.packs import ask_for_pack
from eia.meetings.commands.regarding import note_pack_opening
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import Pack
from eia.meetings.models.packs import PARTS
from eia.meetings.packs import NO_PACK, late_additions, pack_for, shelves
from eia.meetings.queries import MeetingRead
from eia.meetings.views.blueprint import NUMBER, agenda, blueprint, me
from eia.people.viewer import standings_now

PACKS = f"/<{NUMBER}:meeting_id>/packs"
PACK = f"{PACKS}/<{NUMBER}:pack_id>"


@blueprint.get(PACKS)
def packs(meeting_id: int) -> str:
    read = agenda(meeting_id)
    runs = standing_to_run(read.case.body, me()) is not None
    return render_template(
        "meetings/packs.html",
        late=late_additions(db.session(), read.case) if runs else [],
        meeting=read.case.meeting,
        body=read.case.body,
        shelves=shelves(db.session(), read),
        runs=runs,
        sits=me().person_id in read.case.deciding | {member.person_id for member in read.case.sitting},
    )


@blueprint.post(PACKS)
def ask_pack(meeting_id: int) -> Response:
    read = agenda(meeting_id)
    part, supplement = request.form.get("part", "open"), request.form.get("supplement", "0")
    if part not in PARTS or not (supplement.isascii() and supplement.isdigit() and len(supplement) < 4):
        raise Refused("Choose which pack to build on the page of the packs.")
    with transaction() as session:
        ask_for_pack(session, meeting_id, part=part, supplement=int(supplement), by=me())
    flash("It is being built. You can go on with something else and come back.", "done")
    return redirect(url_for("meetings.packs", meeting_id=read.case.meeting.id), 303)


@blueprint.post(f"/<{NUMBER}:meeting_id>/supplement")
def send_supplement(meeting_id: int) -> Response:
    agenda(meeting_id)
    seen = request.form.get("seen", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    with transaction() as session:
        number = supplements.send_supplement(session, meeting_id, seen=revision, by=me())
    flash(f"Supplement {number} was sent out: those who sit in the body are told. It is being built.", "done")
    return redirect(url_for("meetings.packs", meeting_id=meeting_id), 303)


@blueprint.get(PACK)
def pack(meeting_id: int, pack_id: int) -> str:
    """The pack as a page: what was built, and whether the agenda has changed since."""
    read, found = _pack(meeting_id, pack_id)
    kept = next((one for one in found.files if one.format == "html"), None)
    if kept is None:
        raise NotFound(NO_PACK)
    with opened(kept.file, files.folder()) as stream:
        shown = Markup(stream.read().decode())  # noqa: S704  we drew it ourselves, escaped, and its digest was checked
    return render_template(
        "meetings/pack.html", meeting=read.case.meeting, body=read.case.body, pack=found, shown=shown, parts=PARTS
    )


@blueprint.post(f"{PACK}/opened")
def open_pack(meeting_id: int, pack_id: int) -> Response:
    """The button: that it was opened or downloaded is kept for each version it holds, then it is shown."""
    _, found = _pack(meeting_id, pack_id)
    form = request.form.get("form", "html")
    if form not in {one.format for one in found.files}:
        raise NotFound(NO_PACK)
    with transaction() as session:
        how = "opened" if form == "html" else "downloaded"
        note_pack_opening(session, meeting_id, session.get_one(Pack, pack_id), how=how, by=standings_now(session))
    here: dict[str, Any] = {"meeting_id": meeting_id, "pack_id": pack_id}
    address = url_for("meetings.pack", **here) if form == "html" else url_for("meetings.pack_file", form=form, **here)
    return redirect(address, 303)


@blueprint.get(f"{PACK}/files/<any(pdf, docx):form>")
def pack_file(meeting_id: int, pack_id: int, form: str) -> Response:
    read, found = _pack(meeting_id, pack_id)
    kept = next((one for one in found.files if one.format == form), None)
    if kept is None:
        raise NotFound(NO_PACK)
    return files.send(kept.file, f"{_file_name(read, found)}.{form}")


def _pack(meeting_id: int, pack_id: int) -> tuple[MeetingRead, Pack]:
    read = agenda(meeting_id)
    return read, pack_for(db.session(), read, pack_id)


def _file_name(read: MeetingRead, found: Pack) -> str:
    """ "Business Coordination Board 2026-12-03 supplement 2 restricted"."""
    words = [read.case.body.name.replace("/", "-"), read.case.meeting.day.isoformat()]
    words += [f"supplement {found.supplement}"] if found.supplement else []
    words += ["restricted"] if found.part == "restricted" else []
    return " ".join(words)
