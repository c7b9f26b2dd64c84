"""A form of one field, posted or filled, without an application behind it."""

from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from eia.forms import EiaForm

APP = Flask(__name__)
APP.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=False)
NOT_POSTED: Any = object()


def ask(question: Any, posted: Any = NOT_POSTED, *, on_record: Any = None, **others: Any) -> Any:
    """The bound field `q` after validation (when something was posted). `posted`: a text, a list or a mapping."""
    form_class = type("OneQuestion", (EiaForm,), {"q": question, **others})
    with APP.test_request_context("/"):
        if posted is NOT_POSTED:
            return form_class(formdata=None, data={"q": on_record}).q
        body = posted if isinstance(posted, dict) else {"q": posted}
        form = form_class(formdata=MultiDict(body), data={"q": on_record})
        form.validate()
        return form.q
