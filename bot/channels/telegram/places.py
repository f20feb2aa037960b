"""Places: a limited number of lines may be on their way at once; next goes the line that has waited longest in all.

A line that first had to wait for another message of its chat does not go to the end of the queue again.
"""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush


class Places:
    """A limited number of places; who waits for one is ranked by a number, the lowest first."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    async def take(self, rank: int) -> None:
        """Waits for a place; it must be given back."""
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (rank, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        """Leaves the place to whoever waits with the lowest rank."""
        while self._waiting:
            _, turn = heappop(self._waiting)
            if not turn.done():
                return turn.set_result(None)
        self._free += 1
        return None
