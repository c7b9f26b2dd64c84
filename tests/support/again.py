"""A later version, from its draft to its signature with what was carried over."""

from tests.support.assessments import Made, take
from tests.support.writing import read, step_on, write_section


def to_mitigation(later: Made) -> None:
    for step in ("go_to_screening", "go_to_full_assessment", "go_to_mitigation"):
        step_on(later.version_id, step)


def sign_again(later: Made) -> None:
    """Confirm everything that was carried over, have it checked, and sign for every organisation."""
    for section in read(later.version_id).version.sections:
        write_section(later.version_id, section.key, {})
    step_on(later.version_id, "send_to_adviser")
    take(later, "claim", later.lead["adviser"])
    opinion = next(o.key for o in read(later.version_id).framework.opinions if o.given)
    take(later, "give_opinion", later.lead["adviser"], opinion=opinion)
    for staff in later.everybody:
        take(later, "sign", staff["approver"])
