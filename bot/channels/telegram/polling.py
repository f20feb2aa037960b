"""Asks Telegram for updates, and confirms each after its commit, by asking for those after it.

The library's own polling confirms before anything is handled, so that it is not used.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.post import seconds
from bot.channels.telegram.read import KINDS, Update
from bot.channels.telegram.taking import Take

LOG = logging.getLogger(__name__)
PATIENCE, ANSWER = 25, 15.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


class Polling:
    """The way in for one process alone: Telegram refuses a second one that asks."""

    alone = True

    def __init__(self) -> None:
        self._offset: int | None = None
        self._troubles = 0

    async def announce(self, bot: Bot) -> None:
        """While a webhook is set there is no polling."""
        await bot.delete_webhook(drop_pending_updates=False)

    async def run(self, bot: Bot, take: Take) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(await self._round(bot, take))

    async def _round(self, bot: Bot, take: Take) -> float:
        """One poll and what it brought; gives the seconds to wait before the next."""
        try:
            updates = await self._asked(bot)
        except Exception as error:
            return self._unreachable(error)
        if not updates:
            # All is confirmed now. Telegram may begin again at a lower number after a week of silence.
            self._offset = None
        fates = await asyncio.gather(*map(take, updates))
        for update, fate in zip(updates, fates, strict=True):
            if fate == "again":  # those after it come again too, and count once
                return self._pause()
            self._offset = update.id + 1
        self._troubles = 0
        return 0.0

    async def _asked(self, bot: Bot) -> list[Update]:
        said = {"offset": self._offset, "timeout": PATIENCE, "allowed_updates": KINDS}
        updates = [Update.of(one) for one in await Api(bot).call("getUpdates", said, PATIENCE + ANSWER)]
        # To ask for those after one confirms all before it, which may not stand after it here.
        return sorted(updates, key=lambda update: update.id)

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
