"""Who may sign, when, and how often: refused by the database, whoever writes to it."""

from collections.abc import Iterator

from eia.triggers.trigger import Trigger

_WROTE = """
    EXISTS (SELECT 1 FROM contributor c WHERE c.version_id = {version} AND c.person_id IN ({people}))
 OR EXISTS (SELECT 1 FROM version v WHERE v.id = {version} AND v.author_id IN ({people}))
 OR EXISTS (SELECT 1 FROM submission s WHERE s.version_id = {version} AND s.submitted_by IN ({people}))
 OR EXISTS (SELECT 1 FROM signed_part p JOIN submission s ON s.id = p.submission_id
            WHERE s.version_id = {version} AND p.made_by IN ({people}))
"""
_SIGNED_NOW = """
    EXISTS (SELECT 1 FROM signature g JOIN submission s ON s.id = g.submission_id
            JOIN version v ON v.id = s.version_id
            WHERE v.id = NEW.version_id AND s.round = v.round AND s.ended_as IN ('', 'signed'))
"""
_AMENDS_WHAT_WAS_ANSWERED = """
    NEW.made_by IS NOT NULL AND (
       EXISTS (SELECT 1 FROM signature g WHERE g.submission_id = NEW.submission_id AND g.person_id = NEW.made_by)
    OR EXISTS (SELECT 1 FROM adoption a JOIN submission s ON s.version_id = a.version_id AND s.round = a.round
               WHERE s.id = NEW.submission_id AND a.organisation_id = NEW.organisation_id
               AND a.status IN ('signed', 'signing')))
"""
_VERSION_OF_SIGNATURE = "(SELECT version_id FROM submission WHERE id = NEW.submission_id)"
_SIGNED_ALREADY = """
    EXISTS (SELECT 1 FROM adoption a JOIN submission s ON s.version_id = a.version_id AND s.round = a.round
            WHERE s.id = NEW.submission_id AND a.organisation_id = NEW.organisation_id AND a.status = 'signed')
"""
_ROUTE = "FROM owed_signature o WHERE o.submission_id = NEW.submission_id AND o.organisation_id = NEW.organisation_id"
_OUT_OF_TURN = f"""
    (NOT EXISTS (SELECT 1 {_ROUTE}) AND (NEW.stage <> 1 OR NEW.seat <> ''))
 OR (EXISTS (SELECT 1 {_ROUTE}) AND NOT EXISTS (SELECT 1 {_ROUTE} AND o.stage = NEW.stage AND o.office = NEW.seat))
 OR EXISTS (SELECT 1 {_ROUTE} AND o.stage < NEW.stage AND NOT EXISTS (
        SELECT 1 FROM signature g WHERE g.submission_id = o.submission_id AND g.organisation_id = o.organisation_id
        AND g.turn = NEW.turn AND g.stage = o.stage AND g.seat = o.office AND g.kind <> 'refusal'))
"""
_SENT_BEFORE = """
    EXISTS (SELECT 1 FROM signature g
            WHERE g.submission_id = NEW.submission_id AND g.organisation_id = NEW.organisation_id)
"""
_RECUSED = """
    EXISTS (SELECT 1 FROM recusal r WHERE r.version_id = {version}
            AND r.person_id IN (NEW.person_id, COALESCE(NEW.on_behalf_of_id, -1)))
"""


def of_signing() -> Iterator[Trigger]:
    people = "NEW.person_id, COALESCE(NEW.on_behalf_of_id, -1)"
    wrote = _WROTE.format(version=_VERSION_OF_SIGNATURE, people=people)
    says = "eia: author, contributors and submitter may not sign, nor their deputies for them"
    yield Trigger("signature_not_by_writer", "signature", "INSERT", says, wrote, _VERSION_OF_SIGNATURE)
    says = "eia: whoever declared an interest does not answer"
    recused = _RECUSED.format(version=_VERSION_OF_SIGNATURE)
    yield Trigger("signature_not_with_an_interest", "signature", "INSERT", says, recused, _VERSION_OF_SIGNATURE)
    says = "eia: an organisation signs once"
    yield Trigger(
        "signature_one_for_each", "signature", "INSERT", says, _SIGNED_ALREADY, _VERSION_OF_SIGNATURE
    )  # fmt: skip
    says = "eia: each stage of a route is signed when those before it are complete"
    yield Trigger("signature_in_its_turn", "signature", "INSERT", says, _OUT_OF_TURN, _VERSION_OF_SIGNATURE)
    says = "eia: what an organisation owes is settled before it signs"
    yield Trigger("owed_before_signing", "owed_signature", "INSERT", says, _SENT_BEFORE, _VERSION_OF_SIGNATURE)
    says = "eia: a signed local part is not amended, nor by one who signed"
    amends = _AMENDS_WHAT_WAS_ANSWERED
    yield Trigger("signed_part_not_after_signature", "signed_part", "INSERT", says, amends, _VERSION_OF_SIGNATURE)
    says = "eia: after a signature nobody becomes a contributor without a new round"
    yield Trigger("contributor_not_after_signature", "contributor", "INSERT", says, _SIGNED_NOW, "NEW.version_id")
