"""Whatever is posted, a form answers with a page."""

from io import BytesIO

import pytest
from flask import render_template
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from eia.forms import problems
from tests.look.gallery import EveryField, make_gallery, parts

GALLERY = make_gallery(TESTING=True, WTF_CSRF_ENABLED=False)
with GALLERY.test_request_context("/"):
    FIELDS = [field.name for field in EveryField(formdata=None)]
PART_NAMES = [f"planned-{part}" for part in ("day", "month", "year", "hour", "", "day-day")]
ODD = ["\x00", "\ud800", "٣", "²", "\x0b", "-1", "9" * 4500, "NaN", "\u202e", "x" * 30_000, "", "yes", "\ufffe"]
names = st.sampled_from([*FIELDS, *PART_NAMES, "unknown", "csrf_token"])
values = st.one_of(st.sampled_from(ODD), st.text(st.characters(codec=None), max_size=30))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(names, values), max_size=25))
def test_any_post_is_answered_with_a_page(posted: list[tuple[str, str]]) -> None:
    with GALLERY.test_request_context("/"):
        form = EveryField(formdata=MultiDict(posted))
        form.validate()
        list(problems(form))
        render_template("gallery.html", form=form, **parts()).encode("utf-8")


@pytest.mark.parametrize("count", [1, 2, 5])
def test_date_with_too_few_or_too_many_parts_is_answered(count: int) -> None:
    answer = GALLERY.test_client().post("/", data=dict.fromkeys(PART_NAMES[:count], "1"))
    assert answer.status_code == 200


def test_million_characters_are_refused_in_words() -> None:
    answer = GALLERY.test_client().post("/", data={"changes": "x" * 1_000_000})
    assert "must be 2,000 characters or fewer. It has 1,000,000" in answer.text


def test_more_than_the_service_takes_is_refused_in_words() -> None:
    answer = GALLERY.test_client().post("/", data={"changes": "x" * 4_000_001})
    assert answer.status_code == 413
    assert "larger than this service takes at once" in answer.text


def test_what_stands_before_a_file_that_is_too_large_is_kept_and_the_rest_is_read_away() -> None:
    sent = {"changes": "A long\nanswer", "password": "hunter2", "file": (BytesIO(b"x" * 5_000_000), "plan.pdf")}
    environ = EnvironBuilder(method="POST", data=sent).get_environ()
    answer = GALLERY.test_client().open(environ)
    assert (answer.status_code, environ["wsgi.input"].read(1)) == (413, b"")
    assert "A long\nanswer</textarea>" in answer.text
    assert "hunter2" not in answer.text
    told = GALLERY.test_client().post("/", data=b"y" * 5_000_000, content_type="multipart/form-data; boundary=b")
    assert told.status_code == 413


def test_bytes_that_are_no_text_are_answered() -> None:
    answer = GALLERY.test_client().post(
        "/", data=b"title=%ff%fe&planned-day=%00&changes=%ed%a0%80", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
