"""A running bot for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.store.sql import open_store
from tests.channels.telegram.world import World
from tests.emulator.http import serving
from tests.emulator.server import Telegram


@pytest_asyncio.fixture
async def still(database: str) -> AsyncIterator[World]:
    """Everything but the bot itself, which the test starts; nothing may have been refused in the end."""
    telegram, store = Telegram(), open_store(database)
    async with serving(telegram) as base:
        yield World(telegram, base, store)
    store.close()
    assert telegram.violations == []


@pytest_asyncio.fixture
async def world(still: World) -> AsyncIterator[World]:
    """A bot that runs."""
    still.start()
    yield still
    await still.stop()
