"""What is asked when somebody keeps a view of the register."""

from eia.forms import EiaForm, LineField, Longest, Required


class SavedViewForm(EiaForm):
    name = LineField(
        "What do you call it?",
        [Required(), Longest(80)],
        description="For example: Overdue reviews of our estates. A view you have under that name is replaced.",
    )
