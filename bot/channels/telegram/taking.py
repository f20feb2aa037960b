"""Brings updates to the desk, one at a time from each chat, and says of each whether it may be confirmed to Telegram.

Shared by polling and webhook, which confirm in their own ways and only after the commit. What a person typed is never
logged; an update that fails again and again is parked, where the technician sees it, and told to the person and to the
administrators, so that the next is not blocked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from errno import EIO, EMFILE, ENFILE, ENOMEM, ENOSPC, errorcode
from time import monotonic
from typing import Literal

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.addresses import chat_id
from bot.channels.telegram.courier import Courier
from bot.channels.telegram.door import Door
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.read import Update, UpdateReader, source
from bot.core.languages import language_for
from bot.core.messages import say
from bot.desk.front import Desk
from bot.desk.incoming import Incoming
from bot.desk.trouble import SORRY, give_up, kind_of, park, place_of, trace_of
from bot.ports import Parked, Store, StoreBusy, StoreDown, StoreFailed

Fate = Literal["done", "ignored", "again", "parked"]
Take = Callable[[Update], Awaitable[Fate]]

LOG = logging.getLogger(__name__)
BUG_TRIES, STORE_TRIES = 3, 12
# What may pass, though an update may be to blame for it.
MAY_PASS = (StoreFailed, MemoryError)
# No more files, no memory, no room, a disk that fails.
LACKS = {EMFILE, ENFILE, ENOMEM, ENOSPC, EIO}
TOGETHER = 25
REMEMBERED = 10_000
# Seconds that an update waits here for somebody else's lock before it has to come again, and between two tries.
PATIENCE, MOMENT = 5.0, 0.25
PATIENCE_PLEASE = say("One moment: nothing can be stored just now. Your message is kept and will be dealt with.")


@dataclass(slots=True)
class _Waiting:
    """An update that is here, and what will be said of it; `tried` where somebody else held what it needs."""

    update: Update
    fate: asyncio.Future[Fate]
    received: datetime
    since: float = field(default_factory=monotonic)
    tried: bool = False

    def settle(self, fate: Fate) -> None:
        """Says it, if it is still wanted."""
        if not self.fate.done():
            self.fate.set_result(fate)


class Taking:
    """Takes updates in, what came at the same moment in one commit.

    Only what is to come `again` may not be confirmed to Telegram.
    """

    def __init__(self, bot: Bot, store: Store, desk: Desk, reader: UpdateReader, courier: Courier) -> None:
        self._bot, self._store, self._desk, self._reader, self._courier = bot, store, desk, reader, courier
        self._door, self._lanes = Door(store), Lanes()
        self._waiting: list[_Waiting] = []
        self._busy: asyncio.Task[None] | None = None
        self._failures: dict[int, int] = {}
        self._patient: dict[int, None] = {}

    async def take(self, update: Update) -> Fate:
        """Deals with one update, after those of its chat that came before."""
        received = self._reader.clock()
        async with self._lanes.entered(source(update)) as lane:
            # What came while another was refused is refused too, or it would overtake that one.
            fate: Fate = "again" if lane.closed else await self._take(update, received)
            lane.closed = fate == "again"
            return fate

    async def _take(self, update: Update, received: datetime) -> Fate:
        waiting = _Waiting(update, asyncio.get_running_loop().create_future(), received)
        self._waiting.append(waiting)
        if self._busy is None or self._busy.done():
            self._busy = asyncio.create_task(self._take_waiting())
        return await waiting.fate

    async def _take_waiting(self) -> None:
        """Everything that has come, a group at a time; what comes meanwhile forms the next group."""
        await asyncio.sleep(0)
        while self._waiting:
            group, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
            # A reaction to a message proves that it was sent.
            self._courier.settle()
            if len(group) < 2 or any(one.tried for one in group) or not self._together(group):
                for one in group:
                    await self._one(one)
            await asyncio.sleep(0)

    def _together(self, group: Sequence[_Waiting]) -> bool:
        """Deals with several in one commit; where anything is wrong with one of them, nothing was done."""
        try:
            arrived = self._arrived(group)
            heard = [incoming for incoming in arrived if incoming is not None]
            # Within the loop, whatever the database: one commit takes a millisecond or two, which a thread's way
            # there and back would not shorten, and for more at once there are more workers.
            if heard:
                with self._door.answering(heard):
                    self._desk.handle_all(heard)
                self._courier.put_in()
        except Exception as error:
            LOG.info("%s updates are taken one by one: %s", len(group), type(error).__name__)
            return False
        for one, incoming in zip(group, arrived, strict=True):
            self._failures.pop(one.update.id, None)
            self._patient.pop(one.update.id, None)
            one.settle("done" if incoming else "ignored")
        return True

    def _arrived(self, group: Sequence[_Waiting]) -> list[Incoming | None]:
        """What the desk is to hear of updates; nothing where nobody needs to, or where a stranger is not let in."""
        read = [self._reader.read(one.update) for one in group]
        let_in = iter(self._door.let_in([incoming for incoming in read if incoming is not None]))
        return [
            replace(incoming, received=one.received) if incoming is not None and next(let_in) else None
            for incoming, one in zip(read, group, strict=True)
        ]

    async def _one(self, waiting: _Waiting) -> None:
        """On its own; where somebody else holds what it needs, again after the others.

        Its chat waits with it, but neither other chats nor the loop do: the store itself waits for a moment only.
        """
        fate = await self._safely(waiting)
        if fate is None:
            waiting.tried = True
            self._waiting.append(waiting)
            await asyncio.sleep(MOMENT)
        else:
            waiting.settle(fate)

    async def _safely(self, waiting: _Waiting) -> Fate | None:
        """Whatever happens, whoever waits is told."""
        try:
            return await self._alone(waiting)
        except Exception as error:
            LOG.error("update %s has to come again: %s", waiting.update.id, type(error).__name__)
            return "again"

    async def _alone(self, waiting: _Waiting) -> Fate | None:
        """What becomes of it; None where it may still wait."""
        incoming, update = None, waiting.update
        try:
            incoming = self._reader.read(update)
            if incoming is None or not self._door.lets_in(incoming):
                return "ignored"
            with self._door.answering([incoming]):
                self._desk.handle(replace(incoming, received=waiting.received))
            self._courier.put_in()
        except Exception as error:
            trouble = _trouble(error)
            if not trouble:
                return await self._failed(update, incoming, error)
            if isinstance(error, StoreBusy) and monotonic() - waiting.since < PATIENCE:
                return None
            LOG.warning("update %s has to wait: %s", update.id, trouble)
            await self._ask_for_patience(update, incoming)
            return "again"
        self._failures.pop(update.id, None)
        self._patient.pop(update.id, None)
        return "done"

    async def _failed(self, update: Update, incoming: Incoming | None, error: Exception) -> Fate:
        """Counts the tries: after the last the update is given up."""
        count = self._failures[update.id] = self._failures.get(update.id, 0) + 1
        _shorten(self._failures)
        _log(update, error, count)
        if isinstance(error, MAY_PASS):
            await self._ask_for_patience(update, incoming)
        if count < (STORE_TRIES if isinstance(error, MAY_PASS) else BUG_TRIES):
            return "again"
        try:
            await self._park(update, incoming, error)
        except StoreFailed:
            return "again"
        LOG.error("update %s is left behind after %s tries", update.id, count)
        del self._failures[update.id]
        return "parked"

    async def _ask_for_patience(self, update: Update, incoming: Incoming | None) -> None:
        """Once for each update that cannot be stored now. Not through the outbox, which is locked too."""
        if incoming is None or not incoming.private or update.id in self._patient:
            return
        self._patient[update.id] = None
        _shorten(self._patient)
        house = self._desk.house
        with suppress(TelegramError):
            words = house.words.text(PATIENCE_PLEASE, language_for(incoming.language))
            await self._bot.send_message(chat_id(incoming.chat), words, parse_mode="HTML")

    async def _park(self, update: Update, incoming: Incoming | None, error: Exception) -> None:
        """Notes it and tells those concerned through the outbox; where the words fail too, the sender directly."""
        key, at = (incoming.key, incoming.at) if incoming else (f"telegram:{update.id}", self._reader.clock())
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
                    await self._bot.send_message(chat_id(incoming.chat), SORRY.text, parse_mode="HTML")
        self._courier.put_in()


def _trouble(error: Exception) -> str:
    """What the database or the machine lacks, where no update is to blame for it; "" where one may be."""
    match error:
        case StoreBusy() | StoreDown():
            return str(error)
        case OSError(errno=int(number)) if number in LACKS:
            return f"{type(error).__name__} {errorcode[number]}"
    return ""


def _shorten(remembered: dict[int, int] | dict[int, None]) -> None:
    """Forgets the oldest: an update that another worker has taken in the end never comes back here."""
    while len(remembered) > REMEMBERED:
        del remembered[next(iter(remembered))]


def _log(update: Update, error: Exception, count: int) -> None:
    """Which update, which error, where."""
    if isinstance(error, StoreFailed):
        LOG.error("update %s could not be stored, try %s: %s", update.id, count, error)
        return
    LOG.error("update %s failed, try %s: %s\n%s", update.id, count, type(error).__name__, trace_of(error))
