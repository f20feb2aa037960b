"""One at a time within a lane, as they came; lanes do not wait for each other, and are not kept when nobody is in them."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.lanes import Lane, Lanes

pytestmark = pytest.mark.asyncio


class Walk:
    """Some that go through lanes, each as long as it is told."""

    def __init__(self) -> None:
        self.lanes, self.seen, self.gates = Lanes(), list[str](), dict[str, asyncio.Event]()

    def go(self, lane: int, name: str) -> asyncio.Task[Lane]:
        """Enters, and stays until its gate is opened."""
        self.gates[name] = asyncio.Event()
        return asyncio.create_task(self._go(lane, name))

    async def _go(self, lane: int, name: str) -> Lane:
        async with self.lanes.entered(lane) as entered:
            self.seen.append(f"{name} in")
            await self.gates[name].wait()
            self.seen.append(f"{name} out")
            return entered

    def open(self, *names: str) -> None:
        for name in names:
            self.gates[name].set()


async def test_one_at_a_time_as_they_came() -> None:
    walk = Walk()
    tasks = [walk.go(1, name) for name in "abc"]
    await asyncio.sleep(0)
    walk.open("c", "b", "a")
    await asyncio.gather(*tasks)
    assert walk.seen == ["a in", "a out", "b in", "b out", "c in", "c out"]


async def test_lanes_do_not_wait_for_each_other() -> None:
    walk = Walk()
    slow, quick = walk.go(1, "slow"), walk.go(2, "quick")
    await asyncio.sleep(0)
    walk.open("quick")
    await quick
    assert "slow out" not in walk.seen
    walk.open("slow")
    await slow


async def test_those_behind_meet_the_lane_as_it_was_left() -> None:
    walk = Walk()
    first, second = walk.go(1, "first"), walk.go(1, "second")
    await asyncio.sleep(0)
    walk.open("first", "second")
    assert await first is await second
    third = walk.go(1, "third")
    walk.open("third")
    assert await third is not await second, "nobody was left in it"


async def test_who_gives_up_waiting_holds_nobody_up() -> None:
    walk = Walk()
    first, second, third = (walk.go(1, name) for name in ("first", "second", "third"))
    await asyncio.sleep(0)
    second.cancel()
    walk.open("first", "third")
    await asyncio.gather(first, third)
    assert walk.seen == ["first in", "first out", "third in", "third out"]
