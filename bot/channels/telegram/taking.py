"""Brings updates to the desk, one at a time from each chat, and says of each whether it may be confirmed to Telegram.

Shared by polling and webhook, which confirm in their own ways and only after the commit. What a person typed is never
logged; an update that fails again and again is parked, where the technician sees it, and told to the person and to the
administrators, so that the next is not blocked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from traceback import format_tb
from typing import Literal

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.door import Door
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.read import Reader, source
from bot.core.messages import say
from bot.desk.front import Desk
from bot.desk.incoming import Incoming
from bot.desk.trouble import SORRY, give_up, kind_of, park, place_of
from bot.ports import Parked, Store, StoreBusy, StoreDown, StoreFailed

Outcome = Literal["done", "ignored", "again", "parked"]
Take = Callable[[Update], Awaitable[Outcome]]

LOG = logging.getLogger(__name__)
BUG_TRIES, STORE_TRIES = 3, 12
REMEMBERED = 10_000
PATIENCE_PLEASE = say("One moment: nothing can be stored just now. Your message is kept and will be dealt with.")


class Taking:
    """Takes updates in. Only `again` may not be confirmed: the update must be delivered once more."""

    def __init__(self, bot: Bot, store: Store, desk: Desk, reader: Reader, wake: Callable[[], None]) -> None:
        self._bot, self._store, self._desk, self._reader, self._wake = bot, store, desk, reader, wake
        self._door, self._lanes = Door(store), Lanes()
        self._failures: dict[int, int] = {}
        self._patient: dict[int, None] = {}

    async def take(self, update: Update) -> Outcome:
        """Deals with one update, after those of its chat that came before."""
        async with self._lanes.entered(source(update)) as lane:
            # What came while another was refused is refused too, or it would overtake that one.
            outcome: Outcome = "again" if lane.closed else await self._take(update)
            lane.closed = outcome == "again"
            return outcome

    async def _take(self, update: Update) -> Outcome:
        incoming = None
        try:
            incoming = self._reader.read(update)
            if incoming is None or not self._door.lets_in(incoming):
                return "ignored"
            # Within the loop, whatever the database: one commit takes a millisecond or two, which a thread's way there
            # and back would not shorten, and for more at once there are more workers.
            self._desk.handle(incoming)
        except (StoreBusy, StoreDown) as trouble:
            LOG.warning("update %s has to wait: %s", update.update_id, trouble)
            await self._ask_for_patience(update, incoming)
            return "again"
        except Exception as error:
            return await self._failed(update, incoming, error)
        self._failures.pop(update.update_id, None)
        self._patient.pop(update.update_id, None)
        self._wake()
        await asyncio.sleep(0)
        return "done"

    async def _failed(self, update: Update, incoming: Incoming | None, error: Exception) -> Outcome:
        """Counts the tries: after the last the update is given up."""
        count = self._failures[update.update_id] = self._failures.get(update.update_id, 0) + 1
        _shorten(self._failures)
        _log(update, error, count)
        if isinstance(error, StoreFailed):
            await self._ask_for_patience(update, incoming)
        if count < (STORE_TRIES if isinstance(error, StoreFailed) else BUG_TRIES):
            return "again"
        try:
            await self._park(update, incoming, error)
        except StoreFailed:
            return "again"
        LOG.error("update %s is left behind after %s tries", update.update_id, count)
        del self._failures[update.update_id]
        return "parked"

    async def _ask_for_patience(self, update: Update, incoming: Incoming | None) -> None:
        """Once for each update that cannot be stored now. Not through the outbox, which is locked too."""
        if incoming is None or not incoming.private or update.update_id in self._patient:
            return
        self._patient[update.update_id] = None
        _shorten(self._patient)
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


def _shorten(remembered: dict[int, int] | dict[int, None]) -> None:
    """What another worker took in the end is never heard of again."""
    while len(remembered) > REMEMBERED:
        del remembered[next(iter(remembered))]


def _log(update: Update, error: Exception, count: int) -> None:
    """Which update, which error, where. The error's own words may hold what was typed, and are left out."""
    if isinstance(error, StoreFailed):
        LOG.error("update %s could not be stored, try %s: %s", update.update_id, count, error)
        return
    where = "".join(format_tb(error.__traceback__))
    LOG.error("update %s failed, try %s: %s\n%s", update.update_id, count, type(error).__name__, where)
