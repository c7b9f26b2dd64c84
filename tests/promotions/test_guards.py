"""Who adds a process, keeps it and enters counts for whom: as plain values, without a database."""

from eia import clock
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.promotions.case import ProcessCase
from eia.promotions.guards.audiences import OWNER
from eia.promotions.guards.needs import it_has_stages
from eia.promotions.guards.who import ADVISERS, APPROVERS, counts_for, standing_to_add, standing_to_keep
from eia.promotions.models import PromotionProcess

LEADS, PARTNER, OWN = 1, 2, 3
ASKS, SOMEBODY = 7, 8


def asks(*held: Standing) -> Standings:
    return Standings(ASKS, "A person", OWN, "Own", held)


def hr_lead_of(organisation_id: int) -> Standing:
    return Standing(Office.HR_LEAD, organisation_id, f"Organisation {organisation_id}")


def adviser_of(organisation_id: int) -> Standing:
    return Standing(Office.ADVISER, organisation_id, f"Organisation {organisation_id}")


def a_process(owner: int = SOMEBODY) -> PromotionProcess:
    both = [Organisation(id=LEADS, code="LEADS"), Organisation(id=PARTNER, code="PARTNER")]
    return PromotionProcess(organisation_id=LEADS, owner_id=owner, organisations=both)


def test_an_hr_lead_adds_a_process_in_their_own_organisation_first() -> None:
    assert standing_to_add(asks(hr_lead_of(PARTNER), hr_lead_of(OWN))) == hr_lead_of(OWN)
    assert standing_to_add(asks(adviser_of(OWN), hr_lead_of(PARTNER))) == hr_lead_of(PARTNER)
    assert standing_to_add(asks(adviser_of(OWN))) is None
    assert standing_to_add(asks()) is None


def test_an_hr_lead_of_the_lead_and_the_owner_keep_it() -> None:
    assert standing_to_keep(a_process(), asks(hr_lead_of(PARTNER), hr_lead_of(LEADS))) == hr_lead_of(LEADS)
    assert standing_to_keep(a_process(owner=ASKS), asks(hr_lead_of(LEADS))) == hr_lead_of(LEADS)
    owner = Standing(Office.HR_LEAD, OWN, "Own", role="Owner of the process")
    assert standing_to_keep(a_process(owner=ASKS), asks(hr_lead_of(PARTNER))) == owner
    for held in (hr_lead_of(PARTNER), adviser_of(LEADS)):
        assert standing_to_keep(a_process(), asks(held)) is None


def test_counts_are_entered_for_all_by_the_lead_and_else_for_ones_own_organisation() -> None:
    assert counts_for(a_process(), asks(hr_lead_of(LEADS))) == {"LEADS", "PARTNER"}
    assert counts_for(a_process(), asks(hr_lead_of(PARTNER))) == {"PARTNER"}
    assert counts_for(a_process(), asks(hr_lead_of(OWN), adviser_of(LEADS), adviser_of(PARTNER))) == set()
    assert counts_for(a_process(owner=ASKS), asks()) == set()


def test_advisers_and_approvers_act_for_an_organisation_that_takes_part() -> None:
    case = ProcessCase(a_process(), None, None)
    for who, office in ((ADVISERS, Office.ADVISER), (APPROVERS, Office.APPROVER)):
        takes_part, stranger = (Standing(office, number, "Their own") for number in (PARTNER, OWN))
        assert who.finds(case, asks(stranger, hr_lead_of(LEADS), takes_part)) == takes_part
        assert who.finds(case, asks(stranger, hr_lead_of(LEADS))) is None


def test_the_owner_is_told_until_they_leave_and_a_need_leads_to_its_own_process() -> None:
    process = a_process()
    process.id, process.owner = 5, Person(id=SOMEBODY)
    case = ProcessCase(process, None, None)
    assert OWNER.finds(case) == {SOMEBODY}
    process.owner.closed_at = clock.now()
    assert OWNER.finds(case) == set()
    lacks_stages = it_has_stages(case)
    assert lacks_stages
    assert lacks_stages.values == {"process_id": 5}
