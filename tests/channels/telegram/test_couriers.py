"""Several couriers for one outbox: a line that takes long stays with whoever has it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import pytest

from bot.channels.telegram.courier import Courier, Delivered, Result
from bot.channels.telegram.pace import UNLIMITED, Pace
from bot.ports import Pending
from bot.store.outbox import LENT
from bot.store.sql import SqlStore, open_store
from tests.store.making import NOW, SECOND, line, send

pytestmark = pytest.mark.asyncio


class Clock:
    """Shows what it is set to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Hand:
    """Sends a line when it is told to."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.go_on = asyncio.Event()

    async def __call__(self, line: Pending) -> Result:
        self.took.append(line.key)
        await self.go_on.wait()
        return Delivered("1")


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    """The outbox of all of them."""
    store = open_store(database)
    yield store
    store.close()


async def until(hand: Hand, many: int) -> None:
    """Waits until it has taken so many."""
    async with asyncio.timeout(20):
        while len(hand.took) < many:
            await asyncio.sleep(0.001)


@asynccontextmanager
async def carrying(store: SqlStore, clock: Clock) -> AsyncIterator[tuple[Courier, Hand]]:
    """A courier that is not alone, at work."""
    hand = Hand()
    courier = Courier(store, hand, clock, Pace(UNLIMITED), alone=False)
    running = asyncio.create_task(courier.run(asyncio.Event()))
    yield courier, hand
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_line_that_takes_long_is_not_handed_to_another_courier(store: SqlStore) -> None:
    clock = Clock()
    send(store, line("slow"))
    async with carrying(store, clock) as (courier, hand):
        await until(hand, 1)
        clock.now = NOW + LENT - 5 * SECOND
        send(store, line("next", address="telegram:2"))
        courier.wake()
        await until(hand, 2)
        assert hand.took == ["slow", "next"]
        assert store.claim(NOW + LENT + 5 * SECOND, 10) == []


async def test_a_courier_that_is_not_alone_takes_nothing_back(store: SqlStore) -> None:
    send(store, line("elsewhere"))
    assert len(store.claim(NOW, 10)) == 1
    send(store, line("here", address="telegram:2"))
    async with carrying(store, Clock()) as (_, hand):
        await until(hand, 1)
        assert hand.took == ["here"]
