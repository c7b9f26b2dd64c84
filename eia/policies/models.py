"""A policy. Everything it has so far stands on `Subject`."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia.subjects.models import Subject


class Policy(Subject):
    __tablename__ = "policy"
    __mapper_args__ = {"polymorphic_identity": "policy"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
