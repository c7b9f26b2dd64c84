"""What a server of the tests serves: the app of `wsgi`, with the templates that are compiled already."""

from flask import Flask

from tests.support import compiled

Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": compiled.cache()}

from wsgi import app as app  # noqa: E402
