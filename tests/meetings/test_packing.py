"""The pack: one content in three forms, in order, with the same numbers, and nothing in it that may not be."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
import pikepdf
import pytest
from flask import Flask

from eia.db import transaction
from eia.meetings.commands.items import add_item
from eia.meetings.models import AgendaItem
from eia.people.models import Person
from eia.printing.glyphs import drawn, printable
from tests.support.assessments import make_assessment
from tests.support.meetings import Sat, make_meeting, pin, take_at
from tests.support.packs import Built, add_paper, build, pdf_of
from tests.support.staff import acting

REPORT = "The front desk moves. \U0001f44d\nIt opens two days a week, żółć.\n\nDie \u5e73\u548c."
SECRET, ADVICE = "Purchase of a house", "Counsel thinks the opposite"
PAGES = 3


@dataclass(frozen=True)
class Packed:
    """A meeting with everything on its agenda, and its two parts."""

    sat: Sat
    whole: Built
    restricted: Built
    again: Built


@pytest.fixture(scope="module")
def packed(app: Flask) -> Packed:
    """One walk for all that is asked here: a pinned assessment, papers of every sort, a restricted item, advice."""
    with app.app_context():
        made = make_assessment(at="signed_off", organisations=2)
        sat = make_meeting(*made.everybody)
        pin(sat, made)
        with transaction() as session:
            by, author = acting(session, sat.lead["secretary"]), session.get_one(Person, sat.lead["owner"])
            item = session.get_one(AgendaItem, sat.item_id)
            item.report, item.legal_advice = REPORT, ADVICE
            add_item(
                session, sat.meeting_id, kind="decision", title=SECRET, author=author, report="It costs a million.",
                restricted_reason="The price is still negotiated", by=by,
            )  # fmt: skip
        for name, content in papers():
            add_paper(sat, name, content)
        add_paper(sat, "advice.pdf", pdf_of(1, words=ADVICE), kind="legal_advice")
        take_at(sat, "circulate", sat.lead["secretary"])
        whole, restricted = build(app, sat), build(app, sat, part="restricted")
        return Packed(sat, whole, restricted, build(app, sat))


def papers() -> Iterator[tuple[str, bytes]]:
    yield "map.pdf", pdf_of(PAGES)
    yield "locked.pdf", pdf_of(1, password="secret")
    yield "notes.txt", b"Notes"
    yield "broken.pdf", b"%PDF-1.7\nbroken\n%%EOF\n"


def page_text(built: Built) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", built.files["html"].decode()))


def word(built: Built) -> Any:
    return docx.Document(io.BytesIO(built.files["docx"]))


def pdf(built: Built) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(built.files["pdf"]))


def elements(found: pikepdf.Pdf) -> Iterator[Any]:
    """The structure tree in reading order."""
    waiting: list[Any] = [found.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary)]


def titles(found: pikepdf.Pdf) -> list[tuple[str, str]]:
    """The headings: ("H1", "3. Move of the front desk")."""
    return [(str(one.S)[1:], str(one.get("/T", ""))) for one in elements(found) if re.match(r"/H\d", str(one.S))]


def bookmarks(found: pikepdf.Pdf) -> dict[str, int]:
    """Every bookmark and the number of the page it leads to."""
    numbers = {page.obj.objgen: number for number, page in enumerate(found.pages, 1)}
    names = pikepdf.NameTree(found.Root.Names.Dests)
    told: dict[str, int] = {}

    def note(one: pikepdf.OutlineItem) -> None:
        goal: Any = one.destination
        goal = names[str(goal)] if isinstance(goal, pikepdf.String | str) else goal
        goal = goal.D if isinstance(goal, pikepdf.Dictionary) else goal
        told[one.title] = numbers[goal[0].objgen]
        for child in one.children:
            note(child)

    with found.open_outline() as outline:
        for one in outline.root:
            note(one)
    return told


def test_items_and_appendices_and_paragraphs_have_the_same_numbers_in_all_three(packed: Packed) -> None:
    lines = [one.text for one in word(packed.whole).paragraphs]
    page, tree = page_text(packed.whole), [title for _, title in titles(pdf(packed.whole))]
    marks = bookmarks(pdf(packed.whole))
    for heading in (
        "1. Apologies",
        "3. Move of the front desk",
        "4. Restricted",
        "Appendix 3A: Map",
        "Appendix 3D: Broken",
    ):
        assert heading in lines
        assert heading in page
        assert heading in tree
        assert heading in marks
    assert [line.partition("\t")[0] for line in lines if re.match(r"\d+\.\d+\t", line)] == ["3.1", "3.2", "3.3", "3.4"]
    assert re.findall(r'eia-pack__number">([^<]+)', packed.whole.files["html"].decode()) == ["3.1", "3.2", "3.3", "3.4"]
    assert "3.3\tIt opens two days a week, żółć." in lines
    rows = [row.cells[0].text for table in word(packed.whole).tables for row in table.rows]
    assert any(row.startswith("3.E1 Disability") for row in rows)
    assert "3.E1 Disability" in page


def test_the_pdf_is_tagged_titled_and_in_english_with_headings_in_order(packed: Packed) -> None:
    found = pdf(packed.whole)
    assert found.Root.Lang == "en-GB"
    assert bool(found.Root.MarkInfo.Marked)
    assert bool(found.Root.ViewerPreferences.DisplayDocTitle)
    with found.open_metadata() as about:
        assert "Agenda and papers" in str(about["dc:title"])
    levels = [int(level[1:]) for level, _ in titles(found)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_of_the_pdf_name_their_columns_and_their_rows(packed: Packed) -> None:
    found = pdf(packed.whole)
    rows = [one for one in elements(found) if one.S == "/TR"]
    assert rows
    for row in rows:
        assert row.K[0].S == "/TH"
    headers = [one for one in elements(found) if one.S == "/TH"]
    scopes = {scope for one in headers for scope in ("/Row", "/Column") if scope in str(one.A.unparse())}
    assert scopes == {"/Row", "/Column"}


def test_pages_of_papers_come_behind_their_separator_and_are_counted(packed: Packed) -> None:
    found = pdf(packed.whole)
    goes_to = bookmarks(found)
    first = goes_to["Appendix 3A: Map"]
    assert goes_to["Appendix 3B: Locked"] == first + PAGES + 1, "the page counter went on over the pages of the paper"
    for number in range(first, first + PAGES):
        page = found.pages[number]
        assert "/Paper" in page.obj.Resources.XObject
        parents = pikepdf.NumberTree(found.Root.StructTreeRoot.ParentTree)
        assert parents[int(page.obj.StructParents)][0].S == "/P", "its words are read in their place"
    with found.open_metadata() as about:
        assert "pdfuaid:part" not in about, "what others wrote was not checked"
    with pdf(packed.restricted).open_metadata() as about:
        assert str(about["pdfuaid:part"]) == "1"


def test_a_paper_that_cannot_be_read_is_named_in_its_place_and_listed(packed: Packed) -> None:
    text = page_text(packed.whole)
    for words in ("protected with a password", "It is damaged"):
        assert words in text
        assert any(words in one.text for one in word(packed.whole).paragraphs)
    assert "Papers that are not in this file" in [title for _, title in titles(pdf(packed.whole))]


def test_a_restricted_item_is_there_as_restricted_and_in_its_own_part_in_full(packed: Packed) -> None:
    for part in packed.whole.files.values():
        assert SECRET.encode() not in unpacked(part)
    assert "4. Restricted" in page_text(packed.whole)
    assert "The price is still negotiated" in page_text(packed.whole)
    assert f"4. {SECRET}" in page_text(packed.restricted)
    assert "Move of the front desk" not in page_text(packed.restricted)


def test_legal_advice_has_a_marked_place_and_is_in_no_pack(packed: Packed) -> None:
    assert "There is legal advice on this item. It is left out of every pack." in page_text(packed.whole)
    for built in (packed.whole, packed.restricted):
        for content in built.files.values():
            assert b"Counsel" not in unpacked(content)
            assert b"advice.pdf" not in unpacked(content)


def unpacked(content: bytes) -> bytes:
    """The bytes with what is compressed in them."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.Pdf.open(io.BytesIO(content)) as found:
            return b"".join(one.read_bytes() for one in found.objects if isinstance(one, pikepdf.Stream)) + b"".join(
                title.encode() for _, title in titles(found)
            )
    return content


def test_the_impact_summary_and_the_duty_stand_directly_before_the_report(packed: Packed) -> None:
    text = page_text(packed.whole)
    order = [
        "Equality statement Full",
        "Who is hurt and who gains",
        "The duty",
        "section 149(1)",
        "Recommendation 3.1",
        "Report 3.2",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_same_pack_built_twice_has_the_same_bytes(packed: Packed) -> None:
    assert packed.whole.files == packed.again.files


def test_word_has_real_headings_header_rows_and_british_english(packed: Packed) -> None:
    found = word(packed.whole)
    assert found.core_properties.language == "en-GB"
    styles = {one.style.name for one in found.paragraphs}
    assert {"Title", "Heading 1", "Heading 2"} <= styles
    xml = found.element.xml
    assert xml.count("<w:tblHeader") == len(found.tables)
    assert 'w:val="en-GB"' in found.styles.element.xml
    assert "en-US" not in found.styles.element.xml


def test_what_no_font_can_draw_becomes_a_note_in_words() -> None:
    assert printable("Good \U0001f44d\U0001f3fd job") == "Good [thumbs up sign] job"
    assert printable("\u5e73\u548c") == "[2 characters that cannot be printed]"
    assert printable("a\u200db\x07\ufeff") == "ab"
    assert printable("Ŵyneb, żółć, Ελλάδα, Кириллица, العربية") == "Ŵyneb, żółć, Ελλάδα, Кириллица, العربية"
    assert {ord(each) for each in "–—‘’“”…•£€½≥"} <= drawn()
