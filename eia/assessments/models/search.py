"""What search looks in: the words of each version, and which of them are to be read anew.

They say nothing that is not said elsewhere. `search/keeping.py` writes them after the change, and each database keeps
an index of them by itself.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia.assessments.models.register import KEY
from eia.db import Base


class SearchText(Base):
    """The words of one version, each once, in no order: "t.night" stands in its title, "e.night" in its evidence.

    "o.3" and "p.7" are the organisations and people who may find it. What they may read is asked when they look.
    """

    __tablename__ = "search_text"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, autoincrement=False)
    words: Mapped[str]


class SearchWord(Base):
    """A word of letters that some version says, so that it is found by its beginning."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(KEY, primary_key=True)


class SearchDue(Base):
    """Something of an assessment changed and its words are to be read anew: a row for each change, gone afterwards."""

    __tablename__ = "search_due"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
