"""A running bot for each test, by both ways in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store.sql import SqlStore
from tests.channels.telegram.hooked import Hooked
from tests.channels.telegram.world import World, made_store
from tests.databases import DATABASES, postgresql
from tests.emulator.http import serving
from tests.emulator.server import Telegram


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A database that processes can share, of each kind."""
    with postgresql() if request.param == "postgresql" else nullcontext("") as url:
        store = made_store(tmp_path, url)
        yield store
        store.close()


@pytest_asyncio.fixture
async def still(tmp_path: Path) -> AsyncIterator[World]:
    """Everything but the bot itself, which the test starts; nothing may have been refused in the end."""
    telegram, store = Telegram(), made_store(tmp_path)
    async with serving(telegram) as base:
        yield World(telegram, base, store)
    store.close()
    assert telegram.violations == []


@pytest_asyncio.fixture
async def hooked(still: World) -> Hooked:
    """The same for a bot of two workers that updates are brought to."""
    return Hooked(still.telegram, still.base, still.store)


@pytest_asyncio.fixture(params=["polling", "webhook"])
async def world(request: pytest.FixtureRequest, still: World) -> AsyncIterator[World]:
    """A bot that runs: one process that polls, or two workers that updates are brought to."""
    way = still if request.param == "polling" else Hooked(still.telegram, still.base, still.store)
    way.start()
    yield way
    await way.stop()
