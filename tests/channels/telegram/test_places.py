"""Places on the way out: never more at once than there are, the one that has waited longest next, none lost."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.places import Places

pytestmark = pytest.mark.asyncio


async def test_the_lowest_rank_goes_next_whenever_it_came() -> None:
    places, gone = Places(1), list[int]()

    async def go(rank: int) -> None:
        await places.take(rank)
        gone.append(rank)
        await asyncio.sleep(0)
        places.give_back()

    await asyncio.gather(*(go(rank) for rank in (5, 9, 7, 6)))
    assert gone == [5, 6, 7, 9]


async def test_never_more_at_once_than_there_are_places() -> None:
    places, here, most = Places(3), 0, 0

    async def go(rank: int) -> None:
        nonlocal here, most
        await places.take(rank)
        here += 1
        most = max(most, here)
        await asyncio.sleep(0.001 * (rank % 3))
        here -= 1
        places.give_back()

    await asyncio.gather(*(go(rank) for rank in range(30)))
    assert (most, here) == (3, 0)


@pytest.mark.parametrize("given", [False, True], ids=["while it waits", "just as it gets its place"])
async def test_whoever_is_cancelled_leaves_the_place_to_the_next(given: bool) -> None:
    places = Places(1)
    await places.take(1)
    first, second = asyncio.create_task(places.take(2)), asyncio.create_task(places.take(3))
    await asyncio.sleep(0)
    if given:
        places.give_back()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    if not given:
        places.give_back()
    async with asyncio.timeout(1):
        await second
    assert first.cancelled()
