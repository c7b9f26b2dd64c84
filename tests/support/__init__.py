"""What the tests stand on: real databases, a real server and a real browser. The fixtures are in tests/conftest.py."""

RUN = "EIA_TEST_RUN"
"""Names the id of the process that began the run, handed down to its workers and servers."""
