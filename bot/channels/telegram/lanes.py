"""Lanes: updates of one chat are handled one after the other, in their order; chats do not wait for each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Lane:
    """The updates of one chat that are here at this moment; `closed` where the last of them was refused."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    here: int = 0
    closed: bool = False


class Lanes:
    """One at a time in each lane, in the order of arrival. A lane lasts as long as somebody is in it."""

    def __init__(self) -> None:
        self._lanes: dict[int, Lane] = {}

    @asynccontextmanager
    async def entered(self, name: int) -> AsyncIterator[Lane]:
        """Waits for its turn in this lane."""
        lane = self._lanes.setdefault(name, Lane())
        lane.here += 1
        try:
            async with lane.turn:
                yield lane
        finally:
            lane.here -= 1
            if not lane.here:
                del self._lanes[name]
