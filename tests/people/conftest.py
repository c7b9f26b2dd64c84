"""People of a new organisation for each test."""

import pytest
from flask import Flask

from tests.people.factories import make_people
from tests.people.staff import STAFF, People


@pytest.fixture
def staff(app: Flask, code: str) -> People:
    return make_people(app, code, STAFF)
