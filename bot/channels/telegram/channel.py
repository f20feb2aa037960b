"""Puts the channel together, introduces the bot to Telegram, and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.courier import AT_ONCE, Courier, pause
from bot.channels.telegram.door import Door
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.pace import UNHURRIED, Pace, Rates
from bot.channels.telegram.post import Post
from bot.channels.telegram.read import Reader
from bot.channels.telegram.tidying import tidy_daily
from bot.core.messages import say
from bot.desk.front import Desk
from bot.desk.room import Words
from bot.ports import Store

LOG = logging.getLogger(__name__)
CONNECT, ANSWER, A_PLACE = 10.0, 15.0, 30.0
MENU = {
    "screen": say("Start a new case"),
    "cases": say("Your cases"),
    "language": say("Switch between Chinese and English"),
    "help": say("Where you are, and how to get on"),
    "cancel": say("Pause this case; nothing is deleted"),
}


def menu(words: Words, language: str) -> list[BotCommand]:
    """The commands as Telegram lists them, in a language."""
    return [BotCommand(command, words.text(told, language)) for command, told in MENU.items()]


class TelegramChannel:
    """The bot on Telegram. `base_url` is the server's address up to the token: https://api.telegram.org/bot."""

    def __init__(
        self,
        token: str,
        base_url: str,
        store: Store,
        desk: Desk,
        clock: Callable[[], datetime],
        proxy: str | None = None,
        rates: Rates = UNHURRIED,
    ) -> None:
        self._bot = Bot(token, base_url, request=_pool(AT_ONCE, proxy), get_updates_request=_pool(1, proxy))
        self._store, self._desk, self._clock = store, desk, clock
        self._buttons = Buttons(token, [("trial", id) for id in desk.house.trials])
        self.courier = Courier(store, Post(self._bot, self._buttons).send, clock, Pace(rates))

    def run_until_stopped(self) -> None:
        """Runs until SIGTERM or SIGINT."""
        try:
            asyncio.run(self._until_signal())
        except InvalidToken:
            raise SystemExit("Telegram does not know this token.") from None

    async def _until_signal(self) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await self.run(stop)

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until told to stop; what is on its way is finished, what was not confirmed comes again."""
        try:
            await _first(self._connected(), stop.wait())
            if not stop.is_set():
                await self._both_ways(stop)
        finally:
            await self._bot.shutdown()

    async def _connected(self) -> None:
        """Waits for Telegram; InvalidToken where it does not know the bot."""
        tries = 0
        while True:
            try:
                return await self._hello()
            except InvalidToken:
                raise
            except TelegramError as error:
                tries += 1
                LOG.warning("Telegram cannot be reached, again in %.0f s: %s", pause(tries), error)
                await asyncio.sleep(pause(tries))

    async def _hello(self) -> None:
        await self._bot.initialize()
        self._desk.link = f"https://t.me/{self._bot.username}?start={{token}}"
        # While a webhook is set there is no polling.
        await self._try(self._bot.delete_webhook(drop_pending_updates=False))
        LOG.info("connected as @%s", self._bot.username)

    async def _both_ways(self, stop: asyncio.Event) -> None:
        reader = Reader(self._bot.username, self._buttons, self._clock)
        intake = Intake(self._bot, self._store, self._desk, reader, Door(self._store), self.courier.wake)
        courier, menus = asyncio.create_task(self.courier.run(stop)), asyncio.create_task(self._menus())
        tidying = asyncio.create_task(tidy_daily(self._store, self._clock))
        try:
            await _first(stop.wait(), intake.run(), asyncio.shield(courier))
        finally:
            stop.set()
            self.courier.wake()
            menus.cancel()
            tidying.cancel()
            await courier
        LOG.info("stopped")

    async def _menus(self) -> None:
        for place, language in enumerate(self._desk.house.languages):
            commands = menu(self._desk.house.words, language)
            code = language.partition("_")[0] if place else None
            await self._try(self._bot.set_my_commands(commands, language_code=code))

    async def _try(self, call: Coroutine[Any, Any, bool]) -> None:
        try:
            await call
        except TelegramError as error:
            LOG.warning("the bot could not be introduced: %s", error)


async def _first(*waits: Coroutine[Any, Any, Any] | asyncio.Future[Any]) -> None:
    """Runs all until the first ends, and cancels the others; an error of that first one is raised."""
    tasks = [asyncio.ensure_future(one) for one in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _pool(size: int, proxy: str | None) -> HTTPXRequest:
    return HTTPXRequest(
        size, connect_timeout=CONNECT, read_timeout=ANSWER, write_timeout=ANSWER, pool_timeout=A_PLACE, proxy=proxy
    )
