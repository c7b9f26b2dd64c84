"""Packs for the tests: asked for and built as `eia jobs` does it, and read back from where they are kept."""

import io
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.files.keeping import kept, opened, store
from eia.meetings.commands.packs import ask_for_pack
from eia.meetings.models import ItemPaper, Pack, PackFile
from eia.meetings.packing.jobs import build_asked
from tests.support.databases import FILES
from tests.support.files import Sent
from tests.support.meetings import Sat
from tests.support.staff import acting

LIMIT = 5


@dataclass(frozen=True)
class Built:
    """One pack as it lies there."""

    pack_id: int
    state: str
    fault: str
    files: dict[str, bytes]


def ask(sat: Sat, *, part: str = "open", supplement: int = 0) -> int:
    with transaction() as session:
        by = acting(session, sat.lead["secretary"])
        pack_id = ask_for_pack(session, sat.meeting_id, part=part, supplement=supplement, by=by).id
    forget_but(pack_id)
    return pack_id


def build(app: Flask, sat: Sat, *, part: str = "open", supplement: int = 0) -> Built:
    """Ask for the pack, build it, and read what came of it."""
    pack_id = ask(sat, part=part, supplement=supplement)
    build_asked(app)
    return read_pack(db.session(), pack_id)


def forget_but(pack_id: int) -> None:
    """Every agenda that goes out asks for a pack: those of other tests are not built in this one's time."""
    with transaction() as session:
        others = update(Pack).where(Pack.state == "asked", Pack.id != pack_id)
        session.execute(others.values(state="failed", fault="Not wanted by this test."))


def read_pack(session: Session, pack_id: int) -> Built:
    session.rollback()
    pack = session.get_one(Pack, pack_id)
    files = {}
    for one in session.scalars(select(PackFile).where(PackFile.pack_id == pack_id)):
        with opened(one.file, FILES) as stream:
            files[one.format] = stream.read()
    found = Built(pack.id, pack.state, pack.fault, files)
    session.rollback()
    return found


def add_paper(
    sat: Sat, name: str, content: bytes, *, item_id: int = 0, title: str = "", kind: str = "paper", supplement: int = 0,
    late_reason: str = "",
) -> int:  # fmt: skip
    """A paper of the item, as the page that takes it writes it."""
    with kept(Sent(name, content), FILES, LIMIT) as received, transaction() as session:
        file = store(session, received, by=sat.lead["owner"])
        paper = ItemPaper(
            item_id=item_id or sat.item_id, title=title or name.rpartition(".")[0].capitalize(), name=received.name,
            kind=kind, file_id=file.id, supplement=supplement, late_reason=late_reason, added_by=sat.lead["owner"],
            added_at=clock.now(),
        )  # fmt: skip
        session.add(paper)
        session.flush()
        return paper.id


def pdf_of(pages: int, *, password: str = "", words: str = "A map") -> bytes:
    """A small PDF of that many pages, protected when a password is given."""
    import pikepdf

    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
        )
        page.obj.Contents = made.make_stream(f"BT /F 24 Tf 72 700 Td ({words} {number + 1}) Tj ET".encode())
    whole = io.BytesIO()
    locked = pikepdf.Encryption(user=password, owner=password) if password else None
    made.save(whole, encryption=locked) if locked else made.save(whole)
    return whole.getvalue()
