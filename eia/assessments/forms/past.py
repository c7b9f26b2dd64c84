"""A list of past assessments, and the document of one."""

from eia.files.kinds import TAKEN
from eia.forms import EiaForm, Required, UploadField


class PastFileForm(EiaForm):
    file = UploadField(
        "List of past assessments",
        [Required()],
        description="A workbook (.xlsx) or comma-separated values (.csv), at most 2,000 lines.",
        render_kw={"attributes": {"accept": ".xlsx,.csv,text/csv,text/plain"}},
    )


class DocumentForm(EiaForm):
    file = UploadField("The document", [Required("Choose the document")])


def document_form(most: int) -> DocumentForm:
    form = DocumentForm()
    form.file.description = f"{TAKEN}, up to {most} MB. It is kept for good: take out what nobody needs to see first."
    return form
