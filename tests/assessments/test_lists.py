"""The registers are read along indexes and by relation; who may read is one expression. They hold the same versions."""

import pytest
from sqlalchemy import func, or_, select, text

from eia.assessments.afterwards.action_register import COUNTED, every_line, organisations_with_actions, page_of
from eia.assessments.afterwards.action_statements import Filter
from eia.assessments.models import ActionStanding, Assessment, Version
from eia.assessments.readers import RELATIONS, Part, found_elsewhere, readable_by, reads
from eia.assessments.register.page import page_of as register_page
from eia.assessments.register.wanted import Wanted
from eia.db import db
from eia.people.models import Organisation
from eia.people.queries import Standings
from tests.assessments.situations import Scene


def _versions(by: Standings, *holds: object) -> set[int]:
    query = select(Version.id).join(Version.assessment).join(Assessment.subject)
    return set(db.session.scalars(query.where(*holds)))  # type: ignore[arg-type]


def _register(by: Standings, state: str = "") -> list[int]:
    """All pages, one after the other."""
    page = register_page(db.session(), by, Wanted(state=state))
    found, total = [row.id for row in page.lines], page.total
    while page.next:
        page = register_page(db.session(), by, Wanted(state=state), after=page.next)
        found += [row.id for row in page.lines]
    assert len(found) == total
    return found


def test_the_register_holds_what_a_person_may_know_of_in_order_and_nothing_else(scene: Scene) -> None:
    for name, by in scene.cast.items():
        query = select(Version.id).join(Version.assessment).join(Assessment.subject).where(readable_by(by))
        assert _register(by) == list(db.session.scalars(query.order_by(Version.id.desc()))), name
        signed = query.where(Version.state == "signed_off")
        assert _register(by, state="signed_off") == list(db.session.scalars(signed.order_by(Version.id.desc()))), name


def test_what_a_relation_reads_is_led_by_those_it_names_or_found(scene: Scene) -> None:
    for name, by in scene.cast.items():
        found = set(db.session.scalars(found_elsewhere(by)))
        for relation in RELATIONS:
            led = _versions(by, Assessment.organisation_id.in_(relation.leads(by)))
            assert led <= _versions(by, relation.holds(by)), f"{name}: {relation.words}"
            assert _versions(by, relation.holds(by)) - _of_own(by) <= found | led, f"{name}: {relation.words}"


@pytest.mark.only_on("sqlite", because="PostgreSQL plans by what stands in its tables")
def test_what_somebody_has_to_do_with_is_found_along_indexes(scene: Scene) -> None:
    for name, by in scene.cast.items():
        words = str(found_elsewhere(by).compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = [row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
        assert plan, name
        assert not [line for line in plan if line.startswith("SCAN")], name


def _of_own(by: Standings) -> set[int]:
    """What somebody takes part in who leads it too is not found: it is among what they lead."""
    led = {organisation for relation in RELATIONS for organisation in relation.leads(by)}
    return _versions(by, Assessment.organisation_id.in_(led))


def test_the_register_of_actions_holds_what_a_person_may_read_and_their_own(scene: Scene) -> None:
    query = (
        select(ActionStanding.mitigation_id, Organisation.code)
        .join(Version, Version.id == ActionStanding.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .join(Organisation, Organisation.id == ActionStanding.organisation_id)
        .order_by(ActionStanding.due, ActionStanding.mitigation_id)
    )
    assert db.session.scalar(select(func.count(ActionStanding.mitigation_id)))
    for name, by in scene.cast.items():
        may = db.session.execute(query.where(or_(reads(by, Part.ALL), ActionStanding.owner_id == by.person_id))).all()
        lines = list(every_line(db.session(), by, Filter(listed="all")))
        assert [line.id for line in lines] == [row[0] for row in may], name
        assert page_of(db.session(), by, Filter(listed="all")).total == min(len(may), COUNTED + 1), name
        assert {row[0] for row in organisations_with_actions(db.session(), by)} == {row[1] for row in may}, name
