"""What is asked of those who comment."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.fields import HiddenField

from eia.assessments.case import Case
from eia.assessments.forms.sections import section_form
from eia.assessments.guards.comments import may_mark
from eia.assessments.sections import FIXED, section_titles
from eia.forms import Choice, ChoicesField, EiaForm, Longest, PickField, ProseField, Required, TickField
from eia.people.models import Person
from eia.people.queries import Standings

LONGEST = 4_000
WHOLE = "The whole section"


class ReplyForm(EiaForm):
    comment = ProseField("Your words", [Longest(LONGEST)], render_kw={"rows": 3})
    tell = ChoicesField(
        "Whom do you want to tell?", description="You can also write @ and their whole name in your text."
    )

    @property
    def told(self) -> list[int]:
        return [int(person_id) for person_id in self.tell.data]


class CommentForm(ReplyForm):
    comment = ProseField("Your comment", [Required("Write your comment"), Longest(LONGEST)], render_kw={"rows": 3})
    place = PickField("What is it about?", [Required()], empty="Select a section or question")
    must_fix = TickField("This must be fixed before it is signed")

    @property
    def where(self) -> tuple[str, str]:
        """The section, and the question in it or ""."""
        section, _, about = str(self.place.data).partition("/")
        return section, about


def comment_form(
    case: Case, by: Standings, people: Sequence[Person], *, section: str = "", about: str = ""
) -> CommentForm:
    """A new comment; with `section` only places in that section are offered, and `about` is chosen beforehand."""
    form = CommentForm(data={"place": f"{section}/{about}" if section else None})
    titles = section_titles(case)
    for key in [section] if section else titles:
        form.place.choices = [*form.place.choices, *_places(case, key, titles[key], alone=bool(section))]
    _people(form, people)
    if may_mark(case, by) is None:
        del form.must_fix
    return form


def reply_form(people: Sequence[Person]) -> ReplyForm:
    form = ReplyForm()
    _people(form, people)
    return form


def _people(form: ReplyForm, people: Sequence[Person]) -> None:
    form.tell.choices = [Choice(str(person.id), person.name) for person in people]


def _places(case: Case, key: str, title: str, *, alone: bool) -> list[Choice]:
    """The section as a whole, then its questions."""
    whole = Choice(f"{key}/", WHOLE if alone else title)
    asked = questions(case, key).items()
    return [whole, *(Choice(f"{key}/{name}", text if alone else f"{title}: {text}") for name, text in asked)]


def questions(case: Case, key: str) -> Mapping[str, str]:
    """Question or characteristic -> its words, for one section."""
    if key in ("screening", "impacts"):
        begun = [i.about for i in case.version.impacts] if key == "impacts" else []
        keys = dict.fromkeys([*(c.key for c in case.framework.characteristics), *begun])
        return {about: case.about_words(about) for about in keys}
    asked: Any = section_form(case, key)
    shown = {name: field for name, field in asked._fields.items() if not isinstance(field, HiddenField)}
    return {name: field.label.text for name, field in shown.items() if name != "finished"}


def is_there(case: Case, section: str, about: str) -> bool:
    """Whether what was commented on in an earlier version is there in this one."""
    return section in section_titles(case) and (not about or about in questions(case, section))


def place_words(case: Case, section: str, about: str) -> str:
    """ "Evidence and gaps", or "Impacts: Disability"."""
    title = FIXED[section].title if section in FIXED else section
    asked = questions(case, section).get(about, "") if about and section in section_titles(case) else ""
    return f"{title}: {asked}" if asked else title
