"""A running bot for each test, by both ways in and on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from bot.store.sql import SqlStore, open_store
from tests.channels.telegram.hooked import Hooked
from tests.channels.telegram.world import World, built
from tests.store.making import KEYRING


def locked(url: str) -> SqlStore:
    """A store whose answers are locked."""
    return open_store(url, keyring=KEYRING)


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    """A database that processes can share, of each kind."""
    store = locked(database)
    yield store
    store.close()


@pytest_asyncio.fixture
async def still(database: str) -> AsyncIterator[World]:
    """Everything but the bot itself, which the test starts; nothing may have been refused in the end."""
    async with built(World, locked(database)) as world:
        yield world


@pytest_asyncio.fixture
async def hooked(database: str) -> AsyncIterator[Hooked]:
    """The same for a bot of two workers that updates are brought to."""
    async with built(Hooked, locked(database)) as world:
        yield world


@pytest.fixture(params=["polling on sqlite", "webhook on postgresql"])
def usual(request: pytest.FixtureRequest) -> tuple[type[World], str]:
    """How the bot usually runs: one process that polls, or two workers that updates are brought to; the database."""
    way, _, kind = request.param.split()
    return Hooked if way == "webhook" else World, str(request.getfixturevalue(f"{kind}_database"))


@pytest_asyncio.fixture
async def world(usual: tuple[type[World], str]) -> AsyncIterator[World]:
    """A bot that runs."""
    way, url = usual
    async with built(way, locked(url)) as world:
        world.start()
        yield world
        await world.stop()
