"""Assessments at every state, each with the person who looks at it and the pages they look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from eia import clock
from eia.assessments.commands.comments import begin_thread
from eia.db import transaction
from eia.people.routes import Level
from tests.support.assessments import (
    Made,
    actions_of,
    decide,
    make_assessment,
    open_version,
    start,
    take,
    take_action,
    walk,
)
from tests.support.files import PDF, add_evidence_file
from tests.support.library import change, keep_entry, retire
from tests.support.local import write_local
from tests.support.occasions import record_an_occasion
from tests.support.old_forms import read_old_form
from tests.support.past import make_past, stage_past_list
from tests.support.routing import ADVISER, HEAD, lay_route, propose_a_route
from tests.support.staff import acting, make_staff, new_staff
from tests.support.writing import read, step_on, write_impact, write_row, write_section

SECTIONS = (
    "proposal", "screening", "evidence", "consultation", "options", "impacts", "extra", "mitigation", "conclusion",
    "review",
)  # fmt: skip
FIND = "https://example.org/" + "a-very-long-address-that-nobody-would-break/" * 6


@dataclass(frozen=True)
class Scene:
    """`pages` are below the address of the version; those that begin with "/" are not."""

    made: Made
    person: int
    pages: tuple[str, ...]

    @property
    def addresses(self) -> list[str]:
        return [page if page.startswith("/") else f"{self.made.address}{page and '/' + page}" for page in self.pages]


def _sections(*keys: str) -> tuple[str, ...]:
    return tuple(f"sections/{key}" for key in keys)


def _save_all(made: Made) -> None:
    """Press “Save” on every section as it is: then each says what it still lacks."""
    for key in SECTIONS:
        write_section(made.version_id, key, {})


def just_begun() -> Scene:
    made = start((make_staff(),))
    steps = ("steps/withdraw_draft", "steps/give_sections", "steps/hand_over")
    return Scene(made, made.lead["owner"], ("", *_sections(*SECTIONS), *steps, "trail", "summary"))


def being_screened() -> Scene:
    made = make_assessment(at="screening")
    return Scene(made, made.lead["owner"], ("", *_sections("screening"), "steps/send_screening"))


def nothing_written() -> Scene:
    """At mitigation, with nothing said yet: every reason there is."""
    made = start((make_staff(),))
    for step in ("go_to_screening", "go_to_full_assessment", "go_to_mitigation"):
        step_on(made.version_id, step)
    _save_all(made)
    return Scene(made, made.lead["owner"], ("", *_sections(*SECTIONS), "steps/send_to_adviser", "impacts/age"))


def half_written() -> Scene:
    """A harm without a cure, rows that lack something, words nobody would break."""
    made = make_assessment(at="full_assessment")
    version = made.version_id
    write_row(version, "evidence", title=f"Survey {FIND}", says="Level access")
    write_row(version, "gap", missing="How many people use wheelchairs")
    write_row(version, "consultation", who="Disability network")
    write_row(version, "option", title="Move", does_nothing=False)
    write_row(version, "scope", kind="place", label="Where", value=FIND)
    write_impact(version, "age", {"staff": "negative", "public": "positive"}, reason=FIND, who="", how_bad="")
    case = step_on(version, "go_to_mitigation")
    harm = next(i for i in case.version.impacts if case.is_negative(i))
    write_row(version, "mitigation", impact_id=harm.id, kind="action", what=FIND)
    _save_all(made)
    case = read(version)
    rows = (
        f"rows/evidence/{case.version.evidence[0].id}",
        f"rows/mitigation/{case.version.mitigations[0].id}",
        f"rows/mitigation/new?target=gap-{case.version.gaps[0].id}",
        "rows/option/new",
    )
    pages = ("", *_sections(*SECTIONS), "impacts/age", "impacts/age+sex", "impacts/local:carers", *rows, "summary")
    return Scene(made, made.lead["owner"], pages)


def with_files() -> Scene:
    """A source with files, a library with old, new and retired entries, and a gap."""
    made = make_assessment(at="mitigation")
    source = add_evidence_file(made.version_id, f"{'A very long name ' * 6}.pdf").version.evidence[0].id
    entry = keep_entry(made.lead, by="owner", file=PDF, dated=date(2019, 1, 1), source=FIND)
    change(made.lead, entry, by="owner", seen=1, because="Counted again", title=f"Survey {FIND}"[:200])
    retire(made.lead, keep_entry(made.lead, by="owner", title="Census 2011"), by="owner")
    library = ("/library", "/library?show=old", "/library?show=retired", "/library/new", f"/library/{entry}",
               f"/library/{entry}/change", f"/library/{entry}/retire")  # fmt: skip
    files = (f"evidence/{source}/files", "evidence/library", "evidence/library?q=nothing")
    gaps = ("/assessments/gaps", "/assessments/gaps?show=overdue")
    return Scene(made, made.lead["owner"], (*_sections("evidence"), *files, *library, *gaps, "summary"))


def sent_back() -> Scene:
    made = make_assessment(at="adviser_review")
    take(made, "claim", made.lead["adviser"])
    points = [{"section": "evidence", "reason": "evidence", "remark": "Ask the staff network."}]
    take(made, "return_to_author", made.lead["adviser"], stage="mitigation", points=points)
    return Scene(made, made.lead["owner"], ("", "points", "steps/send_to_adviser", "trail"))


def claimed() -> Scene:
    made = make_assessment(at="adviser_review")
    take(made, "claim", made.lead["adviser"])
    with transaction() as session:
        by = acting(session, made.lead["second_adviser"])
        said = begin_thread(session, made.version_id, by=by, section="evidence", text=FIND)
        steps = (
            "steps/give_verdicts",
            "steps/give_opinion",
            "steps/ask_opinion",
            "steps/return_to_author",
            "comments",
            f"comments/{said.id}",
        )
    return Scene(made, made.lead["adviser"], ("", "summary", *steps, *_sections(*SECTIONS), "impacts/age"))


def to_be_signed() -> Scene:
    """By the head of department, whose turn it is; the adviser of the same stage has signed."""
    lead, partner = new_staff(), make_staff()
    lay_route(lead, Level.FULL, (HEAD, ADVISER))
    made = start((lead, partner))
    walk(made, "sign_off")
    take(made, "sign", lead["second_adviser"])
    return Scene(made, lead["head"], ("", "summary", "steps/sign", "steps/refuse"))


def who_signs() -> Scene:
    """An administrator looks at a proposal, and makes another."""
    made = make_assessment(at="draft")
    propose_a_route(made.lead)
    return Scene(made, made.lead["administrator"], ("/people/routes", "/people/routes/harm/new"))


def signed_by_the_others() -> Scene:
    """What a partner's approver sees when another has signed on a condition and their own part is written."""
    made = make_assessment(at="sign_off", organisations=3)
    partner, third = made.others
    asked = {"what": "Count who comes on foot", "owner_id": made.lead["member"], "due": clock.today()}
    take(made, "sign", third["approver"], conditions=[asked])
    write_local(made, partner)
    own = f"local/{partner.code}"
    return Scene(
        made,
        partner["approver"],
        ("", "summary", "steps/sign", "steps/return_to_author", "steps/declare_interest", own),
    )


def adopted_later() -> Scene:
    made = make_assessment(at="signed_off", organisations=2)
    partner = made.others[0]
    take(made, "withdraw_adoption", partner["approver"], cause="wrong", reason="It does not hold here.")
    write_local(made, partner)
    return Scene(made, partner["adviser"], ("", "summary", "steps/check_local"))


def may_not_read() -> Scene:
    made = make_assessment(at="sign_off")
    return Scene(made, made.lead["member"], ("", "summary", "steps/sign"))


def signed() -> Scene:
    made = make_assessment(at="signed_off")
    decide(made, made.lead["approver"])
    actions = [m for m in read(made.version_id).version.mitigations if m.kind == "action"]
    pages = ("", "summary", "trail", "decision", f"actions/{actions[0].id}", "steps/open_version", "sections/impacts")
    return Scene(made, made.lead["owner"], (*pages, "/assessments", "/assessments/who-can-do-what"))


def acted_on() -> Scene:
    """What an adviser meets after the signature: reports to answer, the register, who was told, the queue of checks."""
    made = make_assessment(at="signed_off")
    done, dropped = actions_of(made)
    take_action(made, done, "report_done", made.lead["owner"], note=FIND, proof=FIND)
    take_action(made, dropped, "propose_dropping", made.lead["owner"], note=FIND)
    open_version(made, made.lead["second_owner"])
    make_assessment(at="adviser_review", staff=(made.lead,))
    lists = ("/", "/actions?list=all", "/actions?list=overdue", "/assessments/checks")
    pages = (f"actions/{done}", f"actions/{dropped}", "told", f"/assessments/{made.reference}/compare")
    return Scene(made, made.lead["adviser"], (*pages, *lists, *_together(made), *_before(made)))


def _together(made: Made) -> tuple[str, ...]:
    """What decisions do together, and what happened that they have to be looked at for."""
    occasion = f"/assessments/occasions/{record_an_occasion(made.lead, title=FIND)}"
    people = "?about=disability&population=staff&direction=harms"
    grid = ("/assessments/cumulative", f"/assessments/cumulative/decisions{people}", "/assessments/foreseen")
    return (*grid, "/assessments/occasions", "/assessments/occasions/new", occasion)


def _before(made: Made) -> tuple[str, ...]:
    """What was assessed before: the list, one of it, a file to bring and what another file would change."""
    past = make_past(made.lead, title=FIND, disability="negative", signed_by=FIND, outcome=FIND, policy_number="P 1")
    waiting = stage_past_list(made.lead, title=FIND, sex="unknown", signed_on="2021-05-03")
    address = "/assessments/past"
    return (address, f"{address}/{past}", f"{address}/files/new", f"{address}/files/{waiting}")


def screened_out() -> Scene:
    made = make_assessment(at="screened_out", screening="minor")
    pages = ("", "summary", *_sections("screening", "mitigation"), "steps/challenge")
    return Scene(made, made.lead["adviser"], pages)


def opened_anew() -> Scene:
    made = make_assessment(at="signed_off")
    later = open_version(made, made.lead["owner"])
    for step in ("go_to_screening", "go_to_full_assessment", "go_to_mitigation"):
        step_on(later.version_id, step)
    write_section(later.version_id, "proposal", {})
    forms = ("old-forms", f"old-forms/{read_old_form(later.version_id)}")
    return Scene(
        later,
        made.lead["owner"],
        ("", *forms, *_sections("happened", "evidence", "impacts", "screening"), "steps/send_to_adviser"),
    )


SCENES: dict[str, Callable[[], Scene]] = {
    scene.__name__.replace("_", " "): scene
    for scene in (
        just_begun, being_screened, nothing_written, half_written, with_files, sent_back, claimed, to_be_signed,
        signed_by_the_others, adopted_later, who_signs,
        may_not_read, signed, acted_on, screened_out, opened_anew,
    )
}  # fmt: skip
