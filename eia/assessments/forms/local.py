"""What an organisation says for itself. A field's name is the column's name."""

from eia.assessments.case import Case
from eia.assessments.forms.writing import WritingForm
from eia.assessments.models.local import QUESTIONS
from eia.forms import ProseField


class LocalForm(WritingForm):
    applies = ProseField(
        "How does it apply here?", description="What is different in your organisation: places, people, practice."
    )
    impacts = ProseField(
        "Who is affected differently here?", description="Leave it empty when nobody is affected differently."
    )
    figures = ProseField("Local figures", description="With their date and where they come from.")
    actions = ProseField("What is done locally about it?", description="What, by whom and until when.")

    def answers(self) -> dict[str, str]:
        return {question: str(self._fields[question].data or "") for question in QUESTIONS}


def local_form(case: Case, organisation_id: int) -> LocalForm:
    own = case.local_of(organisation_id)
    said = {question: getattr(own, question) for question in QUESTIONS} if own else {}
    return LocalForm(data={**said, "seen": own.revision if own else 0})
