"""Is it up? For the proxy, for whoever watches the machine, and for Prometheus. They say nothing of any person."""

import hmac

from flask import Blueprint, Response, current_app, request
from sqlalchemy.exc import DBAPIError

from config import Settings
from eia.db import db
from eia.people.access import public
from eia.upkeep.measuring import measured
from eia.upkeep.ready import what_is_missing

blueprint = Blueprint("upkeep", __name__)


@blueprint.get("/health")
@public
def health() -> Response:
    """The process answers. It asks nobody: a database that is away is no reason to end it."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/ready")
@public
def ready() -> Response:
    """It can do its work: 200, or 503 with a line that says what is missing."""
    settings: Settings = current_app.extensions["eia_settings"]
    try:
        missing = what_is_missing(db.session(), settings)
    except DBAPIError:
        missing = "the database does not answer"
    return Response(f"{missing or 'ready'}\n", status=503 if missing else 200, mimetype="text/plain")


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """What Prometheus asks for, with EIA_METRICS_TOKEN as its bearer token; without one set there is no such page."""
    settings: Settings = current_app.extensions["eia_settings"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.metrics_token or not hmac.compare_digest(given.encode(), settings.metrics_token.encode()):
        return Response("no such page\n", status=404, mimetype="text/plain")
    text, type_ = measured(db.session())
    return Response(text, content_type=type_)
