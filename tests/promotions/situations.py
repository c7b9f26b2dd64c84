"""The situations the golden tables of processes are drawn for, and the cast that looks at them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from eia import clock
from eia.db import db
from eia.pages import day
from eia.people.offices import Office
from eia.promotions.case import ProcessCase, load_process
from eia.promotions.computing import compute_new
from eia.promotions.figures.counts import Tally
from tests.assessments.scene import SceneOf, SituationOf
from tests.support.assessments import take
from tests.support.promotions import Run, assess, count, make_process, preview, release, take_step
from tests.support.staff import Staff, acting, appoint_another, make_staff


@dataclass(frozen=True)
class Walked:
    """Situation -> its process, and the people around all of them."""

    processes: dict[str, int]
    staff: tuple[Staff, Staff, Staff]
    owner: int


def walk_everywhere() -> Walked:
    lead, partner, stranger = (make_staff(name) for name in ("Lead", "Partner", "Stranger"))
    second = appoint_another(lead, "second_hr_lead", Office.HR_LEAD)
    both = (lead, partner)
    made = {
        "planned, nothing said": make_process(*both, empty=True),
        "planned, no assessment": make_process(*both),
        "planned, one has signed": _signed_by_the_lead(make_process(*both)),
        "planned, both have signed": _assessed(make_process(*both)),
        "planned, both had signed and it was withdrawn": _withdrawn(make_process(*both)),
        "open, no counts": make_process(*both, at="open"),
        "open, counts are in": _counted(make_process(*both, at="open")),
        "reviewed": make_process(*both, at="reviewed"),
        "closed": make_process(*both, at="closed"),
        "closed, the next round is planned": _followed(make_process(*both, at="closed")),
        "cancelled": _stepped(make_process(*both), "cancel"),
        "run again": _stepped(make_process(*both, at="open"), "run_again"),
        "closed, a preview stands": _previewed(make_process(*both, at="closed")),
        "results in, counts changed after the preview": _counted(_previewed(make_process(*both, at="results_in"))),
        "reviewed, released": _released(make_process(*both, at="reviewed")),
        "reviewed, released and withdrawn": _taken_back(_released(make_process(*both, at="reviewed"))),
        "results in, a preview is asked for": _asked(make_process(*both, at="results_in")),
        "results in, not computed yet": make_process(*both, at="results_in"),
    }
    return Walked({name: run.process_id for name, run in made.items()}, (lead, partner, stranger), second)


def look_at(session: Session, walked: Walked) -> SceneOf[ProcessCase]:
    lead, partner, stranger = walked.staff
    cases = {name: load_process(session, process_id) for name, process_id in walked.processes.items()}
    names = {case.assessed.reference: "The assessment" for case in cases.values() if case.assessed}
    names |= {lead.code: "Lead", partner.code: "Partner", stranger.code: "Stranger", day(clock.today()): "today"}
    cast = {
        "owner": acting(session, lead["owner"]),
        "HR lead": acting(session, lead["hr_lead"]),
        "second HR lead": acting(session, walked.owner),
        "adviser": acting(session, lead["adviser"]),
        "approver": acting(session, lead["approver"]),
        "deputy of the approver": acting(session, lead["deputy"]),
        "policy owner": acting(session, lead["second_owner"]),
        "administrator": acting(session, lead["administrator"]),
        "auditor": acting(session, lead["auditor"]),
        "partner's HR lead": acting(session, partner["hr_lead"]),
        "partner's adviser": acting(session, partner["adviser"]),
        "partner's approver": acting(session, partner["approver"]),
        "stranger's HR lead": acting(session, stranger["hr_lead"]),
        "stranger's approver": acting(session, stranger["approver"]),
    }
    db.session.rollback()
    return SceneOf(tuple(SituationOf(name, case) for name, case in cases.items()), cast, names)


def _assessed(run: Run) -> Run:
    assess(run)
    return run


def _withdrawn(run: Run) -> Run:
    take(assess(run), "withdraw", run.lead["approver"])
    return run


def _signed_by_the_lead(run: Run) -> Run:
    made = assess(run, at="sign_off")
    take(made, "sign", run.lead["approver"])
    take(made, "refuse", run.staff[1]["approver"])
    return run


def _counted(run: Run) -> Run:
    count(run, {"female": Tally(entered=90, passed=79), "male": Tally(entered=293, passed=214)})
    return run


def _asked(run: Run) -> Run:
    compute_new()
    take_step(run, "prepare_release", run.lead["hr_lead"], threshold=10)
    return run


def _previewed(run: Run) -> Run:
    compute_new()
    preview(run)
    return run


def _released(run: Run) -> Run:
    compute_new()
    release(run)
    return run


def _taken_back(run: Run) -> Run:
    return _stepped(run, "withdraw_release")


def _stepped(run: Run, action: str) -> Run:
    take_step(run, action, run.lead["hr_lead"])
    return run


def _followed(run: Run) -> Run:
    return _stepped(run, "next_round")
