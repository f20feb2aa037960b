"""Stores on the databases of `tests/servers`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.store.sql import SqlStore, open_store


@pytest.fixture
def empty_url(empty_database: str) -> str:
    """An empty database of each kind."""
    return empty_database


@pytest.fixture
def url(database: str) -> str:
    """A database of each kind, with all tables."""
    return database


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
def file_store(sqlite_database: str) -> Iterator[SqlStore]:
    """A store on SQLite, for what is so only there."""
    store = open_store(sqlite_database, wait=0.2)
    yield store
    store.close()


@pytest.fixture
def server_store(postgresql_database: str) -> Iterator[SqlStore]:
    """A store on PostgreSQL, for what is so only there."""
    store = open_store(postgresql_database)
    yield store
    store.close()
