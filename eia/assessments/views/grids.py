"""The screening grid, the overview of impacts, and the page of one characteristic."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.writing import confirm_none, save_impact, save_screening
from eia.assessments.forms.grids import aims_of, impact_form, screening_form
from eia.assessments.forms.impacts import confirm_form, intersection_form
from eia.assessments.guards.missing import missing, proposed
from eia.assessments.guards.sameness import same_reasons
from eia.assessments.sections import FIXED
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.views.going_on import can_write, following, go_on, send, to_stage
from eia.assessments.views.offers import offers, where_it_is
from eia.db import transaction
from eia.errors import NotFound
from eia.forms import EiaForm
from eia.frameworks.shape import Population, UnknownKey


def screening_page(case: Case, reference: str, number: int) -> Response | str:
    form = screening_form(case)
    if request.method == "POST" and form.validate_on_submit():
        version_id = case.version.id
        with transaction() as session:
            case = save_screening(
                session, version_id, form.cells(), form.shared_reason.data or "", by=me(), seen=form.seen.data or 0,
                finished=form.finished.data,
            )  # fmt: skip
        return after_screening(case)
    return render_template(
        "assessments/sections/screening.html",
        case=case,
        section=FIXED["screening"],
        form=form,
        missing=missing(case, "screening"),
        writable=can_write(case, "screening"),
        where=where_it_is(case, me()),
        proposal=proposed(case) if case.version.cells else None,
        ahead={o.step.action: o for o in offers(case, me())} if case.state == "screening" else {},
        following=following(case, "screening"),
    )


def after_screening(case: Case) -> Response:
    """Out, on, or back: a person decides which; what the answers point to is said beside it."""
    pressed = request.form.get("then", "")
    said = " ".join(proposed(case).reasons)
    if case.state == "screening" and pressed == "out":
        return send(case, "send_screening")
    flash(f"Saved. {said}", "done")
    if case.state == "screening" and pressed == "full":
        return to_stage(case, "go_to_full_assessment", "screening")
    return go_on(case, "screening") if pressed == "next" else to("version", case)


def confirm_page(case: Case, reference: str, number: int) -> Response | str:
    """The overview of impacts; posting it confirms the findings "none" that were ticked."""
    form = confirm_form(case)
    if request.method == "POST" and form.validate_on_submit():
        version_id = case.version.id
        with transaction() as session:
            case = confirm_none(
                session, version_id, form.confirmed.data, by=me(), seen=form.seen.data or 0, finished=form.finished.data
            )
        return after_impacts(case)
    return impacts_page(case, form, intersection_form(case), form)


def impacts_page(case: Case, confirm: EiaForm, intersection: EiaForm, refused: EiaForm) -> str:
    return render_template(
        "assessments/sections/impacts.html",
        case=case,
        section=FIXED["impacts"],
        form=refused,
        confirm=confirm,
        intersection=intersection,
        open=open_characteristics(case),
        same=same_reasons(case),
        missing=missing(case, "impacts"),
        writable=can_write(case, "impacts"),
        where=where_it_is(case, me()),
        following=following(case, "impacts"),
    )


def after_impacts(case: Case) -> Response:
    """To the first characteristic that does not say all yet, else to the next section."""
    if request.form.get("then") != "next":
        flash("Saved.", "done")
        return to("version", case)
    unfinished = [one["about"] for one in open_characteristics(case) if not one["complete"]]
    return to("impact", case, about=unfinished[0]) if unfinished else go_on(case, "impacts")


def open_characteristics(case: Case) -> list[dict[str, Any]]:
    """Characteristics that screening left open, and intersections already begun, with whether they say all."""
    lacking = {str(reason.values.get("about", "")) for reason in missing(case, "impacts")}
    keys = [
        c.key
        for c in case.framework.characteristics
        if any(case.is_open(c.key, p.key) for p in case.framework.populations)
    ]
    begun = sorted({i.about for i in case.version.impacts if "+" in i.about or i.about.startswith("local:")})
    return [{"about": a, "title": case.about_words(a), "complete": a not in lacking} for a in [*keys, *begun]]


@blueprint.post(f"{VERSION}/impacts")
def choose_impact(reference: str, number: int) -> Response | str:
    """Go to the page of an intersection or a local group."""
    case = whole(reference, number)
    form = intersection_form(case)
    if not form.validate_on_submit() or not form.about:
        return impacts_page(case, confirm_form(case), form, form)
    return redirect(url_for("assessments.impact", **case.address, about=form.about), 303)  # type: ignore[arg-type]


@blueprint.route(f"{VERSION}/impacts/<about>", methods=["GET", "POST"])
def impact(reference: str, number: int, about: str) -> Response | str:
    """One characteristic (or several together): staff and public, the aims together."""
    case = whole(reference, number)
    populations = _populations(case, about)
    form = impact_form(case, about, populations)
    if request.method == "POST" and form.validate_on_submit():
        version_id = case.version.id
        with transaction() as session:
            case = save_impact(session, version_id, about, form.values(), by=me(), seen=form.seen.data or 0)
        if request.form.get("then") == "next":
            after = _next(case, about)
            return to("impact", case, about=after) if after else go_on(case, "impacts")
        flash("Saved.", "done")
        return to("section", case, key="impacts")
    own = [part for part in about.split("+") if not part.startswith("local:")]
    return render_template(
        "assessments/impact.html",
        case=case,
        about=about,
        title=case.about_words(about),
        form=form,
        populations=populations,
        aims={p.key: [case.framework.aim(a) for a in form.groups[p.key]] for p in populations},
        screened={p.key: [c for part in own for c in case.screened(part, p.key)] for p in populations},
        characteristics=[case.framework.characteristic(key) for key in own],
        group=case.framework.local_group(about[6:]) if about.startswith("local:") else None,
        missing=[reason for reason in missing(case, "impacts") if reason.values.get("about") == about],
        writable=can_write(case, "impacts"),
        where=where_it_is(case, me()),
    )  # fmt: skip


def _populations(case: Case, about: str) -> Sequence[Population]:
    """The populations to ask about; 404 for a characteristic the framework does not know."""
    try:
        case.about_words(about)
    except UnknownKey as unknown:
        raise NotFound("This framework has no such characteristic.") from unknown
    return [p for p in case.framework.populations if aims_of(case, about, p.key)]


def _next(case: Case, about: str) -> str:
    keys = [one["about"] for one in open_characteristics(case)]
    if about not in keys:
        return ""
    later = keys[keys.index(about) + 1 :]
    return later[0] if later else ""
