"""Organisations for all tests of a module: they only add to them."""

import pytest
from flask import Flask

from tests.support.staff import Staff, make_staff


@pytest.fixture(scope="module")
def staff(app: Flask) -> Staff:
    with app.app_context():
        return make_staff()


@pytest.fixture(scope="module")
def neighbour(app: Flask) -> Staff:
    with app.app_context():
        return make_staff()
