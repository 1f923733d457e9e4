"""On CI a skipped test is a failure: what cannot run elsewhere is deselected by its mark instead."""

from __future__ import annotations

import pytest

from launch import tools


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if tools.on_ci() and reporter and reporter.stats.get("skipped"):
        reporter.write_line("\nCI: a test was skipped, which counts as a failure.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
