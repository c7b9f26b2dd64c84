"""The report of a release, as files people take away."""

from flask import Response

from eia.db import db
from eia.errors import NotFound
from eia.promotions.queries import report_file
from eia.promotions.released import releases_of
from eia.promotions.reporting.building import KINDS
from eia.promotions.views.blueprint import blueprint, known
from eia.promotions.views.releases import RELEASE, among


@blueprint.get(f"{RELEASE}/report.<any(html, pdf, docx, csv):form>")
def report(process_id: int, number: int, form: str) -> Response:
    known(process_id)
    release = among(releases_of(db.session(), process_id), number)
    content = report_file(db.session(), release.id, form)
    if not content:
        raise NotFound("This file is not built yet. Look again in a minute.")
    name = f"promotion-process-{process_id}-release-{number}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=KINDS[form], headers=headers)
