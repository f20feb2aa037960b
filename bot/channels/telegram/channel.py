"""Puts the channel together, introduces the bot to Telegram, and runs it until it is told to stop.

To stop is to let nothing in any more, to finish what came in, and then to send what that brought about.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.barred import heeded
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.courier import AT_ONCE, Courier, pause
from bot.channels.telegram.pace import UNHURRIED, Pace, Rates
from bot.channels.telegram.papers import Papers
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.post import Post, seconds
from bot.channels.telegram.read import UpdateReader
from bot.channels.telegram.reminding import remind_often
from bot.channels.telegram.taking import Take, Taking
from bot.channels.telegram.tidying import tidy_daily
from bot.channels.telegram.wire import Wire
from bot.core.languages import LANGUAGES, TRANSLATED
from bot.desk.front import Desk
from bot.ports import Conflict, Store, StoreFailed

if TYPE_CHECKING:
    from bot.channels.telegram.metrics import Metrics

LOG = logging.getLogger(__name__)
COLLECTED = (20_000, 20, 50)
CONNECT, ANSWER, A_PLACE = 10.0, 15.0, 30.0
TURN = 0.0005
LATER, ONCE_MORE = 5.0, 0.5


class WayIn(Protocol):
    """How updates come: asked for, or brought. `alone` is this process where no other one has the same way in."""

    alone: bool

    async def announce(self, bot: Bot) -> None:
        """Tells Telegram where updates go; BadRequest where it will not have it."""

    async def run(self, bot: Bot, take: Take) -> None:
        """Brings what comes to `take`, and confirms what that says may be. Until cancelled."""


class Serving(Protocol):
    """An HTTP server in this process: the webhook's, or that of those who look after the bot."""

    async def run(self) -> None:
        """Serves until it is closed."""

    async def close(self) -> None:
        """Lets nobody in any more, and waits for those who are."""


class _Nowhere:
    async def run(self) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        return


NOWHERE = _Nowhere()


class TelegramChannel:
    """The bot on Telegram. `base_url` is the server's address up to the token: https://api.telegram.org/bot.

    It counts what passes where it is `watched`: figures that nobody can look at cost memory and time.
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        store: Store,
        desk: Desk,
        clock: Callable[[], datetime],
        proxy: str | None = None,
        rates: Rates = UNHURRIED,
        way: WayIn | None = None,
        watched: bool = False,
    ) -> None:
        # One for each line on its way, one to ask for updates.
        wire = Wire(AT_ONCE + 1, CONNECT, ANSWER, A_PLACE, proxy)
        self._bot = Bot(token, base_url, request=wire, get_updates_request=wire)
        self._store, self._desk, self._clock, self._way = store, desk, clock, way or Polling()
        self._buttons = Buttons(token, [("trial", id) for id in desk.house.trials])
        self._metrics = _metrics(store, desk, clock) if watched else None
        self._papers = Papers(store, desk.house, clock)
        send = Post(Api(self._bot), self._buttons, self._papers).send
        counted = self._metrics.counted(send) if self._metrics else send
        self.courier = Courier(store, heeded(counted, desk, clock), clock, Pace(rates), alone=self._way.alone)
        self._sending: asyncio.Task[None] | None = None

    def figures(self) -> bytes:
        """What was counted, in Prometheus's text format; nothing where it is not watched."""
        return self._metrics.figures() if self._metrics else b""

    def checks(self) -> dict[str, Callable[[], str]]:
        """What this process needs to be of use; each check gives what is wrong, "" if nothing is."""
        return {
            "database": self._database,
            "trials": lambda: "" if self._desk.house.trials else "none is loaded",
            "courier": lambda: "" if self._sending and not self._sending.done() else "does not run",
        }

    def _database(self) -> str:
        try:
            self._store.check()
        except StoreFailed as failed:
            return str(failed)
        return ""

    def run_until_stopped(self, site: Serving = NOWHERE) -> None:
        """Runs until SIGTERM or SIGINT."""
        _spare_the_collector()
        _share_the_processor()
        try:
            asyncio.run(self._until_signal(site))
        except InvalidToken:
            raise SystemExit("Telegram does not know this token.") from None
        except BadRequest as error:
            raise SystemExit(f"Telegram refuses to bring updates here: {error}") from None

    async def _until_signal(self, site: Serving) -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()

        def stopped(*_: object) -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(stop.set)

        for number in (signal.SIGTERM, signal.SIGINT):
            # Not by the loop, which would forget it before the very end, when a second one may still come.
            signal.signal(number, stopped)
        await self.run(stop, site)

    async def run(self, stop: asyncio.Event, site: Serving = NOWHERE) -> None:
        """Runs until told to stop, and serves this site meanwhile; what was not confirmed comes again."""
        try:
            await _first(self._begun(), stop.wait(), site.run())
            if not stop.is_set():
                await self._both_ways(stop, site)
        finally:
            await site.close()
            self._papers.close()
            self._store.leave()
            await self._bot.shutdown()

    async def _begun(self) -> None:
        """Not before nobody else is in the way: a second one that polls would only take from the first."""
        await self.courier.join()
        await self._connected()

    async def _connected(self) -> None:
        """Waits for Telegram; InvalidToken or BadRequest where Telegram refuses the token or the webhook."""
        tries = 0
        while True:
            try:
                return await self._hello()
            except (InvalidToken, BadRequest):
                raise
            except TelegramError as error:
                tries += 1
                again = max(pause(tries), seconds(error)) if isinstance(error, RetryAfter) else pause(tries)
                LOG.warning("Telegram cannot be reached, again in %.0f s: %s", again, error)
                await asyncio.sleep(again)

    async def _hello(self) -> None:
        await self._bot.request.initialize()
        await asyncio.gather(self._bot.initialize(), self._way.announce(self._bot))  # one way to Telegram and back
        self._desk.link = f"https://t.me/{self._bot.username}?start={{token}}"
        LOG.info("connected as @%s", self._bot.username)

    async def _both_ways(self, stop: asyncio.Event, site: Serving) -> None:
        reader = UpdateReader(self._bot.username, self._buttons, self._clock)
        taking = Taking(self._bot, self._store, self._desk, reader, self.courier)
        take = self._metrics.timed(taking.take) if self._metrics else taking.take
        nothing_comes = asyncio.Event()
        self._desk.alone_since = self._clock() if self._way.alone else None
        self._sending = asyncio.create_task(self.courier.run(nothing_comes))
        besides = [
            asyncio.create_task(self._menus()),
            asyncio.create_task(tidy_daily(self._store, self._desk.house, self._clock)),
            asyncio.create_task(remind_often(self._desk, self._clock, self.courier.put_in)),
        ]
        try:
            await _first(stop.wait(), self._way.run(self._bot, take), site.run(), asyncio.shield(self._sending))
        finally:
            await _ended(besides)
            await site.close()
            nothing_comes.set()
            self.courier.wake()
            await self._sending
        LOG.info("stopped")

    async def _menus(self) -> None:
        """Takes away commands that strangers would see; the desk sends people their own menus."""
        for tag in (None, *(LANGUAGES[code].tags[0] for code in TRANSLATED)):
            await self._try(self._bot.delete_my_commands(language_code=tag))
        while not self._introduced():
            await asyncio.sleep(LATER)
        self.courier.wake()

    def _introduced(self) -> bool:
        """Has the desk send the menus; False where that has to wait for another worker or for the database."""
        try:
            self._desk.introduce(self._clock())
        except (StoreFailed, Conflict) as failed:
            LOG.warning("menus have to wait: %s", failed)
            return False
        return True

    async def _try(self, call: Coroutine[Any, Any, bool]) -> None:
        try:
            await call
        except TelegramError as error:
            LOG.warning("the bot could not be introduced: %s", error)


def _metrics(store: Store, desk: Desk, clock: Callable[[], datetime]) -> Metrics:
    from bot.channels.telegram.metrics import Metrics

    return Metrics(store, desk.house.trials, clock)


def _share_the_processor() -> None:
    """A paper is made in a thread: an answer must not wait long for its turn between two steps of that."""
    sys.setswitchinterval(TURN)


def _spare_the_collector() -> None:
    """Little of what an answer needs becomes garbage: looking for it as often as usual took a tenth of the time."""
    gc.set_threshold(*COLLECTED)


async def _first(*waits: Coroutine[Any, Any, Any] | asyncio.Future[Any]) -> None:
    """Runs all until the first ends, and cancels the others; an error of that first one is raised."""
    tasks = [asyncio.ensure_future(one) for one in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _ended(tasks)
    for task in done:
        task.result()


async def _ended(tasks: Collection[asyncio.Future[Any]]) -> None:
    """Cancels all until all have ended: a request that is answered at the very moment swallows its cancellation."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=ONCE_MORE)
    await asyncio.gather(*tasks, return_exceptions=True)
