"""What every form of a step has."""

from typing import Any

from eia.forms import EiaForm, HiddenNumberField


class StepForm(EiaForm):
    """`seen` is the revision of the version that the person read."""

    seen = HiddenNumberField()

    def answers(self) -> dict[str, Any]:
        return {n: f.data for n, f in self._fields.items() if n not in ("seen", "csrf_token")}
