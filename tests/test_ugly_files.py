"""Whatever file people bring, they get what it says or a sentence, and the service keeps its memory.

The files themselves stand in `tests/spreadsheets/ugly.py`, `tests/support/ugly_forms.py` and `huge_files.py`.
"""

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.spreadsheets.test_reading import READ, REFUSED
from tests.support import ugly_forms
from tests.support.huge_files import FORMS, TABLES
from tests.support.staff import make_staff, signed_in

HUGE = {**{name: ("table", *file) for name, file in TABLES.items()},
        **{name: ("form", *file) for name, file in FORMS.items()}}  # fmt: skip
MOST_MEGABYTES = 300
"""What reading one file may add to a process, whatever it is: six times the largest."""
ADDRESSES = {"owner": "/policies/files/new", "adviser": "/assessments/past/files/new"}
NAMES_NO_COLUMNS = "No line names the columns"


def brought(client: FlaskClient, address: str, content: bytes, name: str) -> str:
    """What is said of it: the sentence, or where reading it leads to."""
    answer = client.post(address, data={"file": (BytesIO(content), name)}, content_type="multipart/form-data")
    if answer.status_code == 303:
        return answer.headers["Location"]
    assert answer.status_code == 200, (name, answer.status_code)
    found = re.search(r'class="govuk-error-message">(.*?)</p>', answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found.group(1)) if found else ""


@pytest.mark.only_on("sqlite", because="files are read before the database is asked")
@pytest.mark.parametrize("who", ADDRESSES)
def test_each_ugly_table_is_read_or_refused_with_a_sentence(app: Flask, who: str) -> None:
    with app.app_context():
        client = signed_in(app, make_staff()[who])
    files = {**{name: make for name, (make, _) in READ.items()}, **{name: make for name, (make, _) in REFUSED.items()}}
    said = {name: brought(client, ADDRESSES[who], make(), f"{name}.xlsx") for name, make in files.items()}
    assert len(said) + len(ugly_forms.READ) + len(ugly_forms.REFUSED) >= 30
    assert [name for name, words in said.items() if not words] == []
    assert {name for name in READ if "/files/" not in said[name] and "wrong in this file" not in said[name]} <= {
        name for name in READ if NAMES_NO_COLUMNS in said[name]
    }
    assert [name for name in REFUSED if "/files/" in said[name]] == []


@pytest.mark.only_on("sqlite", because="files are read before the database is asked")
@pytest.mark.parametrize("who", ADDRESSES)
def test_a_file_of_fifty_megabytes_is_too_large_and_that_is_said(app: Flask, who: str) -> None:
    with app.app_context():
        client = signed_in(app, make_staff()[who])
    for name in ("wide lines.csv", "pictures.xlsx"):
        assert "is larger than 20 MB" in brought(client, ADDRESSES[who], TABLES[name][0](), name)


@pytest.mark.parametrize("name", HUGE)
def test_the_largest_files_take_a_bounded_memory(tmp_path: Path, name: str) -> None:
    kind, make, words = HUGE[name]
    file = tmp_path / "huge"
    file.write_bytes(make())
    command = [sys.executable, "-m", "tests.support.measured_reading", kind, str(file)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert words in found["said"]
    assert found["peak"] - found["before"] < MOST_MEGABYTES, found
