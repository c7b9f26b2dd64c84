"""One assessment from the first page to the recorded decision, over HTTP, as three people do it."""

import re
from dataclasses import dataclass
from typing import Any

from eia import clock
from tests.bench.client import Client, words

LATER = {"day": "1", "month": "4", "year": str(clock.today().year + 1)}


def day(name: str, **other: str) -> dict[str, str]:
    return {f"{name}-{part}": value for part, value in (LATER | other).items()}


@dataclass
class Trio:
    """Author, adviser and approver, signed in."""

    author: Client
    adviser: Client
    approver: Client

    @property
    def everybody(self) -> tuple[Client, ...]:
        return (self.author, self.adviser, self.approver)


def live(trio: Trio, policy_id: int, organisation_id: int) -> str:
    """Start to finish; answers with the address of the version."""
    base = write(trio.author, policy_id)
    check(trio, base)
    sign(trio.approver, base)
    trio.author.fill(
        f"{base}/decision", organisation=organisation_id, outcome="adopt", decider="Head of Estates", had_it="yes",
        regard="I weighed what it found.", **_today("decided_on"),
    )  # fmt: skip
    trio.author.get(base)
    return base


def write(author: Client, policy_id: int) -> str:
    """The draft, the screening, the full assessment and the mitigation, sent to the adviser."""
    base = author.fill(f"/assessments/start/{policy_id}", framework="equality_act_2010.v1", begin="empty").location
    base = base.partition("/sections")[0]
    author.fill(
        f"{base}/sections/proposal", changes="The desk moves.", why="It is cold.", occasion="change",
        affects=["staff", "public"], affected="Visitors", open_options="All", decider="Head of Estates",
        finished="yes", **day("planned_day"),
    )  # fmt: skip
    _step(author, base, "go_to_screening")
    author.fill(f"{base}/sections/screening", **screening(author.get(f"{base}/sections/screening").body))
    _step(author, base, "go_to_full_assessment")
    _rows(author, base)
    nobody_else = [key for key in CHARACTERISTICS if key != "disability"]
    author.fill(f"{base}/sections/impacts", confirmed=nobody_else)
    author.fill(f"{base}/impacts/disability", **impact(author.get(f"{base}/impacts/disability").body))
    _step(author, base, "go_to_mitigation")
    _mitigate(author, base)
    page = author.get(f"{base}/sections/conclusion").body
    rests_on = re.findall(r'name="rests_on" type="checkbox" value="(\d+)"', page)[:1]
    author.post(f"{base}/sections/conclusion", outcome="adjust", conclusion="A ramp is built.", rests_on=rests_on)
    author.fill(f"{base}/sections/review", watch="Complaints", **day("review_day", year=str(int(LATER["year"]) + 1)))
    _step(author, base, "send_to_adviser")
    return base


def check(trio: Trio, base: str) -> None:
    trio.adviser.get(f"{base}/summary")
    _step(trio.adviser, base, "claim")
    page = trio.adviser.get(f"{base}/steps/give_opinion").body
    opinion = re.findall(r'name="opinion" type="radio" value="(\w+)"', page)[0]
    trio.adviser.post(f"{base}/steps/give_opinion", opinion=opinion)


def sign(approver: Client, base: str) -> float:
    return sign_on(approver, base, approver.get(f"{base}/steps/sign").body)


def sign_on(approver: Client, base: str, page: str) -> float:
    """Tick what the page declares and sign; the seconds of the post."""
    declared = re.findall(r'name="declared" type="checkbox" value="(\w+)"', page)
    return approver.post(f"{base}/steps/sign", interest="no", declared=declared).seconds


def screening(page: str) -> dict[str, Any]:
    """No for everybody, but moderate harm to disabled people."""
    cells = set(re.findall(r'name="(\w+-\w+-\w+)-answer"', page))
    values: dict[str, Any] = {"shared_reason": "Another desk is near.", "finished": "yes"}
    for cell in cells:
        if "-disability-" in cell:
            harm = {"answer": "yes", "direction": "negative", "level": "moderate", "reason": "Two steps."}
            values |= {f"{cell}-{what}": value for what, value in harm.items()}
        else:
            values |= {f"{cell}-answer": "no", f"{cell}-shares": "yes"}
    return values


def impact(page: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for who in ("staff", "public"):
        likely = re.findall(rf'name="{who}-how_likely" type="radio" value="(\w+)"', page)[0]
        cited = re.findall(rf'name="{who}-evidence" type="checkbox" value="(\d+)"', page)
        found = {"eliminate": "negative", "advance": "positive", "foster": "positive", "reason": "Two steps.",
                 "who": "Wheelchair users", "how_many": "some", "how_bad": "minor", "how_likely": likely,
                 "evidence": cited}  # fmt: skip
        values |= {f"{who}-{what}": value for what, value in found.items()}
    return values


def _rows(author: Client, base: str) -> None:
    for kind, values in ROWS:
        author.fill(f"{base}/rows/{kind}/new", **values)
    author.fill(f"{base}/sections/extra")


def _mitigate(author: Client, base: str) -> None:
    page = author.get(f"{base}/sections/mitigation").body
    for target in sorted(set(re.findall(r"target=((?:impact|gap)-\d+)", page))):
        path = f"{base}/rows/mitigation/new?target={target}"
        form = author.get(path).body
        kind = re.findall(r'name="type" type="radio" value="(\w+)"', form)[0]
        owner = re.findall(r'<option value="(\d+)"', form)[0]
        author.post(
            path, target=target, kind="action", what="Build a ramp", type=kind, owner_id=owner, measure="No step",
            residual="none", **day("due"),
        )  # fmt: skip


def _step(client: Client, base: str, action: str) -> None:
    client.get(base)
    path = f"{base}/steps/{action}"
    page = client.get(path).body
    if 'name="seen"' not in page:
        raise RuntimeError(f"{path} is not open yet: {words(page)}")
    client.post(path)


def _today(name: str) -> dict[str, str]:
    today = clock.today()
    return day(name, day=str(today.day), month=str(today.month), year=str(today.year))


CHARACTERISTICS = (
    "age", "disability", "gender_reassignment", "marriage_civil_partnership", "pregnancy_maternity", "race",
    "religion_belief", "sex", "sexual_orientation",
)  # fmt: skip
ROWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("evidence", {"title": "Access audit", "says": "Two steps at the door."}),
    ("gap", {"missing": "How many use a wheelchair"}),
    ("consultation", {"who": "Disability network", "about": "disability", "said": "Mind the door.", "done": "A ramp."}),
    ("option", {"title": "Move", "chosen": "chosen"}),
    ("option", {"title": "Stay", "does_nothing": "yes", "chosen": "rejected"}),
)
