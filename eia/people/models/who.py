"""The organisations, their units, and the people who work for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base


class Organisation(Base):
    """A legal duty-holder. `code` prefixes its references."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    head: Mapped[str] = mapped_column(server_default=text("''"))
    """The holder of the duty in words, for example "the Chief Constable of Cambridgeshire"."""
    second_language: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """What it publishes in besides English, as `languages.py` names it ("cy"); "" for nothing else."""


class Unit(Base):
    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    organisation: Mapped[Organisation] = relationship()


class Person(Base):
    """Somebody who works for an organisation. How they sign in is an `Identity`, kept apart."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_register", "organisation_id", "sort_name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    sort_name: Mapped[str]
    """`name` folded to lower-case ASCII: what lists are ordered by on every database."""
    email: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship()


class MessageChoice(Base):
    """How somebody wants to be told. No row: at once."""

    __tablename__ = "message_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    daily: Mapped[bool]
    chosen_at: Mapped[datetime]


class Demonstration(Base):
    """One row marks a database made by `eia demo`, for ever (a trigger keeps it)."""

    __tablename__ = "demonstration"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
