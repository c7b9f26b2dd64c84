"""eia: equality impact assessments from draft to sign-off, with a trail. `create_app` alone knows everyone."""

import os
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings, settings_from
from eia import db, error_pages, forms, logs, pages, security
from eia.assessments import views as assessments
from eia.assessments.evidence.citations import citing
from eia.assessments.open_work import open_work
from eia.assessments.register.keeping import put_unit_in_order
from eia.assessments.views import read_outside as outside
from eia.built_once import App
from eia.files import views as files
from eia.home import views as home_views
from eia.library import views as library
from eia.meetings import views as meetings
from eia.meetings.conditions import IN_REGISTER, conditions_that_wait
from eia.meetings.considered import considered_at
from eia.meetings.deciding_members import decides_for
from eia.meetings.open_work import open_work as left_at_meetings
from eia.meetings.pinned_changes import tell_where_pinned
from eia.meetings.taken import taken_before
from eia.notices import views as notices
from eia.notices.outbox import queue_notice
from eia.people import door, reset_links
from eia.people import views as people
from eia.people.lists import headed_by
from eia.people.offices import Office
from eia.people.viewer import viewer_or_none
from eia.policies import views as policies
from eia.policies.coverage.keeping import BESIDE
from eia.policies.needs import taken_as_told
from eia.policies.queries import open_work as owned_policies
from eia.policies.queries import unit_named
from eia.promotions import views as promotions
from eia.promotions.for_assessments import figures_beside, flags_before, released_sources
from eia.promotions.queries import open_work as owned_processes
from eia.upkeep import measuring
from eia.upkeep import views as upkeep

VERSION = "0.1.0"
TOP = Path(__file__).resolve().parent.parent
LARGEST_POST = 4 * 1024 * 1024
ROOMS = (
    people,
    notices,
    home_views,
    policies,
    promotions,
    meetings,
    library,
    assessments,
    assessments.action_register,
    outside,
    upkeep,
)


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or settings_from(os.environ)
    app = App(
        "eia", template_folder=str(TOP / "templates"), static_folder=str(TOP / "static/dist"), static_url_path="/static"
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=db.placeholders(settings.database_url)
        | {"pool_use_lifo": True},  # the connection used last knows most statements
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        MAX_CONTENT_LENGTH=LARGEST_POST,
        MAX_FORM_MEMORY_SIZE=LARGEST_POST,
    )
    app.extensions["eia_settings"] = settings
    _hand_down(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    for floor in (logs, measuring, db, pages, security, door, files, reset_links, forms, error_pages):
        floor.init_app(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.context_processor(_every_page)
    return app


def _hand_down(app: Flask) -> None:
    """What lower floors ask of those above (the `contracts.py` of each)."""
    app.extensions["eia_queue_notice"] = queue_notice
    app.extensions["eia_citations"] = citing
    app.extensions["eia_considered"] = considered_at
    app.extensions["eia_taken_before"] = lambda session, subject_id: [
        *taken_before(session, subject_id), *taken_as_told(session, subject_id)
    ]  # fmt: skip
    app.extensions["eia_pinned_changed"] = tell_where_pinned
    app.extensions["eia_other_actions"] = IN_REGISTER
    app.extensions["eia_other_waits"] = conditions_that_wait
    app.extensions["eia_kept_beside"] = BESIDE
    app.extensions["eia_units_named"], app.extensions["eia_unit_changed"] = [unit_named], put_unit_in_order
    app.extensions["eia_flags"], app.extensions["eia_figures"] = flags_before, figures_beside
    app.extensions["eia_released"] = released_sources
    app.extensions["eia_decides_for"] = decides_for
    app.extensions["eia_open_work"] = [headed_by, open_work, owned_policies, owned_processes, left_at_meetings]


_ONE_ACTION = (
    "assessments.action", "assessments.answer_action", "assessments.give_action",
    "meetings.condition", "meetings.answer_condition", "meetings.give_condition",
)  # fmt: skip
STANDS_IN = dict.fromkeys(_ONE_ACTION, "actions.register")
"""Pages with the address of an assessment that people come to from another room."""


def _every_page() -> dict[str, object]:
    return {"version": VERSION, "navigation": _navigation(), "find_at": url_for("assessments.search")}


def _navigation() -> list[tuple[str, str, bool]]:
    """What this person may see: (words, address, whether they are there)."""
    viewer = viewer_or_none()
    if viewer is None:
        return []
    rooms = [("Home", "home.home"), ("Assessments", "assessments.register"), ("Actions", "actions.register")]
    rooms += [("Policies", "policies.register"), ("Promotion processes", "promotions.register")]
    rooms += [("Meetings", "meetings.register"), ("Evidence", "library.register")]
    if viewer.standings.holds(Office.ADVISER):
        rooms.insert(1, ("Checks", "assessments.checks"))
    if viewer.standings.holds(Office.ADMINISTRATOR):
        rooms.append(("Administration", "people.administration"))
    here = _room_of(STANDS_IN.get(request.endpoint or "", request.endpoint or ""), [endpoint for _, endpoint in rooms])
    return [(text, url_for(endpoint), endpoint == here) for text, endpoint in rooms]


def _room_of(endpoint: str, rooms: Sequence[str]) -> str:
    """The room a page belongs to: its own, else the last one of its flat."""
    flat = f"{endpoint.partition('.')[0]}."
    return endpoint if endpoint in rooms else next((one for one in reversed(rooms) if one.startswith(flat)), "")
