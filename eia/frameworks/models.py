"""The bytes of every framework an assessment has used, kept so that it prints as it was answered."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from eia.db import Base


class StoredFramework(Base):
    """One framework file from its first use; never changed after that."""

    __tablename__ = "stored_framework"

    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    first_used_at: Mapped[datetime]
