"""The last lines of a run: what ran where. A test that was skipped without leave fails the run."""

from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

VERSIONS = ("chromium", "postgresql")


class WhatRanWhere:
    """Collects, in the process that began the run, what the workers attach to their reports."""

    def __init__(self) -> None:
        self.engines: Counter[str] = Counter()
        self.versions: dict[str, str] = {}
        self.skipped_silently: list[str] = []
        self.in_a_browser = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        seen = dict(report.user_properties)
        self.versions |= {name: str(seen[name]) for name in VERSIONS if name in seen}
        if report.skipped and not hasattr(report, "wasxfail") and "may_skip" not in seen:
            self.skipped_silently.append(report.nodeid)
        if report.when == "call" and not report.skipped:
            self.engines[str(seen.get("engine", "no database"))] += 1
            self.in_a_browser += "browser" in seen

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped_silently and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        for test in self.skipped_silently:
            terminalreporter.write_line(f"Skipped without leave (mark it may_skip, or mend it): {test}", red=True)
        terminalreporter.section("what ran where")
        for line in self.lines():
            terminalreporter.write_line(line)

    def lines(self) -> list[str]:
        postgresql = f"PostgreSQL {self.versions.get('postgresql', 'was not started')}"
        chromium = self.versions.get("chromium", "")
        return [
            f"SQLite: {self.engines['sqlite']} tests",
            f"{postgresql}: {self.engines['postgresql']} tests",
            f"Without a database: {self.engines['no database']} tests",
            f"In a real browser: {self.in_a_browser} tests" + (f" (Chromium {chromium})" if chromium else ""),
        ]


def attach(item: pytest.Item, report: pytest.TestReport, versions: dict[str, str]) -> None:
    """Tell the collecting process, through the report, where this test ran."""
    callspec = getattr(item, "callspec", None)
    if callspec and "engine_name" in callspec.params:
        report.user_properties.append(("engine", callspec.params["engine_name"]))
    if "browser" in getattr(item, "fixturenames", ()):
        report.user_properties.append(("browser", True))
    if item.get_closest_marker("may_skip"):
        report.user_properties.append(("may_skip", True))
    report.user_properties.extend(versions.items())


Reports = Generator[None, pytest.TestReport, pytest.TestReport]
