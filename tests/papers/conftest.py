"""A store to screen in, and everybody's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from bot.papers.gathering import Says
from bot.store.sql import SqlStore, open_store
from tests.core.worlds import first


@pytest.fixture
def store(sqlite_database: str) -> Iterator[SqlStore]:
    """An empty store."""
    store = open_store(sqlite_database)
    yield store
    store.close()


@pytest.fixture(scope="session")
def says() -> Callable[[str], Says]:
    """Puts messages into a language's words."""
    return lambda language: partial(first().texts.text, language=language)
