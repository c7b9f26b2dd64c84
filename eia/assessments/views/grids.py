"""The screening grid, the overview of impacts, and the page of one characteristic."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.writing import confirm_none, save_impact, save_screening
from eia.assessments.contracts import figures_beside
from eia.assessments.cumulative.beside import others_that_touch
from eia.assessments.evidence.released import answers_to_flags, offered
from eia.assessments.forms.grids import ImpactForm, ScreeningForm, aims_of, impact_form, screening_form
from eia.assessments.forms.impacts import ConfirmForm, confirm_form, intersection_form
from eia.assessments.guards.missing import missing, proposed
from eia.assessments.guards.sameness import same_reasons
from eia.assessments.sections import FIXED
from eia.assessments.views.beside import beside
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.views.colliding import Sheet
from eia.assessments.views.comments import talk_on
from eia.assessments.views.consulting import asked_about
from eia.assessments.views.going_on import can_write, following, go_on, send, to_stage, where_on
from eia.assessments.views.offers import offers, where_it_is
from eia.assessments.views.saving import write
from eia.assessments.writing.sheets import impact_place, section_place
from eia.db import db
from eia.errors import NotFound
from eia.forms import EiaForm
from eia.frameworks.shape import Population, UnknownKey


def screening_page(first: Case) -> Response | str:
    def read(case: Case) -> Sheet:
        form = screening_form(case)
        return Sheet(
            case, section_place("screening"), FIXED["screening"].title, form,
            show=lambda: _show_screening(case, form), heading=lambda name: cell_words(case, name),
        )  # fmt: skip

    def save(session: Session, sheet: Sheet) -> Case:
        form = sheet.form
        return save_screening(
            session, sheet.case.version_id, form.cells(), form.shared_reason.data or "", by=me(), seen=sheet.seen,
            finished=form.finished.data,
        )  # fmt: skip

    return write(first, read, save, after_screening)


def cell_words(case: Case, name: str) -> str:
    """Whom an answer is about: “Age, staff”."""
    parts = name.split("-")
    if len(parts) < 4:
        return ""
    return f"{case.framework.characteristic(parts[1]).title}, {case.framework.population(parts[2]).who}"


def _show_screening(case: Case, form: ScreeningForm) -> str:
    own = beside(case, section_place("screening"), form)
    return render_template(
        "assessments/sections/screening.html",
        case=case,
        section=FIXED["screening"],
        talk=talk_on(case, "screening"),
        form=form,
        missing=missing(case, "screening"),
        writable=can_write(case, "screening"),
        beside=own,
        where=where_on(case, "screening"),
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


def confirm_page(first: Case) -> Response | str:
    """The overview of impacts; posting it confirms the findings "none" that were ticked."""

    def read(case: Case) -> Sheet:
        form = confirm_form(case)
        return Sheet(
            case, section_place("impacts"), FIXED["impacts"].title, form,
            show=lambda: impacts_page(case, form, intersection_form(case), form),
        )  # fmt: skip

    def save(session: Session, sheet: Sheet) -> Case:
        form = sheet.form
        return confirm_none(
            session, sheet.case.version_id, form.confirmed.data, by=me(), seen=sheet.seen, finished=form.finished.data
        )

    return write(first, read, save, after_impacts)


def impacts_page(case: Case, confirm: ConfirmForm, intersection: EiaForm, refused: EiaForm) -> str:
    own = beside(case, section_place("impacts"), confirm)
    return render_template(
        "assessments/sections/impacts.html",
        case=case,
        section=FIXED["impacts"],
        talk=talk_on(case, "impacts"),
        form=refused,
        confirm=confirm,
        intersection=intersection,
        open=open_characteristics(case),
        same=same_reasons(case),
        missing=missing(case, "impacts"),
        writable=can_write(case, "impacts"),
        beside=own,
        where=where_on(case, "impacts"),
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
    first = whole(reference, number)
    populations = _populations(first, about)

    def read(case: Case) -> Sheet:
        form = impact_form(case, about, populations)
        return Sheet(
            case, impact_place(about), case.about_words(about), form,
            show=lambda: _show_impact(case, about, form, populations),
            heading=lambda name: case.framework.population(name.partition("-")[0]).title,
        )  # fmt: skip

    def save(session: Session, sheet: Sheet) -> Case:
        return save_impact(session, sheet.case.version_id, about, sheet.form.values(), by=me(), seen=sheet.seen)

    def after(saved: Case) -> Response:
        if request.form.get("then") == "next":
            later = _next(saved, about)
            return to("impact", saved, about=later) if later else go_on(saved, "impacts")
        flash("Saved.", "done")
        return to("section", saved, key="impacts")

    return write(first, read, save, after)


def _show_impact(case: Case, about: str, form: ImpactForm, populations: Sequence[Population]) -> str:
    own = [part for part in about.split("+") if not part.startswith("local:")]
    return render_template(
        "assessments/impact.html",
        case=case,
        about=about,
        talk=talk_on(case, "impacts", about),
        title=case.about_words(about),
        beside=beside(case, impact_place(about), form),
        form=form,
        populations=populations,
        aims={p.key: [case.framework.aim(a) for a in form.groups[p.key]] for p in populations},
        screened={p.key: [c for part in own for c in case.screened(part, p.key)] for p in populations},
        characteristics=[case.framework.characteristic(key) for key in own],
        asked=asked_about(case, about),
        pushes=others_that_touch(db.session(), me(), case, about),
        figures=figures_beside(db.session(), case.subject, own),
        offered=offered(db.session(), case, about),
        answers=answers_to_flags(case, about),
        may_put_in=can_write(case, "evidence"),
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
