"""What many tests begin with, walked to once a run, on SQLite: the databases of all workers begin as copies of it.

What stands here is what most tests of `tests/assessments` ask for; what few ask for, the first of them makes.
"""

from tests.support.assessments import make_assessment
from tests.support.routing import HEAD, sent
from tests.support.staff import make_staff
from tests.support.undoing import Lent, taking_stock

OF_ONE = (
    "draft", "screening", "full_assessment", "mitigation", "mitigation", "adviser_review", "sign_off", "signed_off",
    "screening_review", "screened_out", "withdrawn",
)  # fmt: skip
OF_TWO = ("draft", "adviser_review", "sign_off", "signed_off")


def fill_up() -> Lent:
    with taking_stock() as made:
        for _ in range(3):
            make_staff()
        for state in OF_ONE:
            make_assessment(at=state)
        for state in OF_TWO:
            make_assessment(at=state, organisations=2)
        sent(((HEAD,),))
    return made
