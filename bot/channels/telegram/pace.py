"""How fast the courier may send: so much in all, so much to each person and to each group. Toasts are free, unless they
are refused.

Written for Telegram's limits, which it tells only by refusing: who was refused in several chats at once is too fast
altogether and slows down everywhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from bot.channels.telegram.addresses import is_group
from bot.ports import REMINDER, LentLine, chat_of

CROWD = 5_000
A_TRIFLE = 1e-6
STEP_ASIDE = 0.05


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, and so many at once after a rest."""

    per_second: float
    at_once: int


@dataclass(frozen=True, slots=True)
class Rates:
    """What is allowed: in all, to one person, to one group (15 a minute after 5 at once: never over 20 in a minute)."""

    total: Rate = Rate(25, 25)
    person: Rate = Rate(1, 20)
    group: Rate = Rate(15 / 60, 5)


UNHURRIED = Rates()
UNLIMITED = Rates(Rate(1e6, 1000), Rate(1e6, 1000), Rate(1e6, 1000))


class Bucket:
    """One limit: each turn is told how long to wait for it."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._step, self._slack, self._clock = 1 / rate.per_second, rate.at_once / rate.per_second, clock
        self.until = 0.0

    def wait(self) -> float:
        """Takes the next turn; gives the seconds until it."""
        now = self._clock()
        self.until = max(now, self.until) + self._step
        return max(0.0, self.until - self._slack - now)

    def take(self) -> bool:
        """Takes the next turn if it need not be waited for; says whether it was taken."""
        now = self._clock()
        until = max(now, self.until) + self._step
        if until - self._slack > now + A_TRIFLE:
            return False
        self.until = until
        return True

    def hold(self, seconds: float) -> None:
        """Lets nothing through for so long, and then one at a time."""
        self.until = max(self.until, self._clock() + seconds + self._slack)


class Pace:
    """Makes lines wait for their turn."""

    def __init__(self, rates: Rates = UNHURRIED, clock: Callable[[], float] = monotonic) -> None:
        self._rates, self._clock = rates, clock
        self._total = Bucket(rates.total, clock)
        self._chats: dict[str, Bucket] = {}
        self._floods: dict[str, float] = {}
        self._waiting = 0

    async def turn(self, line: LentLine) -> None:
        """Waits until this line may be sent: a reminder when nothing else waits."""
        await self._while_refused(line)
        if line.do == "toast":
            return
        last = line.key.startswith(REMINDER)
        if last:
            await self._step_aside()
        self._waiting += not last
        try:
            await self._turn(line)
            await self._while_refused(line)  # it may have been, since
        finally:
            self._waiting -= not last

    async def _while_refused(self, line: LentLine) -> None:
        """As long as all that is kept by the same is refused."""
        while (left := self._floods.get(_kept_by(line), 0.0) - self._clock()) > 0:
            await asyncio.sleep(left)

    async def _step_aside(self) -> None:
        """Until all that was handed out together has gone its way."""
        await asyncio.sleep(0)
        while self._waiting:
            await asyncio.sleep(STEP_ASIDE)

    async def _turn(self, line: LentLine) -> None:
        # Telegram counts edits in groups; a person's are part of the message that follows.
        if line.do == "show" or is_group(line.address):
            await _wait(self._chat(line.address).wait())
        await _wait(self._total.wait())

    def flooded(self, line: LentLine, seconds: float) -> None:
        """Its chat, or all toasts, were refused for so long; everything else stops for as long as two of them are."""
        now = self._clock()
        self._floods = {chat: until for chat, until in self._floods.items() if until > now}
        self._floods[_kept_by(line)] = now + seconds
        if len(self._floods) > 1:
            self._total.hold(sorted(self._floods.values())[-2] - now)

    def _chat(self, address: str) -> Bucket:
        if len(self._chats) > CROWD:
            now = self._clock()
            self._chats = {chat: one for chat, one in self._chats.items() if one.until > now}
        rate = self._rates.group if is_group(address) else self._rates.person
        return self._chats.setdefault(chat_of(address), Bucket(rate, self._clock))


def _kept_by(line: LentLine) -> str:
    """What is refused together with a line: Telegram knows no chat of a toast."""
    return "toasts" if line.do == "toast" else chat_of(line.address)


async def _wait(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)
