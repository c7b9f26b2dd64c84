"""The register of gaps, on a page and as a table to download."""

from collections.abc import Iterator

from flask import Response, render_template, request

from eia import clock, downloads
from eia.assessments.afterwards.gaps import SHOWN, GapLine, Met, Narrowed, every_gap, gaps_page, owners
from eia.assessments.models.living import STATUSES
from eia.assessments.views.blueprint import blueprint, me
from eia.assessments.workflow import TABLE
from eia.db import db
from eia.frameworks.loader import shipped
from eia.frameworks.store import characteristics_in_use

LARGEST_ID = 2**31 - 1
HEADINGS = (
    "Not known", "About", "Assessment", "Version", "What is assessed", "Led by", "Where it stands", "Answer", "What",
    "Owner", "Due", "Progress", "Overdue",
)  # fmt: skip
ANSWERS = {"action": "Action", "reason": "Reason not to"}


@blueprint.get("/gaps", endpoint="gaps")
def gaps_register() -> str:
    session, by, narrowed = db.session(), me(), _narrowed()
    values = {"about": narrowed.characteristic, "show": narrowed.show, "owner": narrowed.owner}
    return render_template(
        "assessments/gaps.html",
        page=gaps_page(session, by, narrowed, clock.today()),
        narrowed=narrowed,
        values={name: value for name, value in values.items() if value},
        characteristics=characteristics_in_use(session),
        owners=owners(session, by),
        shown=SHOWN,
        states=TABLE.states,
        statuses=STATUSES,
        today=clock.today(),
    )


@blueprint.get("/gaps.csv")
def gaps_table() -> Response:
    """The same, whole and as a table for a spreadsheet."""
    by, narrowed, today = me(), _narrowed(), clock.today()
    return downloads.table(HEADINGS, lambda: _rows(every_gap(db.session(), by, narrowed, today)), f"gaps-{today}.csv")


def characteristics() -> dict[str, str]:
    """The characteristics of every framework, by key."""
    every = [each for framework in shipped().values() for each in framework.characteristics]
    return {each.key: each.title for each in sorted(every, key=lambda each: each.title)}


def _narrowed() -> Narrowed:
    given = request.args
    about, show = given.get("about", ""), given.get("show", "")
    owner, after = (given.get(name, 0, type=int) for name in ("owner", "after"))
    return Narrowed(
        about if about in characteristics() else "",
        show if show in SHOWN else "",
        owner if 0 < owner <= LARGEST_ID else 0,
        after if 0 < after <= LARGEST_ID else 0,
    )


def _rows(lines: Iterator[GapLine]) -> Iterator[list[str]]:
    for line in lines:
        answers: list[Met | None] = [*line.met_by] or [None]
        yield from (_cells(line, met) for met in answers)


def _cells(line: GapLine, met: Met | None) -> list[str]:
    version, today = line.version, clock.today()
    assessment = version.assessment
    about = characteristics().get(line.gap.characteristic, "Everyone")
    gap = [line.gap.missing, about, assessment.reference, str(version.number), assessment.subject.title,
           assessment.organisation.name, TABLE.states[version.state].title]  # fmt: skip
    if met is None:
        return [*gap, "Nothing planned yet", "", "", "", "", ""]
    row = met.row
    owner, due = met.owner, row.due.isoformat() if row.due else ""
    overdue = "yes" if met.is_overdue(today) else "no"
    return [*gap, ANSWERS.get(row.kind, row.kind), row.what, owner, due, STATUSES.get(met.status, ""), overdue]
