"""An office for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from bot.store.sql import open_store
from tests.desk.office import Office


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """Without anybody in it. What a power cut would leave is tested elsewhere: here nobody waits for the disk."""
    store = open_store(sqlite_database)
    event.listen(store.engine, "connect", _hurried)
    yield Office(store)
    store.close()


def _hurried(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
