"""Calling meetings, and changing one."""

from typing import Any

from wtforms.validators import ValidationError

from eia.forms import (
    Choice,
    ChoiceField,
    DateParts,
    HiddenNumberField,
    LineField,
    Longest,
    NumberField,
    Required,
    RequiredWhen,
)
from eia.meetings.forms.times import TimeField
from eia.people.forms.administration import AskingForm

ONCE = "once"
MOST = 52
OFTEN = (
    Choice(ONCE, "Once"),
    Choice("weekly", "Every week"),
    Choice("fortnightly", "Every two weeks"),
    Choice("monthly", "Every month", "On the same weekday of the month, such as the second Thursday."),
)


def a_web_address(form: Any, field: Any) -> None:
    if field.data and not field.data.lower().startswith(("https://", "http://")):
        raise ValidationError("The link must begin with https://")


class MeetingForm(AskingForm):
    """`seen` is the revision of the meeting that the reader saw; nothing for a new one."""

    seen = HiddenNumberField()
    day = DateParts("Day", [Required()])
    begins = TimeField(
        "Start", [Required(), Longest(20)], description="For example 14:00 or 2pm.", render_kw={"width": "5"}
    )
    ends = TimeField("End (if known)", [Longest(20)], render_kw={"width": "5"})
    place = LineField("Place", [Longest(300)], description="Room and building. Leave it empty if it is online only.")
    link = LineField("Link to join online (if any)", [Longest(300), a_web_address], render_kw={"spellcheck": False})


class CallForm(MeetingForm):
    every = ChoiceField(
        "How often?",
        [Required()],
        choices=OFTEN,
        description="Bank holidays are left out, and the next one is called in their place.",
    )
    times = NumberField(
        "How many meetings?",
        [RequiredWhen("every", "weekly", "fortnightly", "monthly")],
        least=2,
        most=MOST,
        render_kw={"width": "3"},
    )
