"""The database goes away in the middle of a conversation, and comes back: nobody has to do anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from bot.channels.telegram import polling
from bot.store.sql import open_store
from bot.store.verify import verify
from tests.channels.telegram.world import World, built
from tests.servers.databases import Databases
from tests.servers.postgres import Server

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def world(shaky_server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A bot that runs on a server that may be stopped, and tries again soon."""
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.5)
    async with built(World, open_store(Databases(shaky_server.url()).clean())) as world:
        world.start()
        yield world
        await world.stop()


def stopped(server: Server) -> None:
    """In good order, as for an update of PostgreSQL."""
    server.stop()


def crashed(server: Server) -> None:
    """At once, as when the machine loses its power."""
    server.crash()


@pytest.mark.parametrize("away", [stopped, crashed])
async def test_an_answer_to_a_database_that_is_away_arrives_when_it_is_back(
    world: World, shaky_server: Server, away: Callable[[Server], None]
) -> None:
    phone = await world.joined()
    await world.asked(phone)
    await asyncio.to_thread(away, shaky_server)
    phone.send("2026-12-06")
    await phone.until(lambda: "nothing can be stored just now" in phone.shown[-1].text)
    await asyncio.to_thread(shaky_server.start)
    await world.question(phone, 1)
    await world.quiet()
    ((_, entries),) = world.record()
    assert [entry.kind for entry in entries].count("answered") == 1
    assert verify(world.store) == []
