"""How every form of a body, a meeting or an item is saved: what was typed stays on the page, whatever is refused."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from eia.db import transaction
from eia.errors import NotOffered, Refused, Stale
from eia.meetings.views.blueprint import me_now
from eia.people.forms.administration import AskingForm
from eia.people.queries import Standings

KEPT = "What you typed is still here. Save again to put it in the place of what is on record now."


def saved(form: AskingForm, change: Callable[[Session, Standings], object]) -> bool:
    """Whether the change was made; a refusal stands on the form, beside the questions it is about."""
    try:
        with transaction() as session:
            change(session, me_now(session))
    except (Refused, NotOffered) as refusal:
        form.show(refusal)
    except Stale as stale:
        form.form_errors.append(f"{said_by(stale)} {KEPT}")
    else:
        return True
    return False


def said_by(stale: Stale) -> str:
    """What somebody else did meanwhile, for a page on which what was typed stays."""
    return " ".join(reason.text for reason in stale.reasons).replace(" Read it again, then decide.", "")
