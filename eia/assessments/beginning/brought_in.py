"""The part of a `Case` that old forms make: which were added to a version, and what of it they said."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import object_session

from eia.assessments.models import Version
from eia.assessments.models.old_forms import FORMS, brought_in_from


class BroughtIn:
    """Mixed into `Case`, which says what version it is."""

    version: Version

    @cached_property
    def old_forms(self) -> Sequence[Row[Any]]:
        """Forms that were filled in before and added to this version, with how many of their lines wait."""
        session = object_session(self.version)
        return [*session.execute(FORMS, {"version_id": self.version.id})] if session else []

    def brought_in_from(self, section: str) -> Sequence[str]:
        """Names of the old forms of which something was placed in this section."""
        session = object_session(self.version)
        return brought_in_from(session, self.version.id, section) if session else []
