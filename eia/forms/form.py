"""`EiaForm`, which every form of the house inherits: CSRF without a clock, tidied text, plain sentences."""

from typing import Any, ClassVar

from flask import Flask, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from flask_wtf.form import _Auto, _is_submitted
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms.fields import FieldList, FormField
from wtforms.validators import ValidationError

from eia.forms.sentences import PlainEnglish, subject
from eia.forms.text import TidyFormData

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Every post is checked for its token, which lives as long as the session: officers write for hours."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config.setdefault("WTF_I18N_ENABLED", False)
    csrf.init_app(app)


class EiaForm(FlaskForm):  # type: ignore[misc]
    """A form that never raises on what is posted, keeps what was typed and says what to mend."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf_time_limit: ClassVar[int | None] = None

        def wrap_formdata(self, form: Any, formdata: Any) -> TidyFormData | None:
            if formdata is _Auto:
                formdata = CombinedMultiDict([request.files, request.form]) if _is_submitted() else None
            if formdata is None or isinstance(formdata, TidyFormData):
                return formdata
            return TidyFormData(formdata if hasattr(formdata, "lists") else MultiDict(formdata))

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            field = super().bind_field(form, unbound_field, options)
            field._translations = PlainEnglish(field)
            return field

    def process(self, formdata: Any = None, *arguments: Any, **values: Any) -> None:
        formdata = self.meta.wrap_formdata(self, formdata)
        self.refused: dict[str, int] = formdata.refused if formdata is not None else {}
        super().process(formdata, *arguments, **values)

    def validate(self, extra_validators: Any = None) -> bool:
        extra: dict[str, list[Any]] = dict(extra_validators or {})
        for name, field in self._fields.items():
            if not isinstance(field, FormField | FieldList):
                extra[name] = [*extra.get(name, ()), self._nothing_was_taken_out]
        return bool(super().validate(extra))

    def _nothing_was_taken_out(self, form: Any, field: Any) -> None:
        names = (field.name, f"{field.name}-day", f"{field.name}-month", f"{field.name}-year")
        count = sum(self.refused.get(name, 0) for name in names)
        if count:
            what = "an invisible character" if count == 1 else f"{count:,} invisible characters"
            them = "It is" if count == 1 else "They are"
            raise ValidationError(
                f"{subject(field)} held {what} that cannot be kept. {them} taken out of the text shown: "
                "check it and save again"
            )


class Part(EiaForm):
    """A form inside another (`FormField`, `FieldList`): the outer one carries the token."""

    class Meta(EiaForm.Meta):
        csrf = False
