"""The blueprint, and loading a process for its reader."""

from collections.abc import Callable, Collection, Mapping

from flask import Blueprint, request
from sqlalchemy.orm import Session

from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused, Stale
from eia.people.forms.administration import AskingForm
from eia.people.queries import Standings
from eia.people.viewer import current_viewer, standings_now
from eia.promotions.case import ProcessCase
from eia.promotions.commands.opening import is_opened
from eia.promotions.guards.who import counts_for, only_keepers, standing_to_keep
from eia.promotions.models import PromotionProcess
from eia.promotions.queries import process_for
from eia.promotions.readers import WORDS, sees_figures
from eia.promotions.showing import names_of

PROCESS = "/<int(max=2147483647):process_id>"
KEPT = "What you typed is still here. Save again to put yours in place of what stands there now."
blueprint = Blueprint("promotions", __name__, url_prefix="/promotions")


def me() -> Standings:
    return current_viewer().standings


def known(process_id: int) -> ProcessCase:
    """The process in the address; 404 when this person may not know of it."""
    return process_for(db.session(), process_id, me())


def kept_by_me(process_id: int) -> ProcessCase:
    """The process for its owner or an HR lead of its lead; 403 for everybody else who may know of it."""
    case = known(process_id)
    if standing_to_keep(case.process, me()) is None:
        raise NotAllowed(only_keepers(case.process))
    return case


def for_figures(process_id: int) -> ProcessCase:
    """The process for somebody who may see its figures as they are; 403 for everybody else who may know of it."""
    case = known(process_id)
    if not sees_figures(db.session(), case.process, me()):
        raise NotAllowed(
            f"The figures of this process as they are may be opened by {WORDS}. Everybody else reads what is released."
        )
    return case


def counted_by_me(process_id: int) -> ProcessCase:
    """The process for somebody who enters its counts; 403 for everybody else who may know of it."""
    case = known(process_id)
    if not counts_for(case.process, me()):
        raise NotAllowed("Counts are entered by the HR leads of the organisations that take part.")
    return case


def may_be_shown(case: ProcessCase) -> bool:
    """Whether the figures may stand on this page: there are none yet, or this person opened them today."""
    return not case.process.counts_from or is_opened(db.session(), case.process.id, me())


def chosen_among(process: PromotionProcess, counted: Collection[str]) -> tuple[str, Mapping[str, str]]:
    """The organisation the address asks for, else all together, else the first; and the names of those counted."""
    names = {code: name for code, name in names_of(process).items() if code in counted}
    asked = request.args.get("of", "")
    return asked if asked in names else next(iter(names), ""), names


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
