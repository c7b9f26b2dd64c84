"""Papers of an item: add one, take one out, and save one."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia import clock
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, NotOffered, Refused
from eia.files.keeping import kept
from eia.files.views import folder, largest, send, takes_files
from eia.meetings.commands.papers import add_paper, remove_paper
from eia.meetings.forms.items import PaperForm
from eia.meetings.guards.items import is_late, may_change, why_text_stays
from eia.meetings.models.items import PAPERS
from eia.meetings.queries import ItemRead
from eia.meetings.views.blueprint import ITEM, NUMBER, blueprint, item_shown, me
from eia.meetings.views.items import crumbs, numbered, papers
from eia.people.viewer import standings_now

PAPER = f"{ITEM}/papers/<{NUMBER}:paper_id>"


@blueprint.route(f"{ITEM}/papers", methods=["GET", "POST"])
@takes_files
def item_papers(item_id: int) -> str | Response:
    read = item_shown(item_id)
    may_change(read.item, me())
    form = _form(read)
    if form.validate_on_submit() and _kept(item_id, form):
        flash("The paper was added.", "done")
        return redirect(url_for("meetings.item_papers", item_id=item_id), 303)
    if request.method == "POST":
        read = item_shown(item_id)
    item = read.item
    return render_template(
        "meetings/item_papers.html",
        form=form,
        item=item,
        papers=papers(read),
        paper_kinds=PAPERS,
        largest=largest(),
        closed=why_text_stays(db.session(), item),
        trail_of=[*crumbs(read), (numbered(item), url_for("meetings.item", item_id=item_id))],
    )


@blueprint.get(PAPER)
def paper(item_id: int, paper_id: int) -> Response:
    """The file itself, to be saved; for whoever reads the item, and legal advice for those who decide."""
    read = item_shown(item_id)
    one = next((each for each in papers(read) if each.id == paper_id), None)
    if one is None:
        raise NotFound("There is no such paper here, or you may not read it.")
    return send(one.file, one.name)


@blueprint.post(f"{PAPER}/remove")
def take_paper_out(item_id: int, paper_id: int) -> Response:
    read = item_shown(item_id)
    may_change(read.item, me())
    with transaction() as session:
        remove_paper(session, item_id, paper_id, by=standings_now(session))
    flash("Taken out. Its name and digest stay in the trail.", "done")
    return redirect(url_for("meetings.item_papers", item_id=item_id), 303)


def _form(read: ItemRead) -> PaperForm:
    form = PaperForm(data={"kind": "paper"})
    if not read.shows_legal:
        del form.kind
    if not is_late(read.item, clock.today()):
        del form.late_reason
    return form


def _kept(item_id: int, form: PaperForm) -> bool:
    kind = form.kind.data if "kind" in form else "paper"
    late = form.late_reason.data if "late_reason" in form else ""
    try:
        with kept(form.file.data, folder(), largest()) as received, transaction() as session:
            by = standings_now(session)
            add_paper(session, item_id, received, title=form.title.data, kind=kind, late_reason=late, by=by)
    except (Refused, NotOffered, NotAllowed) as refusal:
        for reason in refusal.reasons:
            field = form[reason.anchor if reason.anchor in form else "file"]
            field.errors = [*field.errors, reason.text]
        return False
    return True
