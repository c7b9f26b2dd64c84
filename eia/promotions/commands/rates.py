"""Keeping disproportionality tables: begin one, add an edition of its figures, open one that is hidden."""

import json
import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.audit.recording import said_since
from eia.errors import NotAllowed, Reason, Refused, Stale
from eia.library.commands import keep_figures
from eia.library.models import LibraryEdition, LibraryEntry
from eia.people.names import sort_name_of
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.promotions.figures.disproportion import read_disparities
from eia.promotions.figures.limits import newest
from eia.promotions.models.rates import RateEdition, RateOpening, RateTable
from eia.promotions.rates.given import (
    Facts,
    Given,
    body_of,
    digest_of,
    facts_of,
    gives_away_beside,
    is_hidden,
    is_small,
)
from eia.promotions.rates.queries import (
    as_open,
    edition_of,
    is_opened,
    lock_family,
    may_open,
    open_beside,
    table_for,
)
from eia.promotions.rates.together import UNANSWERED, Together, gives_away
from eia.promotions.rates.words import CAUTIONS, as_evidence, given_away
from eia.promotions.readers import OFFICES

KEEPERS = (Office.HR_LEAD, Office.ADVISER)
ONLY_KEEPERS = "Only an HR lead or an equality adviser of {} keeps its disproportionality tables."
CHANGED_MEANWHILE = "Somebody saved figures after you opened this."


MOST_SAID = 5


def standing_to_add(by: Standings) -> Standing | None:
    """The office a new table is added in: one of their own organisation comes first."""
    held = [standing for standing in by.held if standing.office in KEEPERS]
    return min(held, key=lambda one: one.organisation_id != by.organisation_id, default=None)


def standing_to_keep(table: RateTable, by: Standings) -> Standing | None:
    held = (by.standing(office, {table.organisation_id}) for office in KEEPERS)
    return next((standing for standing in held if standing), None)


def add_table(session: Session, title: str, kind: str, group_list: str, *, by: Standings) -> RateTable:
    """An empty table of the organisation that `by` holds the office in."""
    standing = standing_to_add(by)
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format("an organisation"))
    table = RateTable(
        organisation_id=standing.organisation_id, kind=kind, group_list=group_list, title=title,
        sort_title=sort_name_of(title),
    )  # fmt: skip
    session.add(table)
    session.flush()
    after = {"title": title, "kind": kind, "group_list": group_list}
    _record(session, table, "disproportionality_added", f"Added “{title}”", standing, by, after)
    return table


def save_edition(
    session: Session, table_id: int, facts: Facts, given: Given, *, seen: int, by: Standings,
    together: Together = UNANSWERED,
) -> None:  # fmt: skip
    """Keep these figures in front of those that stand there. `seen` is the number of the edition its reader saw.

    Where they would give away a small number beside other open tables, `together` says what is to be done.
    """
    lock_family(session, table_id)
    table = table_for(session, table_id, by, lock=True)
    standing = standing_to_keep(table, by)
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format(table.organisation.name))
    if seen != table.number:
        raise Stale(said_since(session, table.stream) or CHANGED_MEANWHILE)
    before = edition_of(session, table, table.number) if table.number else None
    _refuse(facts, given, before, together.apart)
    beside = _beside(session, table, facts, given, together, by)
    edition = RateEdition(
        table_id=table.id, number=table.number + 1, **facts, threshold=int(newest().threshold.value), beside=beside,
        apart=together.apart if beside != "[]" else "", given=given.content,
        body=body_of(given, facts, table.group_list), salt=secrets.token_hex(16), made_by=by.person_id,
        made_at=clock.now(),
    )  # fmt: skip
    edition.digest = digest_of(edition)
    if not is_hidden(edition):
        edition.library_edition_id = _as_evidence(session, table, edition, standing, by).id
    session.add(edition)
    table.number, table.title, table.sort_title = edition.number, edition.title, sort_name_of(edition.title)
    session.flush()
    after = {"edition": edition.number, "digest": edition.digest, "title": edition.title}
    after |= {"published": edition.is_published, "evidence": edition.library_edition_id}
    sentence = f"Figures came in: edition {edition.number} of “{edition.title}”{_shown_or_hidden(edition)}"
    _record(session, table, "disproportionality_saved", sentence, standing, by, after)


def _beside(session: Session, table: RateTable, facts: Facts, given: Given, together: Together, by: Standings) -> str:
    """The open editions beside which these figures give away a small number; Refused until somebody answered that."""
    threshold = int(newest().threshold.value)
    if facts["is_published"] or is_small(given, threshold):
        return "[]"
    one = as_open(table, facts, given, table.number + 1)
    found = gives_away(one, open_beside(session, table, by), threshold)
    if found and not together.is_answered:
        raise Refused(*[Reason(given_away(each, threshold), anchor="together") for each in found[:MOST_SAID]])
    named = sorted({(each.table_id, each.number) for gives in found for each in gives.others})
    return json.dumps(named)


def _shown_or_hidden(edition: RateEdition) -> str:
    if edition.apart:
        return f". Shown beside other tables, because: {edition.apart}"
    return ", hidden for what it gives away beside other tables" if gives_away_beside(edition) else ""


def open_edition(session: Session, table_id: int, number: int, *, by: Standings) -> None:
    """Kept once for each person and London day; what is not hidden needs no opening."""
    table = table_for(session, table_id, by, lock=True)
    edition = edition_of(session, table, number)
    if not may_open(session, table, by):
        raise NotAllowed("This edition is hidden, to protect people in small groups.")
    if not is_hidden(edition) or is_opened(session, edition, by):
        return
    row = RateOpening(edition_id=edition.id, person_id=by.person_id, day=clock.today(), at=clock.now())
    session.add(row)
    session.flush()
    held = (by.standing(office, {table.organisation_id}) for office in (*OFFICES, Office.CHAIR))
    after = {"opening": row.id, "edition": edition.number}
    _record(session, table, "disproportionality_opened", f"Opened edition {edition.number}, which is hidden",
            next((one for one in held if one), None), by, after)  # fmt: skip


def _refuse(facts: Facts, given: Given, before: RateEdition | None, apart: str) -> None:
    reasons = []
    if not given.rows:
        reasons.append(Reason("Enter the figures of at least one group."))
    if any(one.printed is not None and (one.events is not None or one.population is not None) for one in given.rows):
        reasons.append(Reason("Give counts or the published rate of a group, not both: the rate follows from counts."))
    if not facts["is_published"] and any(one.printed is not None for one in given.rows):
        reasons.append(Reason("A published rate needs a publication. Enter counts, or say that the table is published.",
                              anchor="is_published"))  # fmt: skip
    if reasons:
        raise Refused(*reasons)
    now = (given.content, dict(facts), apart)
    if before is not None and (before.given, facts_of(before), before.apart) == now:
        raise Refused("Nothing was changed, so there is no new edition.")


def _as_evidence(
    session: Session, table: RateTable, edition: RateEdition, standing: Standing, by: Standings
) -> LibraryEdition:
    shown = read_disparities(edition.body)
    values: dict[str, Any] = {
        "keeper_id": by.person_id, "title": f"{edition.title}, {edition.year}"[:200],
        "says": as_evidence(edition, shown, CAUTIONS[table.kind]),
        "source": edition.source, "dated": None, "area": edition.area, "strength": "", "licence": "",
        "review_by": None, "because": f"Edition {edition.number} of the table" if edition.number > 1 else "",
    }  # fmt: skip
    entry = session.scalars(
        select(LibraryEntry)
        .join(LibraryEdition, LibraryEdition.entry_id == LibraryEntry.id)
        .join(RateEdition, RateEdition.library_edition_id == LibraryEdition.id)
        .where(RateEdition.table_id == table.id)
        .limit(1)
    ).one_or_none()
    if entry is not None:
        values["keeper_id"] = entry.keeper_id
    return keep_figures(session, entry, table.organisation_id, values, standing=standing, by=by)


def _record(
    session: Session, table: RateTable, event: str, sentence: str, standing: Standing | None, by: Standings,
    after: dict[str, Any],
) -> None:  # fmt: skip
    record_event(session, stream=table.stream, event=event, actor=by.actor(standing), after=after, sentence=sentence)
