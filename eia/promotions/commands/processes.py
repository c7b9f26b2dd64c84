"""Adding and changing a process: its facts, its stages, and the groups people are counted by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.register.keeping import put_subject_in_order
from eia.audit.recording import record, said_since
from eia.errors import NotAllowed, NotOffered, Reason, Refused, Stale
from eia.pages import joined
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.queries import Standing, Standings
from eia.promotions.case import ProcessCase, load_process
from eia.promotions.figures.counts import StageKind
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.guards.who import ONLY_HR_LEADS, only_keepers, standing_to_add, standing_to_keep
from eia.promotions.models import CountSheet, PromotionBreakdown, PromotionProcess, PromotionStage
from eia.promotions.models.processes import KIND, SAID, STAGE_KINDS
from eia.promotions.workflow import PROCESS_TABLE
from eia.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class Facts:
    """What a process says of itself; `said` is by the names in `SAID`."""

    number: str
    title: str
    owner: Person
    shared_with: Sequence[Organisation]
    said: Mapping[str, Any]


def add_process(session: Session, facts: Facts, *, by: Standings) -> PromotionProcess:
    """A process led by the organisation that `by` is HR lead of, planned and empty."""
    standing = standing_to_add(by)
    if standing is None:
        raise NotAllowed(ONLY_HR_LEADS)
    lead = session.get_one(Organisation, standing.organisation_id)
    _refuse(session, facts, lead)
    now = clock.now()
    process = PromotionProcess(
        number=facts.number, title=facts.title, sort_title=sort_name_of(facts.title), organisation=lead,
        owner=facts.owner, organisations=_among(facts.shared_with, lead), created_at=now, state="planned",
        state_since=now, **facts.said,
    )  # fmt: skip
    session.add(process)
    _flush(session, lead, facts.number)
    sentence = f"{facts.number} “{facts.title}” was added"
    record(session, process, "promotion_added", actor=by.actor(standing), sentence=sentence, after=told_of(process))
    return process


def change_process(session: Session, process_id: int, facts: Facts, *, seen: int, by: Standings) -> None:
    case, standing = _to_change(session, process_id, seen, by)
    process = case.process
    before = told_of(process)
    _refuse(session, facts, process.organisation, but=process)
    organisations = _among(facts.shared_with, process.organisation)
    if {one.id for one in organisations} != case.organisation_ids and case.state != "planned":
        raise Refused("Who takes part is fixed once the process is open. Run it again to change that.")
    process.number, process.title, process.sort_title = facts.number, facts.title, sort_name_of(facts.title)
    process.owner, process.organisations = facts.owner, organisations
    for name in SAID:
        setattr(process, name, facts.said.get(name))
    _flush(session, process.organisation, facts.number)
    put_subject_in_order(session, process.id)
    after = told_of(process)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        old, new = ({name: one[name] for name in changed} for one in (before, after))
        _changed(session, process, "promotion_changed", "The process was changed", standing, by, old, new)


def set_stages(
    session: Session, process_id: int, stages: Sequence[tuple[StageKind, str]], *, seen: int, by: Standings
) -> None:
    """The stages in their order. One that has counts keeps its place among the others and its kind."""
    case, standing = _to_change(session, process_id, seen, by)
    process = case.process
    if process.counts_from:
        raise Refused("Counts are in for these stages. Their order and kind stay as they are.")
    before = [one.title for one in process.stages]
    for old in list(process.stages):
        session.delete(old)
    session.flush()
    kinds = [kind for kind, _ in stages]
    rows = [
        PromotionStage(
            process_id=process.id, position=place, key=_key(kinds, place), kind=kind, title=title or STAGE_KINDS[kind]
        )
        for place, (kind, title) in enumerate(stages)
    ]
    session.add_all(rows)
    session.flush()
    session.expire(process, ["stages"])
    _changed(session, process, "promotion_stages_set", "The stages were set", standing, by,
             {"stages": before}, {"stages": [one.title for one in rows]})  # fmt: skip


def set_breakdowns(
    session: Session, process_id: int, chosen: Mapping[str, tuple[str | None, bool]], *, seen: int, by: Standings
) -> None:
    """List -> the group the others are compared with, and whether each is also held against all others together."""
    case, standing = _to_change(session, process_id, seen, by)
    process = case.process
    counted = set(session.scalars(select(CountSheet.breakdown).where(CountSheet.process_id == process.id).distinct()))
    there = {one.group_list: one for one in process.breakdowns}
    for name in sorted(counted & there.keys() - chosen.keys()):
        raise Refused(f"Counts are in by “{group_lists()[name].title}”, so it stays.")
    for name in sorted(counted & there.keys()):
        if chosen[name] != (there[name].compared_with, there[name].also_with_others):
            title = group_lists()[name].title
            raise Refused(f"Counts are in by “{title}”. What is compared was chosen before, and stays.")
    for name in chosen:
        if lost := [part for part in name.split("+") if part not in chosen]:
            title, parts = group_lists()[name].title, [group_lists()[part].title for part in lost]
            raise Refused(f"To count by “{title}”, count by “{joined(parts)}” too.")
    before = {name: one.compared_with for name, one in there.items()}
    for name, one in there.items():
        if name not in chosen:
            session.delete(one)
    for name, (compared_with, also) in chosen.items():
        row = there.get(name) or PromotionBreakdown(process_id=process.id, group_list=name)
        row.compared_with, row.also_with_others = compared_with, also
        session.add(row)
    session.flush()
    session.expire(process, ["breakdowns"])
    after = {name: pair[0] for name, pair in chosen.items()}
    _changed(session, process, "promotion_groups_set", "The groups to count by were set", standing, by,
             {"groups": before}, {"groups": after})  # fmt: skip


def told_of(process: PromotionProcess) -> dict[str, Any]:
    """What a process says, as plain values for the trail."""
    codes = sorted(one.code for one in process.organisations)
    facts = {"number": process.number, "title": process.title, "owner": process.owner.name, "organisations": codes}
    return facts | {name: getattr(process, name) for name in SAID}


def _to_change(session: Session, process_id: int, seen: int, by: Standings) -> tuple[ProcessCase, Standing]:
    case = load_process(session, process_id, lock=True)
    standing = standing_to_keep(case.process, by)
    if standing is None:
        raise NotAllowed(only_keepers(case.process))
    if not PROCESS_TABLE.states[case.state].open:
        raise NotOffered(f"This process is at “{PROCESS_TABLE.states[case.state].title}” and stays as it is.")
    if seen != case.revision:
        raise Stale(said_since(session, case.process.stream) or "Somebody changed this process after you opened it.")
    return case, standing


def _changed(
    session: Session, process: PromotionProcess, event: str, sentence: str, standing: Standing, by: Standings,
    before: Mapping[str, Any], after: Mapping[str, Any],
) -> None:  # fmt: skip
    process.revision += 1
    session.flush()
    record(session, process, event, actor=by.actor(standing), sentence=sentence, before=before, after=after)


def _key(kinds: Sequence[StageKind], place: int) -> str:
    """The kind; with a number where it is not the first of its kind."""
    before = kinds[:place].count(kinds[place])
    return kinds[place].value if not before else f"{kinds[place].value}_{before + 1}"


def _among(choices: Sequence[Organisation], lead: Organisation) -> list[Organisation]:
    return [lead, *(one for one in dict.fromkeys(choices) if one.id != lead.id)]


def _refuse(session: Session, facts: Facts, lead: Organisation, *, but: PromotionProcess | None = None) -> None:
    """Raise every reason against these facts at once."""
    reasons: list[Reason] = []
    kept = but is not None and but.owner_id == facts.owner.id
    if not kept and (facts.owner.organisation_id != lead.id or facts.owner.closed_at is not None):
        reasons.append(Reason(f"Choose an owner who works for {lead.name}.", anchor="owner"))
    opens, closes = facts.said.get("opens_on"), facts.said.get("closes_on")
    if opens and closes and closes < opens:
        reasons.append(Reason("Applications cannot close before they open.", anchor="closes_on"))
    for part, whole, words in (
        ("adjustments_granted", "adjustments_asked", "More adjustments cannot be granted than were asked for."),
        ("appeals_upheld", "appeals_made", "More appeals cannot be upheld than were made."),
    ):
        if (facts.said.get(part) or 0) > (facts.said.get(whole) or 0):
            reasons.append(Reason(words, anchor=part))
    query = select(Subject.title).where(
        Subject.organisation_id == lead.id, Subject.kind == KIND, Subject.id != (but.id if but else 0)
    )
    if (taken := session.scalar(query.where(func.lower(Subject.number) == facts.number.lower()))) is not None:
        reasons.append(_duplicate(lead, facts.number, f", “{taken}”"))
    if reasons:
        raise Refused(*reasons)


def _duplicate(lead: Organisation, number: str, what: str = "") -> Reason:
    return Reason(f"{lead.name} already has a process {number}{what}. Enter another number.", anchor="number")


def _flush(session: Session, lead: Organisation, number: str) -> None:
    """The unique key decides when two people take the same number at the same instant."""
    refusal = Refused(_duplicate(lead, number))
    try:
        session.flush()
    except IntegrityError as error:
        raise refusal from error
