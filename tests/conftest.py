"""What holds for all tests: the databases of both kinds, and how Hypothesis looks for examples."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.servers.databases import (
    MISSING,
    database,
    databases,
    empty_database,
    own_server,
    postgresql_database,
    shaky_server,
    sqlite_database,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "database", "databases", "empty_database", "own_server",
    "postgresql_database", "shaky_server", "sqlite_database", "sqlite_template", "sqlite_url",
]  # fmt: skip

# A busy machine is no finding.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what the dots do not."""
    for reason in MISSING:
        terminalreporter.line(f"NOT TESTED ON POSTGRESQL: {reason}", red=True, bold=True)
