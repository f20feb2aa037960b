"""Brings everything out of the outbox: all addresses at once, in order within each, at a pace that is allowed.

It knows no library: `send` does it and says how it went. A line is booked as sent only after it was, so that a crash
between the two may repeat a message, but never loses one. Any number of couriers may share one outbox: a line is lent
to one of them, who renews this for as long as it has the line; what a dead one held falls back when its time is up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from bot.channels.telegram.addresses import CHANNEL
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.places import Places
from bot.channels.telegram.queue import Queue
from bot.desk.teams import move_team
from bot.ports import NEEDS_MESSAGE, Booking, Do, LentLine, Outgoing, Store, StoreFailed

LOG = logging.getLogger(__name__)
TIMER = 1.0
CLAIMED = 500
AT_ONCE = 24
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
LONGEST_WAIT = 600.0
BUG_TRIES = 5
# Well within the time that the store lends for.
RENEWAL = timedelta(seconds=3)
# To those on their way, and to a database that is away.
FAREWELL, LAST_BOOKING = 5.0, 10.0
MOMENT = 0.01
BOOKING = 0.025
BEHIND = "another one comes first"


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
    """It cannot be done, ever. `barred`: nothing can be done in this chat."""

    reason: str
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat lives at another address now."""

    address: str


Result = Delivered | Retry | Gone | Moved
Send = Callable[[LentLine], Awaitable[Result]]


class Courier:
    """Takes lines out of the outbox and hands them to `send`. Only lines of its `channel` are its business.

    `alone`: no other process has a courier for them, nor gets one while this one lives.
    """

    channel = CHANNEL

    def __init__(
        self,
        store: Store,
        send: Send,
        clock: Callable[[], datetime],
        pace: Pace,
        alone: bool = True,
    ) -> None:
        self._store, self._send, self._clock, self._pace = store, send, clock, pace
        self._alone, self._renewed = alone, clock()
        self._woken = asyncio.Event()
        self._places = Places(AT_ONCE)
        self._queue = Queue()
        self._out: dict[int, asyncio.Task[None]] = {}
        self._done: list[Booking] = []
        self._behind: set[str] = set()
        self._soon: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """Looks at once whether there is something to send."""
        self._woken.set()

    def put_in(self) -> None:
        """There may be something new; where it is handed over it need not be looked for."""
        if not self._alone:
            self.wake()

    def settle(self) -> None:
        """Books what was done, before anything new is taken in: a reaction to a message proves that it was sent.

        It has a commit of its own; in that of what is taken in it would come late, and be lost with it in a crash.
        """
        done = tuple(self._done)
        if done:
            with suppress(StoreFailed):  # it stays, and the next round books it
                self._store.book(done, self._clock())
                del self._done[: len(done)]

    async def join(self) -> None:
        """Waits until it may send: one that is to be alone, until no other process sends from this outbox."""
        tries = 0
        while True:
            try:
                return self._store.join(self.channel, self._alone)
            except StoreFailed as failed:
                tries += 1
                LOG.warning("nothing can be sent yet, again in %.0f s: %s", pause(tries), failed)
                await asyncio.sleep(pause(tries))

    async def run(self, stop: asyncio.Event) -> None:
        """Sends until told to stop, and then finishes what is on its way."""
        # With others beside it nothing is lent before it is claimed: they take at once what a dead one has left.
        self._store.hand_to(self if self._alone else None)
        while not stop.is_set():
            self._woken.clear()
            self._renew()
            self._round()
            await self._rest()
        self._store.hand_to(None)
        await self._finish()

    def take(self, lines: Sequence[LentLine], behind: Collection[str]) -> None:
        """Takes lines that are lent as they are put in; those `behind` can be claimed once others are sent."""
        # What has to be tried again may not be booked so far; it still counts as lent, but it is not here.
        tried = {one.line.address for one in self._done if one.how == "again"}
        self._done += [self._back(line, BEHIND) for line in lines if line.address in tried]
        self._start(self._queue.put(line for line in lines if line.address not in tried))
        self._behind.update(behind)
        if behind:
            self.wake()

    async def _rest(self) -> None:
        """Until there is something to do; what comes within a moment is dealt with together, in one commit."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), TIMER)
        await asyncio.sleep(MOMENT if self._out else 0)

    async def _finish(self) -> None:
        self._done += [self._back(line, "its courier stopped") for line in self._queue.close()]
        if self._out:
            _, late = await asyncio.wait(self._out.values(), timeout=FAREWELL)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        until = monotonic() + LAST_BOOKING
        await self._insist(lambda: self._store.book(self._done, self._clock()), lambda: monotonic() > until)

    def _renew(self) -> None:
        """What is still on its way, or waits for its turn, must not be lent to somebody else."""
        now = self._clock()
        if not len(self._queue) or now - self._renewed < RENEWAL:
            return
        self._renewed = now
        try:
            self._store.renew(self._queue.ids, now)
        except StoreFailed as failed:
            LOG.warning("the outbox cannot be written: %s", failed)

    def _round(self) -> None:
        """Books what was done, and hands out what is due, in one transaction."""
        done, limit = tuple(self._done), CLAIMED + len(self._queue)
        try:
            due = self._store.claim(self._clock(), limit, self.channel, done)
        except StoreFailed as failed:
            LOG.warning("the outbox cannot be used: %s", failed)
            return
        del self._done[: len(done)]
        self._store.inherit(self.channel, [line.id for line in due] + self._queue.ids)
        # What could not be renewed may be lent a second time while it is still on its way.
        self._start(self._queue.put(due))
        # Where one had to be claimed there may be others behind it.
        self._behind |= {line.address for line in due}
        self._behind &= self._queue.addresses

    def _start(self, lines: Iterable[LentLine]) -> None:
        for line in lines:
            if line.do in NEEDS_MESSAGE and line.message_id is None:
                self._finished(self._back(line, "its message is not known"))
            else:
                self._out[line.id] = asyncio.create_task(self._carry(line))

    async def _carry(self, line: LentLine) -> None:
        booking = self._back(line, "its courier stopped")
        try:
            booking = self._booking(line, await self._result(line))
        except Exception as error:
            LOG.error("line %s (%s) is left for later: %s", line.id, line.key, type(error).__name__)
            booking = self._again(line, Retry(f"bug: {type(error).__name__}"))
        finally:
            del self._out[line.id]
            self._finished(booking)

    def _finished(self, booking: Booking) -> None:
        """Notes what became of a line, and starts those that waited for it; if it failed, they are given back."""
        line = booking.line
        self._done.append(booking)
        if booking.how == "again":
            self._done += [self._back(one, BEHIND) for one in self._queue.give_up(line)]
            self._behind.add(line.address)
        else:
            self._start(self._queue.done(line, booking.message_id))
        self._wake_for(line.address)

    def _wake_for(self, address: str) -> None:
        """At once where others wait for what was done; else soon, so that what is done meanwhile is booked with it."""
        if address in self._behind or not self._done:
            self.wake()
        elif self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(BOOKING, self._book_soon)

    def _book_soon(self) -> None:
        self._soon = None
        self.settle()

    def _back(self, line: LentLine, reason: str) -> Booking:
        """To be claimed again at once, by this or another worker."""
        return Booking(line=line, how="again", not_before=self._clock(), reason=reason)

    async def _result(self, line: LentLine) -> Result:
        await self._pace.turn(line)
        await self._places.take(line.id)
        try:
            return await self._send(line)
        except Exception as error:
            LOG.exception("line %s (%s) could not be drawn or sent", line.id, line.key)
            reason = f"bug: {type(error).__name__}"
            return Retry(reason) if line.attempts < BUG_TRIES else Gone(reason)
        finally:
            self._places.give_back()

    async def _insist(self, book: Callable[[], None], enough: Callable[[], bool]) -> None:
        """What is done must be written down, or it would be done again; but nobody who is to stop waits without end."""
        while True:
            try:
                return book()
            except StoreFailed as failed:
                LOG.warning("the outbox cannot be written: %s", failed)
            if enough():
                return LOG.error("the outbox was left as it is: %s lines may be sent once more", len(self._done))
            await asyncio.sleep(FIRST_PAUSE)

    def _booking(self, line: LentLine, result: Result) -> Booking:
        match result:
            case Delivered(message_id):
                return Booking(line=line, how="sent", message_id=message_id)
            case Gone(reason):
                LOG.warning("line %s (%s) to %s is given up: %s", line.id, line.key, line.address, reason)
                return Booking(line=line, how="failed", reason=reason)
            case Moved(address):
                self._move(line, address)
                return Booking(line=line, how="sent")
            case Retry():
                return self._again(line, result)

    def _again(self, line: LentLine, result: Retry) -> Booking:
        after = pause(line.attempts) if result.after is None else min(result.after, LONGEST_WAIT)
        if result.flood:
            # Also for longer than the store lets anything wait: to ask too early makes it longer still.
            self._pace.flooded(line, after if result.after is None else result.after)
        if result.after is None or result.flood:
            LOG.warning("line %s (%s) again in %.0f s: %s", line.id, line.key, after, result.reason)
        asyncio.get_running_loop().call_later(after, self.wake)
        not_before = self._clock() + timedelta(seconds=after)
        return Booking(line=line, how="again", not_before=not_before, reason=result.reason)

    def _move(self, line: LentLine, address: str) -> None:
        """A group has become another chat: its cards and this line go there from now on."""
        LOG.warning("the chat %s is now %s", line.address, address)
        with self._store.transaction() as unit:
            move_team(unit, line.address, address, self._clock())
            if line.do in ("show", "edit", "paper"):
                unit.send(_readdressed(line, address))


def _readdressed(line: LentLine, address: str) -> Outgoing:
    key = f"{line.key}@{address}"
    do: Do = "paper" if line.do == "paper" else "show"
    return Outgoing(address=address, do=do, key=key, slot=line.slot, picture=line.picture, at=line.at)


def pause(attempts: int) -> float:
    """Seconds to wait after so many attempts: twice as long each time, up to a minute."""
    return min(FIRST_PAUSE * 2.0 ** min(max(attempts - 1, 0), 10), LONGEST_PAUSE)
