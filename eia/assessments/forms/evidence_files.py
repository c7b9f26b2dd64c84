"""A file for a source of a version."""

from eia.files.kinds import TAKEN
from eia.forms import EiaForm, Required, UploadField


class FileForm(EiaForm):
    file = UploadField("The file", [Required("Choose the file")])


def file_form(most: int) -> FileForm:
    form = FileForm()
    form.file.description = f"{TAKEN}, up to {most} MB. Take out names and details that nobody needs to see."
    return form
