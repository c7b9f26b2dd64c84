"""The list of policies to take away: exactly what is shown, in the columns that a file of policies is read by."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from werkzeug.wrappers import Response

from eia.db import db
from eia.errors import NotFound
from eia.people.queries import Standings
from eia.policies.catalogue.lists import class_title
from eia.policies.coverage.lists import policies_wanted
from eia.policies.facts import Facts, links_as_text
from eia.policies.intake.cells import COLUMNS
from eia.policies.models import Policy
from eia.policies.queries import Wanted, latest_of
from eia.policies.views.blueprint import blueprint, me
from eia.policies.views.register import asked_for
from eia.policies.workflow import POLICY_TABLE
from eia.spreadsheets.writing import FORMS, Cell, Listing, sent

BATCH = 500
MORE = (("lead", "Led by"), ("assessment", "Assessment"), ("assessment_state", "Assessment stands"))


@blueprint.get("/list.<ending>")
def export(ending: str) -> Response:
    if ending not in FORMS:
        raise NotFound("There is no such file.")
    by = me()
    wanted = asked_for(by)
    columns = [*((key, titles[0]) for key, titles in COLUMNS.items()), *MORE]
    return sent(Listing("policies", columns, lambda: _rows(by, wanted)), ending)


def _rows(by: Standings, wanted: Wanted) -> Iterator[Sequence[Cell]]:
    """In batches along the order of the list, each by a read of its own."""
    while True:
        session = db.session()
        policies = policies_wanted(session, by, wanted, most=BATCH)
        latest = latest_of(session, [policy.id for policy in policies], by)
        for policy in policies:
            one = latest.get(policy.id)
            yield [*_said(policy), policy.organisation.name, one.reference if one else "", one.state if one else ""]
        if len(policies) < BATCH:
            return
        wanted = replace(wanted, after=policies[-1].id)
        session.expunge_all()


def _said(policy: Policy) -> list[Cell]:
    others = [one.code for one in policy.organisations if one.id != policy.organisation_id]
    return [
        policy.number, policy.title, policy.owner.email, policy.unit.name if policy.unit else "",
        class_title(policy.policy_class) if policy.policy_class else "", "; ".join(others),
        POLICY_TABLE.states[policy.state].title, policy.adopted_on, policy.review_on,
        links_as_text(Facts.of(policy).links, "; "),
    ]  # fmt: skip
