"""Keeping the library: add an entry, change it (a new edition), retire it and take it up again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotAllowed, Reason, Refused, Stale
from eia.files.keeping import Received, store
from eia.library.models import LibraryEdition, LibraryEntry, LibraryFile
from eia.library.queries import entry_for, may_keep, standing_to_add
from eia.people.models import Person
from eia.people.names import sort_name_of
from eia.people.queries import Standing, Standings

FACTS = ("title", "says", "source", "dated", "area", "strength", "licence", "review_by")
FOUND_BY = ("title", "source", "area", "says")
MOST_FILES = 10
ONLY_KEEPERS = "Only an equality adviser or a policy owner of {} keeps its library of evidence."
Values = Mapping[str, Any]


def add_entry(session: Session, values: Values, received: Received | None, *, by: Standings) -> LibraryEntry:
    """A first edition, in the library of the organisation that `by` holds the office in."""
    standing = standing_to_add(by)
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format("an organisation"))
    _against_keeper(session, values["keeper_id"], standing.organisation_id)
    entry = LibraryEntry(organisation_id=standing.organisation_id, number=0, keeper_id=values["keeper_id"])
    entry.sort_title = entry.words = ""
    session.add(entry)
    session.flush()
    edition = _new_edition(session, entry, values, (), received, by)
    _record(session, entry, "library_added", f"Added “{edition.title}” to the library", standing, by, after=edition)
    return entry


def keep_figures(
    session: Session, entry: LibraryEntry | None, organisation_id: int, values: Values, *, standing: Standing,
    by: Standings,
) -> LibraryEdition:  # fmt: skip
    """What this service worked out and made public, kept as evidence: a first edition, or the next of that entry.

    Whoever makes figures public need not keep the library, so what office they act in is the caller's matter.
    """
    event, done = ("library_changed", "Changed") if entry else ("library_added", "Added")
    if entry is None:
        entry = LibraryEntry(organisation_id=organisation_id, number=0, keeper_id=values["keeper_id"])
        entry.sort_title = entry.words = ""
        session.add(entry)
        session.flush()
    edition = _new_edition(session, entry, values, (), None, by)
    sentence = f"{done} “{edition.title}”: edition {edition.number}"
    _record(session, entry, event, sentence, standing, by, after=edition)
    return edition


def change_entry(
    session: Session, entry_id: int, values: Values, received: Received | None, *, keeping: Sequence[int], seen: int,
    by: Standings,
) -> LibraryEntry:  # fmt: skip
    """A new edition. `keeping` are the files of the edition before that stay; `seen` is its number."""
    entry, standing = _kept_by(session, entry_id, by)
    if entry.retired_at is not None:
        raise Refused("This entry was retired. Take it up again first, then change it.")
    if entry.number != seen:
        raise Stale("Somebody changed this entry since you opened it. What you wrote is below: compare, then save.")
    if entry.keeper_id != values["keeper_id"]:
        _against_keeper(session, values["keeper_id"], entry.organisation_id)
    before = entry.editions[0]
    staying = [one for one in before.files if one.id in keeping]
    if not _differs(entry, before, values, len(staying) != len(before.files) or received is not None):
        raise Refused("Nothing was changed, so there is no new edition.")
    entry.keeper_id = values["keeper_id"]
    edition = _new_edition(session, entry, values, staying, received, by)
    sentence = f"Changed “{edition.title}”: edition {edition.number}"
    _record(session, entry, "library_changed", sentence, standing, by, before=before, after=edition)
    return entry


def retire_entry(session: Session, entry_id: int, because: str, *, by: Standings) -> LibraryEntry:
    """Nobody takes it up any more; the assessments that cite it keep what they cite."""
    entry, standing = _kept_by(session, entry_id, by)
    if entry.retired_at is not None:
        raise Refused("This entry was retired already.")
    entry.retired_at = clock.now()
    _record(session, entry, "library_retired", f"Retired “{entry.editions[0].title}”", standing, by, note=because)
    return entry


def take_up_again(session: Session, entry_id: int, *, by: Standings) -> LibraryEntry:
    entry, standing = _kept_by(session, entry_id, by)
    if entry.retired_at is None:
        raise Refused("This entry is in the library already.")
    entry.retired_at = None
    _record(session, entry, "library_taken_up", f"Took up “{entry.editions[0].title}” again", standing, by)
    return entry


def _kept_by(session: Session, entry_id: int, by: Standings) -> tuple[LibraryEntry, Standing]:
    entry = entry_for(session, entry_id, by, lock=True)
    standing = may_keep(by, entry.organisation_id)
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format(entry.organisation.name))
    return entry, standing


def _against_keeper(session: Session, keeper_id: int, organisation_id: int) -> None:
    keeper = session.get(Person, keeper_id)
    if keeper is None or keeper.organisation_id != organisation_id or keeper.closed_at is not None:
        raise Refused(Reason("Choose a keeper who works for the organisation of this library.", anchor="keeper"))


def _differs(entry: LibraryEntry, before: LibraryEdition, values: Values, files: bool) -> bool:
    facts = any((getattr(before, name) or "") != (values[name] or "") for name in FACTS)
    return facts or files or entry.keeper_id != values["keeper_id"]


def _new_edition(
    session: Session, entry: LibraryEntry, values: Values, staying: Sequence[LibraryFile], received: Received | None,
    by: Standings,
) -> LibraryEdition:  # fmt: skip
    if len(staying) + (received is not None) > MOST_FILES:
        raise Refused(f"An entry holds at most {MOST_FILES} files. Leave one out, or make a second entry.")
    entry.number += 1
    entry.sort_title = sort_name_of(values["title"])
    entry.words = sort_name_of(" ".join(values[name] or "" for name in FOUND_BY))
    edition = LibraryEdition(
        entry_id=entry.id, number=entry.number, **{name: values[name] for name in FACTS},
        because=values.get("because") or "", made_by=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    edition.files = [LibraryFile(file_id=one.file_id, name=one.name) for one in staying]
    if received is not None:
        file = store(session, received, by=by.person_id)
        edition.files.append(LibraryFile(file_id=file.id, name=received.name))
    session.add(edition)
    session.flush()
    session.refresh(edition, ["files"])
    return edition


def _record(
    session: Session, entry: LibraryEntry, event: str, sentence: str, standing: Standing, by: Standings, *,
    before: LibraryEdition | None = None, after: LibraryEdition | None = None, note: str = "",
) -> None:  # fmt: skip
    old, new = (_facts(edition) if edition else {} for edition in (before, after))
    record_event(
        session,
        stream=entry.stream,
        event=event,
        actor=by.actor(standing),
        before={name: value for name, value in old.items() if new.get(name) != value},
        after={name: value for name, value in new.items() if old.get(name) != value},
        sentence=sentence,
        note=note or (after.because if after else ""),
    )


def _facts(edition: LibraryEdition) -> dict[str, Any]:
    facts = {name: getattr(edition, name) for name in FACTS}
    files = [{"name": one.name, "sha256": one.file.digest, "size": one.file.size} for one in edition.files]
    return {"edition": edition.number, "keeper": edition.entry.keeper_id if edition.entry else None, **facts,
            "files": files}  # fmt: skip
