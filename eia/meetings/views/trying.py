"""How every form of an item is saved: what was typed stays on the page, whatever is refused."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from eia.db import transaction
from eia.errors import NotOffered, Refused, Stale
from eia.people.forms.administration import AskingForm
from eia.people.queries import Standings
from eia.people.viewer import standings_now

KEPT = (
    "What you typed is still here, and what stands on record now is on the item’s page. Save again to put yours in its "
    "place."
)


def tried(form: AskingForm, change: Callable[[Session, Standings], object]) -> bool:
    """Whether the change was made; a refusal stands on the form, beside the questions it is about."""
    try:
        with transaction() as session:
            change(session, standings_now(session))
    except (Refused, NotOffered) as refusal:
        form.show(refusal)
    except Stale as stale:
        form.form_errors.append(f"{' '.join(reason.text for reason in stale.reasons)} {KEPT}")
    else:
        return True
    return False
