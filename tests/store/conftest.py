"""Databases to test on: an SQLite file for each test, and a PostgreSQL database for each where a server is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from tests.databases import DATABASES, postgresql


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that does not exist yet, in a folder that does not either."""
    return f"sqlite:///{tmp_path}/data/bot.db"


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
    else:
        with postgresql() as fresh:
            yield fresh


@pytest.fixture
def url(empty_url: str) -> str:
    """A database with all tables."""
    migrate(empty_url)
    return empty_url


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    """A store on it."""
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def other(url: str) -> Iterator[SqlStore]:
    """A second store on the same database, as if in another process; it does not wait long."""
    store = open_store(url, wait=0.2)
    yield store
    store.close()


@pytest.fixture
def file_store(sqlite_url: str) -> Iterator[SqlStore]:
    """A store on SQLite, for what is so only there."""
    migrate(sqlite_url)
    store = open_store(sqlite_url, wait=0.2)
    yield store
    store.close()
