"""Couriers that share an outbox: what one has on its way no other one takes, and what it cannot finish it gives back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from bot.channels.telegram import courier
from bot.channels.telegram.courier import Courier, Delivered, Result, Retry
from bot.channels.telegram.pace import UNLIMITED, Pace
from bot.ports import LentLine, Outgoing, StoreDown
from bot.store.sql import SqlStore, open_store

pytestmark = pytest.mark.asyncio


class Clock:
    """Stands still until it is moved."""

    now = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Slow:
    """Sends, but not before it may."""

    def __init__(self) -> None:
        self.begun, self.may = list[str](), asyncio.Event()

    async def send(self, line: LentLine) -> Result:
        self.begun.append(line.key)
        await self.may.wait()
        return Delivered("1")


@pytest.fixture(autouse=True)
def _no_pause_between_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few turns of the loop are a round."""
    monkeypatch.setattr(courier, "MOMENT", 0)


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    """With one line in its outbox."""
    store = open_store(database)
    with store.transaction() as unit:
        unit.send(Outgoing(address="telegram:1", do="show", key="line"))
    yield store
    store.close()


class Running:
    """A courier at work."""

    def __init__(self, store: SqlStore, clock: Clock, alone: bool = False) -> None:
        self.slow, self.stop = Slow(), asyncio.Event()
        self.courier = Courier(store, self.slow.send, clock, Pace(UNLIMITED), alone=alone)
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        await self.courier.join()
        await self.courier.run(self.stop)

    async def turn(self) -> None:
        """Lets it look at the outbox once more."""
        self.courier.wake()
        for _ in range(20):
            await asyncio.sleep(0)

    async def end(self) -> None:
        self.stop.set()
        self.courier.wake()
        await self.task


async def test_what_is_long_on_its_way_is_not_sent_twice(store: SqlStore) -> None:
    clock = Clock()
    one, other = Running(store, clock), Running(store, clock)
    for _ in range(20):
        await one.turn()
        await other.turn()
        clock.now += courier.RENEWAL
    assert sorted(one.slow.begun + other.slow.begun) == ["line"]
    one.slow.may.set()
    other.slow.may.set()
    await one.end()
    await other.end()
    assert store.outbox().waiting == 0


async def test_a_worker_takes_nothing_from_one_that_lives(store: SqlStore, database: str) -> None:
    clock, living = Clock(), open_store(database)
    living.join("telegram:")
    living.claim(clock.now, 9, "telegram:")
    started = Running(store, clock)
    await started.turn()
    assert started.slow.begun == []
    living.close()
    clock.now += timedelta(minutes=1)
    await started.turn()
    assert started.slow.begun == ["line"], "whoever had it died later"
    started.slow.may.set()
    await started.end()


async def test_a_courier_alone_takes_all_back_at_its_start(store: SqlStore) -> None:
    clock = Clock()
    store.claim(clock.now, 9, "telegram:")
    started = Running(store, clock, alone=True)
    await started.turn()
    assert started.slow.begun == ["line"]
    started.slow.may.set()
    await started.end()


async def test_what_cannot_be_finished_is_given_back(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "FAREWELL", 0.01)
    clock = Clock()
    stopping = Running(store, clock)
    await stopping.turn()
    await stopping.end()
    assert [line.key for line in store.claim(clock.now, 9, "telegram:")] == ["line"], "at once, not in a minute"


async def test_those_behind_one_that_has_to_be_tried_again_go_after_it(store: SqlStore) -> None:
    tried = list[str]()

    async def send(line: LentLine) -> Result:
        tried.append(line.key)
        return Retry("busy", after=0.01) if tried.count("a") == 1 and line.key == "a" else Delivered("1")

    working, stop = Courier(store, send, lambda: datetime.now(UTC), Pace(UNLIMITED)), asyncio.Event()
    task = asyncio.create_task(working.run(stop))
    await until(lambda: tried == ["line"])
    put_in(store, "a", "b")
    put_in(store, "c")
    await until(lambda: store.outbox().waiting == 0)
    assert tried == ["line", "a", "a", "b", "c"]
    stop.set()
    await task


async def test_nothing_is_sent_before_the_time_that_telegram_asks_for(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "LONGEST_WAIT", 0.01)  # of the store; Telegram asks for hours, if it must
    tried = list[float]()

    async def send(line: LentLine) -> Result:
        tried.append(monotonic())
        return Retry("flood", after=0.2, flood=True) if len(tried) == 1 else Delivered("1")

    working, stop = Courier(store, send, lambda: datetime.now(UTC), Pace(UNLIMITED)), asyncio.Event()
    task = asyncio.create_task(working.run(stop))
    await until(lambda: store.outbox().waiting == 0)
    assert len(tried) == 2
    assert tried[1] - tried[0] > 0.19
    stop.set()
    await task


async def test_what_is_put_in_before_it_is_booked_that_another_is_to_be_tried_again_goes_after_it(
    store: SqlStore,
) -> None:
    tried = list[str]()

    async def send(line: LentLine) -> Result:
        tried.append(line.key)
        if tried != ["line"]:
            return Delivered("1")
        asyncio.get_running_loop().call_soon(put_in, store, "next")
        return Retry("busy", after=0.01)

    working, stop = Courier(store, send, lambda: datetime.now(UTC), Pace(UNLIMITED)), asyncio.Event()
    task = asyncio.create_task(working.run(stop))
    await until(lambda: store.outbox().waiting == 0)
    assert tried == ["line", "line", "next"]
    stop.set()
    await task


async def test_what_waits_for_another_when_it_stops_is_given_back(store: SqlStore) -> None:
    clock = Clock()
    stopping = Running(store, clock, alone=True)
    await stopping.turn()
    put_in(store, "behind", at=clock.now)
    stopping.stop.set()
    await stopping.turn()
    stopping.slow.may.set()
    await stopping.task
    assert stopping.slow.begun == ["line"]
    assert [line.key for line in store.claim(clock.now, 9, "telegram:")] == ["behind"]


async def test_who_is_to_stop_does_not_wait_without_end_for_a_database_that_is_away(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "LAST_BOOKING", 0.0)
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.01)

    def away(*given: object) -> None:
        raise StoreDown("refused")

    clock = Clock()
    stopping = Running(store, clock)
    await stopping.turn()
    stopping.slow.may.set()
    monkeypatch.setattr(store, "book", away)
    monkeypatch.setattr(store, "claim", away)
    async with asyncio.timeout(5):
        await stopping.end()
    assert store.outbox().waiting == 1, "it is sent once more"


def put_in(store: SqlStore, *keys: str, at: datetime | None = None) -> None:
    with store.transaction() as unit:
        for key in keys:
            unit.send(Outgoing(address="telegram:1", do="show", key=key, at=at or datetime.now(UTC)))


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():
            await asyncio.sleep(0.005)
