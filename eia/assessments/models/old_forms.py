"""A form filled in before, that was brought into a draft: its file, and every line of it with where it went.

How a draft came to be, not part of what is signed: the text that was placed stands in the sections.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from eia.assessments.models.content import blank, of_version
from eia.db import Base
from eia.files.models import StoredFile

SECTIONS = {"gap": "evidence", "option": "options"}
"""Where a place belongs that is not called as its section is."""


def section_at(place: str) -> str:
    """The section a place belongs to."""
    head = place.partition("/")[0]
    return SECTIONS.get(head, head)


class OldForm(Base):
    """`digest` is over its lines; `brought_at` is empty while where they go is only proposed."""

    __tablename__ = "old_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str]
    count: Mapped[int]
    read_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime]
    brought_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship()


class OldFormLine(Base):
    """One paragraph of it. `place` "" is nowhere yet, `aside` the reason why it goes nowhere."""

    __tablename__ = "old_form_line"
    __table_args__ = (UniqueConstraint("form_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("old_form.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    under: Mapped[str] = blank()
    """The headings and labels it stands under, the outermost first."""
    prefix: Mapped[str] = blank()
    place: Mapped[str] = blank()
    because: Mapped[str] = blank()
    aside: Mapped[str] = blank()
    written: Mapped[bool] = mapped_column(server_default=sql("false"), default=False)
    """Its text stands in the version."""

    @property
    def waits(self) -> bool:
        """Somebody has to place it, or set it aside."""
        return not (self.written or self.place or self.aside) and self.kind != "label"

    @property
    def says(self) -> str:
        return f"{self.prefix}{self.text}"


_WAITS = (OldFormLine.place == "") & (OldFormLine.aside == "") & (OldFormLine.kind != "label")
FORMS = (
    select(OldForm.id, OldForm.name, OldForm.brought_at, func.count(OldFormLine.id).label("waiting"))
    .outerjoin(OldFormLine, (OldFormLine.form_id == OldForm.id) & _WAITS)
    .where(OldForm.version_id == bindparam("version_id"))
    .group_by(OldForm.id)
    .order_by(OldForm.id)
)
"""The forms of a version, each with how many of its lines nobody has placed or set aside."""


def brought_in_from(session: Session, version_id: int, section: str) -> Sequence[str]:
    """Names of the forms of which something was written in a section; all of them are sources of evidence."""
    written = select(OldForm.name, OldFormLine.place).join(OldFormLine, OldFormLine.form_id == OldForm.id)
    found = session.execute(
        written.where(OldForm.version_id == version_id, OldForm.brought_at.is_not(None), OldFormLine.written)
        .distinct()
        .order_by(OldForm.name)
    )
    return list(dict.fromkeys(name for name, place in found if section in (section_at(place), "evidence")))
