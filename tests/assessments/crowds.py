"""Many assessments of three organisations, and every page of the register of them."""

from eia.assessments.register.page import Page, page_of
from eia.assessments.register.wanted import Wanted
from eia.db import db
from eia.people.queries import Standings
from tests.support.bulk import many_assessments
from tests.support.staff import Staff, new_staff
from tests.support.undoing import lent

MANY = 130


def crowd() -> list[Staff]:
    """Three organisations with many assessments, the first with more than a page of them."""

    def make() -> list[Staff]:
        staff = [new_staff() for _ in range(3)]
        many_assessments(staff, MANY)
        return staff

    return lent(make, "many assessments", MANY)


def every_page(by: Standings, wanted: Wanted) -> list[Page]:
    """From the first to the last."""
    pages = [page_of(db.session(), by, wanted)]
    while pages[-1].next:
        pages.append(page_of(db.session(), by, wanted, after=pages[-1].next))
    return pages


def found(by: Standings, **wanted: object) -> list[int]:
    return [line.id for page in every_page(by, Wanted(**wanted)) for line in page.lines]  # type: ignore[arg-type]
