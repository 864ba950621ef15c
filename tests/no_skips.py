"""A pytest plugin for continuous integration: a skipped test is a failure."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and not hasattr(session.config, "workerinput"):
        print(f"\n{len(skipped)} skipped: in continuous integration a skip is a failure")
        session.exitstatus = 1
