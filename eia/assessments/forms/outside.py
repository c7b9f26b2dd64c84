"""Letting readers outside read a version, what they write, and why it was not taken over."""

from typing import ClassVar

from eia.assessments.case import Case
from eia.assessments.sections import sections_of
from eia.forms import Choice, ChoicesField, EiaForm, LineField, Longest, NumberField, PickField, ProseField, Required

DAYS, MOST_DAYS = 28, 90
NAME_MAXIMUM, COMMENT_MAXIMUM = 120, 4_000


class LinkForm(EiaForm):
    group_name = LineField(
        "Who is the link for?",
        [Required(), Longest(NAME_MAXIMUM)],
        description="For example: Disability staff network.",
    )
    days = NumberField("For how many days?", [Required()], least=1, most=MOST_DAYS)
    parts = ChoicesField("Which parts may they read?", description="Tick none to show all of it.")


def link_form(case: Case) -> LinkForm:
    form = LinkForm(data={"days": DAYS})
    form.parts.choices = [Choice(s.key, s.title) for s in sections_of(case)]
    return form


class DeclineForm(EiaForm):
    reason = ProseField("Why is it not taken over?", [Required(), Longest(2_000)], render_kw={"rows": 3})


class CommentForm(EiaForm):
    """Posted by people without an account: no cookie lets them in, so there is no token against forged posts.

    `website` is a trap for programs: people neither see nor reach it.
    """

    class Meta(EiaForm.Meta):
        csrf: ClassVar[bool] = False

    section = PickField("Which part is it about?", empty="All of it")
    comment = ProseField("Your comment", [Required(), Longest(COMMENT_MAXIMUM)], render_kw={"rows": 6, "count": True})
    name = LineField("Your name or group, if you want to say it", [Longest(NAME_MAXIMUM)])
    website = LineField("Leave this empty")


def comment_form(sections: list[Choice]) -> CommentForm:
    form = CommentForm()
    form.section.choices = sections
    return form
