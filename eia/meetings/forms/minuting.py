"""What is asked of whoever writes minutes."""

from eia.forms import EiaForm, HiddenNumberField, ProseField


class MinuteForm(EiaForm):
    """`seen` is the revision of the minute that the person began with."""

    seen = HiddenNumberField()
    words = ProseField("Minute", render_kw={"rows": 14})
