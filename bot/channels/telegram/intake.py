"""Polls for updates and brings each to the desk. An update is confirmed to Telegram only after its commit.

The library's own polling confirms before anything is handled, so that it is not used. What a person typed is never
logged; an update that fails again and again is parked, where the technician sees it, and told to the person and to the
administrators, so that the next is not blocked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from traceback import format_tb

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.door import Door
from bot.channels.telegram.post import seconds
from bot.channels.telegram.read import KINDS, Reader
from bot.core.messages import say
from bot.desk.front import Desk
from bot.desk.incoming import Incoming
from bot.desk.trouble import SORRY, give_up, kind_of, park, place_of
from bot.ports import Parked, Store, StoreBusy, StoreFailed

LOG = logging.getLogger(__name__)
PATIENCE = 25
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
BUG_TRIES, STORE_TRIES = 3, 12
PATIENCE_PLEASE = say("One moment: nothing can be stored just now. Your message is kept and will be dealt with.")


class Intake:
    """Takes updates in, one after the other."""

    def __init__(
        self, bot: Bot, store: Store, desk: Desk, reader: Reader, door: Door, wake: Callable[[], None]
    ) -> None:
        self._bot, self._store, self._desk, self._reader, self._wake = bot, store, desk, reader, wake
        self._door = door
        self._offset: int | None = None
        self._failures: dict[int, int] = {}
        self._patient: int | None = None
        self._troubles = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(await self._round())

    async def _round(self) -> float:
        """One poll and what it brought; gives the seconds to wait before the next."""
        try:
            updates = await self._bot.get_updates(offset=self._offset, timeout=PATIENCE, allowed_updates=list(KINDS))
        except Exception as error:
            return self._unreachable(error)
        if not updates:
            # All is confirmed now. Telegram may begin again at a lower number after a week of silence.
            self._offset = None
        waiting = [update.update_id for update in updates]
        for update in self._door.in_turn(updates):
            if not await self._take(update):
                return self._pause()
            self._troubles = 0
            waiting.remove(update.update_id)
            self._offset = min(waiting, default=updates[-1].update_id + 1)
        self._troubles = 0
        return 0.0

    def _unreachable(self, error: Exception) -> float:
        pause = max(self._pause(), seconds(error)) if isinstance(error, RetryAfter) else self._pause()
        if isinstance(error, Conflict | InvalidToken) or not isinstance(error, TelegramError):
            pause = max(pause, 5.0)
        # The error of a refused token holds the token.
        said = "the token was refused" if isinstance(error, InvalidToken) else str(error)[:200]
        LOG.warning("no updates, again in %.1f s: %s: %s", pause, type(error).__name__, said)
        return pause

    def _pause(self) -> float:
        self._troubles += 1
        return float(min(FIRST_PAUSE * 2 ** min(self._troubles - 1, 10), LONGEST_PAUSE))

    async def _take(self, update: Update) -> bool:
        """Deals with one update; says whether it may be confirmed."""
        incoming = None
        try:
            incoming = self._reader.read(update)
            if incoming is not None and self._door.lets_in(incoming):
                self._desk.handle(incoming)
        except StoreBusy as busy:
            LOG.warning("update %s has to wait: %s", update.update_id, busy)
            await self._ask_for_patience(update, incoming)
            return False
        except Exception as error:
            return await self._failed(update, incoming, error)
        self._failures.pop(update.update_id, None)
        self._wake()
        await asyncio.sleep(0)
        return True

    async def _failed(self, update: Update, incoming: Incoming | None, error: Exception) -> bool:
        """Says whether the update is given up."""
        count = self._failures[update.update_id] = self._failures.get(update.update_id, 0) + 1
        _log(update, error, count)
        if isinstance(error, StoreFailed):
            await self._ask_for_patience(update, incoming)
        if count < (STORE_TRIES if isinstance(error, StoreFailed) else BUG_TRIES):
            return False
        try:
            await self._park(update, incoming, error)
        except StoreFailed:
            return False
        LOG.error("update %s is left behind after %s tries", update.update_id, count)
        del self._failures[update.update_id]
        return True

    async def _ask_for_patience(self, update: Update, incoming: Incoming | None) -> None:
        """Once for each update that cannot be stored now. Not through the outbox, which is locked too."""
        if incoming is None or not incoming.private or self._patient == update.update_id:
            return
        self._patient = update.update_id
        house = self._desk.house
        with suppress(TelegramError):
            words = house.words.text(PATIENCE_PLEASE, house.language_for(incoming.language))
            await self._bot.send_message(int(incoming.chat.partition(":")[2]), words, parse_mode="HTML")

    async def _park(self, update: Update, incoming: Incoming | None, error: Exception) -> None:
        """Notes it and tells those concerned through the outbox; where the words fail too, the sender directly."""
        key, at = (incoming.key, incoming.at) if incoming else (f"telegram:{update.update_id}", self._reader.clock())
        parked = Parked(update_key=key, at=at, error=kind_of(error), place=place_of(error))
        try:
            give_up(self._store, self._desk.house, incoming, parked)
        except StoreFailed:
            raise
        except Exception as failed:
            LOG.error("no word could be left: %s", type(failed).__name__)
            park(self._store, parked)
            with suppress(TelegramError):
                if incoming is not None:
                    await self._bot.send_message(int(incoming.chat.partition(":")[2]), SORRY.text, parse_mode="HTML")
        self._wake()


def _log(update: Update, error: Exception, count: int) -> None:
    """Which update, which error, where. The error's own words may hold what was typed, and are left out."""
    if isinstance(error, StoreFailed):
        LOG.error("update %s could not be stored, try %s: %s", update.update_id, count, error)
        return
    where = "".join(format_tb(error.__traceback__))
    LOG.error("update %s failed, try %s: %s\n%s", update.update_id, count, type(error).__name__, where)
