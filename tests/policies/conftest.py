"""Two organisations, and the policy owner of the first."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.staff import Staff, make_staff, signed_in


@pytest.fixture
def staff(app: Flask) -> Staff:
    with app.app_context():
        return make_staff()


@pytest.fixture
def neighbour(app: Flask) -> Staff:
    with app.app_context():
        return make_staff()


@pytest.fixture
def owner(app: Flask, staff: Staff) -> FlaskClient:
    return signed_in(app, staff["owner"])
