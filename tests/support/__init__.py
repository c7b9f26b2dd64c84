"""What the tests stand on: real databases, a real server and a real browser. The fixtures are in tests/conftest.py."""
