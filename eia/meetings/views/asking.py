"""How every form of a body or meeting is saved: what was typed stays on the page, whatever is refused."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from eia.db import transaction
from eia.errors import Refused, Stale
from eia.meetings.views.blueprint import me_now
from eia.people.forms.administration import AskingForm
from eia.people.queries import Standings

KEPT = "What you typed is still here, and what is on record now stands above it. Save again to put yours in its place."


def saved(form: AskingForm, change: Callable[[Session, Standings], object]) -> bool:
    """Whether the change was made; a refusal stands on the form, beside the questions it is about."""
    try:
        with transaction() as session:
            change(session, me_now(session))
    except Refused as refusal:
        form.show(refusal)
    except Stale as stale:
        said = " ".join(reason.text for reason in stale.reasons).replace(" Read it again, then decide.", "")
        form.form_errors.append(f"{said} {KEPT}")
    else:
        return True
    return False
