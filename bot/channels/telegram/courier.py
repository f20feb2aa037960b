"""Brings everything out of the outbox: all addresses at once, in order within each, at a pace that is allowed.

It knows no library: `send` does it and says how it went. A line is booked as sent only after it was, so that a crash
between the two may repeat a message, but never loses one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.telegram.pace import Pace
from bot.ports import Outgoing, Pending, Store, StoreFailed

LOG = logging.getLogger(__name__)
TIMER = 1.0
CLAIMED = 500
AT_ONCE = 32
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
BUG_TRIES = 5
FAREWELL = 5.0
KEPT = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is done; the message that it now is, where there is one."""

    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """It was not done: again after so many seconds, or when the courier thinks fit. `flood`: we were too fast."""

    reason: str
    after: float | None = None
    flood: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """It cannot be done, ever."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat lives at another address now."""

    address: str


Result = Delivered | Retry | Gone | Moved
Send = Callable[[Pending], Awaitable[Result]]


class Courier:
    """Takes lines out of the outbox and hands them to `send`. Only lines of `channel` are its business.

    `alone`: no other courier has this channel, so that what is lent at the start was lent to one that died.
    """

    def __init__(
        self,
        store: Store,
        send: Send,
        clock: Callable[[], datetime],
        pace: Pace,
        channel: str = "telegram",
        alone: bool = True,
    ) -> None:
        self._store, self._send, self._clock, self._pace, self._channel = store, send, clock, pace, channel
        self._alone, self._kept = alone, clock()
        self._woken = asyncio.Event()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._out: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There may be something to send."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Sends until told to stop, and then finishes what is on its way."""
        if self._alone:
            await self._insist(lambda: self._store.release(f"{self._channel}:"))
        while not stop.is_set():
            self._woken.clear()
            self._hand_out()
            await self._rest()
        await self._finish()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), TIMER)
        except TimeoutError:
            return

    async def _finish(self) -> None:
        if self._out:
            _, late = await asyncio.wait(self._out.values(), timeout=FAREWELL)
            for task in late:
                task.cancel()

    def _hand_out(self) -> None:
        self._keep()
        for line in self._due():
            # What is slow may be lent a second time while it is still on its way.
            if line.id not in self._out:
                self._out[line.id] = asyncio.create_task(self._carry(line))

    def _keep(self) -> None:
        """What takes long stays ours; otherwise another courier would get it too."""
        now = self._clock()
        if not self._out or now < self._kept + KEPT:
            return
        try:
            self._store.keep(tuple(self._out), now)
            self._kept = now
        except StoreFailed as failed:
            LOG.warning("what is on its way cannot be kept: %s", failed)

    def _due(self) -> list[Pending]:
        try:
            return self._store.claim(self._clock(), CLAIMED + len(self._out), f"{self._channel}:")
        except StoreFailed as failed:
            LOG.warning("the outbox cannot be read: %s", failed)
            return []

    async def _carry(self, line: Pending) -> None:
        try:
            result = await self._result(line)
            await self._insist(lambda: self._book(line, result))
        except Exception as error:
            LOG.error("line %s (%s) is left for later: %s", line.id, line.key, type(error).__name__)
        finally:
            del self._out[line.id]
            self.wake()

    async def _result(self, line: Pending) -> Result:
        await self._pace.turn(line)
        async with self._places:
            try:
                return await self._send(line)
            except Exception as error:
                LOG.exception("line %s (%s) could not be drawn or sent", line.id, line.key)
                reason = f"bug: {type(error).__name__}"
                return Retry(reason) if line.attempts < BUG_TRIES else Gone(reason)

    async def _insist(self, book: Callable[[], None]) -> None:
        """What is done must be written down, or it would be done again."""
        while True:
            try:
                return book()
            except StoreFailed as failed:
                LOG.warning("the outbox cannot be written: %s", failed)
                await asyncio.sleep(FIRST_PAUSE)

    def _book(self, line: Pending, result: Result) -> None:
        match result:
            case Delivered(message_id):
                self._store.sent(line.id, message_id, self._clock())
            case Gone(reason):
                LOG.warning("line %s (%s) to %s is given up: %s", line.id, line.key, line.address, reason)
                self._store.failed(line.id, reason)
            case Moved(address):
                self._move(line, address)
            case Retry():
                self._again(line, result)

    def _again(self, line: Pending, result: Retry) -> None:
        after = pause(line.attempts) if result.after is None else result.after
        if result.flood:
            self._pace.flooded(line.address, after)
        if result.after is None or result.flood:
            LOG.warning("line %s (%s) again in %.0f s: %s", line.id, line.key, after, result.reason)
        self._store.retry(line.id, self._clock() + timedelta(seconds=after), result.reason)
        asyncio.get_running_loop().call_later(after, self.wake)

    def _move(self, line: Pending, address: str) -> None:
        """A group has become another chat: its cards and this line go there from now on."""
        LOG.warning("the chat %s is now %s", line.address, address)
        with self._store.transaction() as unit:
            for team in unit.teams_at(line.address):
                unit.set_team(replace(team, address=address))
            unit.drop_team(line.address)
            if line.do in ("show", "edit"):
                unit.send(_readdressed(line, address))
        self._store.sent(line.id, None, self._clock())


def _readdressed(line: Pending, address: str) -> Outgoing:
    return Outgoing(address=address, do="show", key=f"{line.key}@{address}", slot=line.slot, picture=line.picture)


def pause(attempts: int) -> float:
    """Seconds to wait after so many attempts: twice as long each time, up to a minute."""
    return min(FIRST_PAUSE * 2.0 ** min(max(attempts - 1, 0), 10), LONGEST_PAUSE)
