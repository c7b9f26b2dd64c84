"""Adding and changing a policy. Each writes to the policy's own trail, named for its organisation and number."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.register.keeping import put_subject_in_order
from eia.audit.models import AuditEntry
from eia.audit.queries import entries
from eia.audit.record import record_event
from eia.audit.recording import record
from eia.errors import NotAllowed, Reason, Refused, Stale
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.queries import Standing, Standings
from eia.policies.coverage.keeping import put_in_order
from eia.policies.facts import Facts
from eia.policies.guards import (
    ONLY_OWNERS,
    against_changing_what_is_checked,
    against_facts,
    against_owner,
    among,
    standing_to_add,
    standing_to_change,
)
from eia.policies.models import IN_FORCE, Policy, stream_named
from eia.policies.queries import KIND, facts_of, fingerprint
from eia.subjects.models import Subject

FACTS_ALL_READ = ("number", "title", "organisations")
"""What stands in a text that is sent for checking."""
NO_FACTS = Facts()


def add_policy(
    session: Session, *, number: str, title: str, owner: Person, shared_with: Sequence[Organisation], by: Standings,
    facts: Facts = NO_FACTS, state: str = IN_FORCE,
) -> Policy:  # fmt: skip
    """A policy led by the organisation that `by` holds the office in, and shared with others."""
    standing = standing_to_add(by)
    if standing is None:
        raise NotAllowed(ONLY_OWNERS)
    lead = session.get_one(Organisation, standing.organisation_id)
    reasons = [*against_owner(owner, lead), *against_facts(facts, lead), *_against_number(session, lead, number)]
    if reasons:
        raise Refused(*reasons)
    policy = Policy(
        number=number,
        title=title,
        sort_title=sort_name_of(title),
        organisation=lead,
        owner=owner,
        organisations=among(shared_with, lead),
        created_at=clock.now(),
        state=state,
    )
    facts.write_to(policy)
    session.add(policy)
    _flush(session, lead, number)
    put_in_order(session, policy.id)
    sentence = f"{number} “{title}” was added"
    record(session, policy, "policy_added", actor=by.actor(standing), sentence=sentence, after=facts_of(policy))
    return policy


def change_policy(
    session: Session,
    policy: Policy,
    *,
    number: str,
    title: str,
    owner: Person,
    shared_with: Sequence[Organisation],
    seen: str,
    by: Standings,
    facts: Facts | None = None,
) -> bool:
    """Other facts for the policy; without `facts` those stay. `seen` is the fingerprint of what the reader saw.

    Answers whether anything changed.
    """
    standing = standing_to_change(by, policy)
    if standing is None:
        raise NotAllowed(f"Only its owner, or a policy owner or HR lead of {policy.organisation.name}, can change it.")
    session.execute(select(Subject.id).where(Subject.id == policy.id).with_for_update())
    session.refresh(policy)
    if seen != fingerprint(policy):
        raise Stale("Somebody changed this policy after you opened it. Read it again, then make your change.")
    before, old_stream, old_title = facts_of(policy), stream_of(policy), policy.title
    organisations, facts = among(shared_with, policy.organisation), facts or Facts.of(policy)
    after = _facts(number, title, owner, organisations) | facts.told
    if after == before:
        return False
    _refuse(session, policy, owner, facts, before, after)
    policy.number, policy.title, policy.sort_title = number, title, sort_name_of(title)
    policy.retitled_at = clock.now() if title != old_title else policy.retitled_at
    policy.owner, policy.organisations, policy.revision = owner, organisations, policy.revision + 1
    facts.write_to(policy)
    _flush(session, policy.organisation, number)
    put_subject_in_order(session, policy.id)
    put_in_order(session, policy.id)
    _record_change(session, policy, old_stream, old_title, before, after, standing, by)
    return True


def stream_of(policy: Subject) -> str:
    return stream_named(policy.organisation.code, policy.number)


def _facts(number: str, title: str, owner: Person, organisations: Sequence[Organisation]) -> dict[str, object]:
    codes = sorted(organisation.code for organisation in organisations)
    return {"number": number, "title": title, "owner": owner.name, "owner_id": owner.id, "organisations": codes}


def _refuse(
    session: Session, policy: Policy, owner: Person, facts: Facts, before: dict[str, object], after: dict[str, object]
) -> None:
    """Raise every reason against the change at once."""
    reasons: list[Reason] = list(against_facts(facts, policy.organisation))
    if after["owner_id"] != before["owner_id"]:
        reasons += against_owner(owner, policy.organisation)
    if after["number"] != before["number"]:
        reasons += _against_number(session, policy.organisation, str(after["number"]), but=policy)
    if any(before[fact] != after[fact] for fact in FACTS_ALL_READ):
        reasons += against_changing_what_is_checked(session, policy)
    if reasons:
        raise Refused(*reasons)


def _record_change(
    session: Session,
    policy: Policy,
    old_stream: str,
    old_title: str,
    before: dict[str, object],
    after: dict[str, object],
    standing: Standing,
    by: Standings,
) -> None:
    """One entry; two when the number changes: the old trail says where it goes on, the new one where it began."""
    changed = [fact for fact in after if before[fact] != after[fact]]
    actor = by.actor(standing)
    old, new = {fact: before[fact] for fact in changed}, {fact: after[fact] for fact in changed}
    if "number" in changed:
        sentence = f"“{old_title}” has the number {policy.number} from now on; its trail goes on there"
        record_event(
            session,
            stream=old_stream,
            event="policy_renumbered",
            actor=actor,
            before=old,
            after=new | {"policy": policy.id},
            sentence=sentence,
        )
    words = [word for fact, word in WORDS.items() if fact in changed]
    sentence = f"Changed: {', '.join(words)}" + (f" (was {before['number']})" if "number" in changed else "")
    record(session, policy, "policy_changed", actor=actor, sentence=sentence, before=old, after=new)


WORDS = {
    "number": "number", "title": "title", "owner": "owner", "organisations": "organisations that share it",
    "unit": "unit", "class": "class", "adopted_on": "date of adoption", "review_on": "date of review",
    "links": "links",
}  # fmt: skip


def _against_number(session: Session, lead: Organisation, number: str, *, but: Policy | None = None) -> list[Reason]:
    """A number names one policy and its trail: no other policy may have it, nor have had it."""
    taken = session.scalar(
        select(Subject.title).where(
            Subject.organisation_id == lead.id,
            Subject.kind == KIND,
            func.lower(Subject.number) == number.lower(),
            Subject.id != (but.id if but else 0),
        )
    )
    if taken is not None:
        return [_duplicate(lead.name, number, f", “{taken}”")]
    last = entries(session, stream_named(lead.code, number), newest=1)
    if last and not _was_of(last[0], but):
        sentence = f"The number {number} belonged to another policy before, and its trail still does. Enter another."
        return [Reason(sentence, anchor="number")]
    return []


def _was_of(last: AuditEntry, policy: Policy | None) -> bool:
    """Whether this very policy gave the number up, and may have it back."""
    after = last.payload.body["after"] if last.payload and last.payload.body else {}
    return policy is not None and last.event == "policy_renumbered" and after.get("policy") == policy.id


def _duplicate(lead: str, number: str, what: str = "") -> Reason:
    return Reason(f"{lead} already has a policy {number}{what}. Enter another number.", anchor="number")


def _flush(session: Session, lead: Organisation, number: str) -> None:
    """The unique key decides when two people take the same number at the same instant."""
    refusal = Refused(_duplicate(lead.name, number))
    try:
        session.flush()
    except IntegrityError as error:
        raise refusal from error
