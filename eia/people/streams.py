"""The trail of who works for an organisation and what they may do there."""

from eia.people.models import Organisation


def stream_of(organisation: Organisation) -> str:
    return f"organisation:{organisation.code}"
