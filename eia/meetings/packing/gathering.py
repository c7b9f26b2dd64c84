"""From the records of a meeting to what its pack says. Reads only, and the same records give the same document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.case import load_case
from eia.assessments.workflow import TABLE
from eia.audit.models import AuditEntry
from eia.files.kinds import size_words, type_words
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.gate import Readiness, readiness_of
from eia.meetings.item_case import whole_item
from eia.meetings.models import AgendaItem, ItemPaper, Pack
from eia.meetings.models.bodies import ROLES
from eia.meetings.models.items import KINDS, STATEMENTS
from eia.meetings.packing import equality
from eia.meetings.packing.document import Document, Item, Paper
from eia.meetings.packing.equality import ended
from eia.meetings.packing.numbers import EQUALITY, lettered, numbered
from eia.meetings.queries import corrections_of
from eia.pages import day, joined, moment
from eia.printing.blocks import Block, Facts, Heading, Mark, Paragraph, Table

NOT_OF_THE_AGENDA = ("pack_asked", "pack_built", "pack_opened", "papers_opened", "regard_declared")
"""Entries of the trail that change nothing a pack shows."""
NOT_AS_PINNED = "its text was opened for changes after it was attached, so it is not shown here."
RESTRICTED = "It stands in the restricted part, for those who may read it."
PARTS = {"open": "", "restricted": ", restricted part"}

Address = Callable[[AgendaItem, ItemPaper], str]
"""The path where a paper is downloaded."""


@dataclass(frozen=True)
class Gathering:
    """One pack while it is gathered."""

    session: Session
    case: MeetingCase
    pack: Pack
    on_it: Sequence[AgendaItem]
    """What stands on the agenda, in its order."""
    readiness: Mapping[int, Readiness]
    address: Address
    site: str

    @property
    def is_supplement(self) -> bool:
        return self.pack.supplement > 0

    def document(self) -> Document:
        meeting, body = self.case.meeting, self.case.body
        kind = f"Supplement {self.pack.supplement}" if self.is_supplement else "Agenda and papers"
        return Document(
            title=f"{body.name}, {day(meeting.day)}",
            body=body.name,
            organisations=joined(one.name for one in body.organisations),
            kind=kind + PARTS[self.pack.part],
            facts=Facts(tuple(self._facts())),
            notes=tuple(self._notes()),
            items=tuple(self._item(item) for item in self.items),
            site=self.site,
        )

    @property
    def items(self) -> Sequence[AgendaItem]:
        """Those this part shows: all of the agenda in the open part, the restricted ones in the other."""
        wanted = [item for item in self.on_it if self.pack.part == "open" or item.restricted]
        return [item for item in wanted if self._is_new(item)] if self.is_supplement else wanted

    def _is_new(self, item: AgendaItem) -> bool:
        new = self.pack.supplement
        return item.supplement == new or any(one.supplement == new for one in item.papers if one.kind == "paper")

    def _facts(self) -> Iterator[tuple[str, str]]:
        meeting, case = self.case.meeting, self.case
        hours = f"{meeting.begins:%H:%M}" + (f" to {meeting.ends:%H:%M}" if meeting.ends else "")
        yield "When", f"{day(meeting.day)}, {hours}"
        if meeting.place:
            yield "Where", meeting.place
        if meeting.link:
            yield "Link", meeting.link
        for role in ("chair", "deputy_chair", "secretary"):
            if names := [one.person.name for one in case.sitting if one.role == role]:
                yield ROLES[role], joined(names)
        if others := [one.person.name for one in case.sitting if one.role == "member"]:
            yield "Members", joined(others)
        yield "Papers due", day(meeting.papers_due)
        yield "As it stood", f"{moment(self.stood_at)} (revision {meeting.revision} of the agenda)"

    @property
    def stood_at(self) -> datetime:
        """When the agenda was last changed, whatever happened to its packs: a pack built twice is the same twice."""
        newest = select(AuditEntry.at).where(
            AuditEntry.stream == self.case.meeting.stream, AuditEntry.event.not_in(NOT_OF_THE_AGENDA)
        )
        found = self.session.scalar(newest.order_by(AuditEntry.sequence.desc()).limit(1))
        return found or self.case.meeting.created_at

    def _notes(self) -> Iterator[Block]:
        if self.case.state == "drafted":
            yield Mark("Draft", "The agenda is not out yet and may change.")
        if self.case.state in ("adjourned", "cancelled"):
            yield Mark(self.case.state.title(), f"This meeting was {self.case.state}.")
        if self.is_supplement:
            yield Heading("What is new, and why it is late")
            for item in self.items:
                yield from self._what_is_new(item)

    def _what_is_new(self, item: AgendaItem) -> Iterator[Block]:
        title = self._title(item)
        if item.supplement == self.pack.supplement:
            yield Paragraph(f"Item {item.position}, {title}, is new. {_late(item.late_reason)}")
        if not self._hides(item):
            for letter, paper in lettered(item, self.case.meeting):
                if paper.supplement == self.pack.supplement:
                    told = f"Appendix {letter}, {paper.title}, is new at item {item.position}, {title}."
                    yield Paragraph(f"{told} {_late(paper.late_reason)}")

    def _hides(self, item: AgendaItem) -> bool:
        return item.restricted and self.pack.part == "open"

    def _title(self, item: AgendaItem) -> str:
        return "Restricted" if self._hides(item) else item.title

    def _item(self, item: AgendaItem) -> Item:
        if self._hides(item):
            blocks: tuple[Block, ...] = (Mark("Restricted", f"{ended(item.restricted_reason)} {RESTRICTED}"),)
            return Item(item.position, "Restricted", KINDS[item.kind], ("Restricted",), blocks)
        marks = tuple(self._marks(item))
        blocks = (*marks, *self._about(item), *self._statements(item), *self._equality(item), *self._report(item))
        papers = tuple(self._paper(item, letter, paper) for letter, paper in lettered(item, self.case.meeting))
        return Item(item.position, item.title, KINDS[item.kind], tuple(one.word for one in marks), blocks, papers)

    def _marks(self, item: AgendaItem) -> Iterator[Mark]:
        if item.restricted:
            yield Mark("Restricted", f"{ended(item.restricted_reason)} Do not pass it on.")
        if item.supplement:
            yield Mark(f"Supplement {item.supplement}", _late(item.late_reason))
        found = self.readiness[item.id]
        word, _, more = found.words.partition(":")
        if found.words and not found.ready:
            reasons = " ".join(reason.text for reason in found.reasons)
            yield Mark(word, f"{ended(more.strip().capitalize())} {reasons}".strip())
        for since in found.marks:
            yield Mark("The assessment since", since.words)
        if found.override:
            said, at = ended(found.override.reason), moment(found.override.at)
            yield Mark("The chair let it be decided", f"{found.override.person.name}, {at}: {said}")
            for one in corrections_of(self.session, found.override.id):
                yield Mark("An adviser says of that", f"{one.adviser.name}, {moment(one.at)}: {ended(one.words)}")

    def _about(self, item: AgendaItem) -> Iterator[Block]:
        rows = [("Type", KINDS[item.kind])]
        if item.report or item.recommendation or item.kind != "information":
            rows.append(("Report by", item.author.name))
        if item.kind != "information":
            rows.append(("Binds", joined(one.name for one in item.organisations)))
        yield Facts(tuple(rows))

    def _statements(self, item: AgendaItem) -> Iterator[Block]:
        """Under the standing item on equality: what every action and decision of this meeting rests on."""
        carried = [one for one in self.on_it if one.kind != "information" or self.readiness[one.id].statement]
        if item.is_equality and carried:
            rows = tuple(self._statement_row(one) for one in carried)
            yield Table("Equality statements of this meeting", ("Item", "Statement", "Where it stands"), rows)

    def _statement_row(self, item: AgendaItem) -> tuple[str, str, str]:
        found, title = self.readiness[item.id], f"{item.position}. {self._title(item)}"
        if self._hides(item):
            return title, "In the restricted part", "Not shown here"
        words = STATEMENTS[found.statement.kind] if found.statement else "None"
        pinned = f": {found.pinned.reference}, version {found.pinned.number}" if found.pinned else ""
        return title, words + pinned, found.words

    def _equality(self, item: AgendaItem) -> Iterator[Block]:
        found = self.readiness[item.id]
        statement = found.statement
        if found.quick_screen:
            yield from equality.screened_quickly(found.quick_screen)
        if statement is None:
            if found.asked:
                yield Heading("Equality statement")
                yield Paragraph("It carries none.")
            return
        yield Heading("Equality statement")
        yield Paragraph(equality.stated(statement))
        if found.sample and not found.sample.agrees:
            yield Mark("An adviser does not agree", ended(found.sample.words))
        if statement.version_id is not None:
            case = load_case(self.session, statement.version_id)
            if TABLE.states[case.state].editable or (found.pinned and found.pinned.digest != statement.content_digest):
                yield Paragraph(f"{case.assessment.reference}, version {case.version.number}: {NOT_AS_PINNED}")
                return
            yield from equality.attached(case, statement, f"{item.position}.{EQUALITY}")
            yield from equality.duty(case.framework)

    def _report(self, item: AgendaItem) -> Iterator[Block]:
        report, recommendation = item.report.strip(), item.recommendation.strip()
        paragraphs = list(numbered(item.position, (recommendation, report)))
        first = len(list(numbered(item.position, (recommendation,))))
        if recommendation:
            yield Heading("Recommendation")
            yield from paragraphs[:first]
        if report:
            yield Heading("Report")
            yield from paragraphs[first:]
        if item.legal_advice or any(one.kind == "legal_advice" and one.removed_at is None for one in item.papers):
            yield Heading("Legal advice")
            yield Paragraph("There is legal advice on this item. It is left out of every pack.")

    def _paper(self, item: AgendaItem, letter: str, paper: ItemPaper) -> Paper:
        marks = []
        if paper.supplement:
            marks.append(Mark(f"Supplement {paper.supplement}", _late(paper.late_reason)))
        gone = f"It was taken away on {moment(paper.removed_at)}." if paper.removed_at else ""
        file = paper.file
        return Paper(
            label=f"Appendix {letter}", title=paper.title, name=paper.name,
            says=f"{type_words(file.type)}, {size_words(file.size)}", type=file.type, place=file.place,
            digest=file.digest, address="" if gone else self.address(item, paper), marks=tuple(marks), fault=gone,
        )  # fmt: skip


def gathered(session: Session, pack: Pack, address: Address, site: str) -> Gathering:
    """Everything of the agenda that a pack needs, in a constant number of queries; assessments follow one by one."""
    case = load_meeting(session, pack.meeting_id)
    on_agenda = whole_item().where(AgendaItem.meeting_id == pack.meeting_id, AgendaItem.removed_at.is_(None))
    items = session.scalars(on_agenda.order_by(AgendaItem.position, AgendaItem.id)).all()
    return Gathering(session, case, pack, items, readiness_of(session, items), address, site)


def _late(reason: str) -> str:
    return f"Why it is late: {ended(reason)}" if reason else "Why it is late is not on record."
