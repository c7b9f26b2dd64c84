"""A file that was added. Its bytes lie in the folder of the files under `place`; the row says what they must be."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia.db import Base


class StoredFile(Base):
    """Never changed. The name people gave stands where the file is used, for one file may be used in several places."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(unique=True)
    """Its name on disk: random, so that nothing a person typed reaches the file system."""
    digest: Mapped[str]
    """SHA-256 of the bytes, in hexadecimal."""
    size: Mapped[int]
    type: Mapped[str]
    kept_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[datetime]
