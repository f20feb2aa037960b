"""A group that refuses the bot's messages, or is gone, counts as one that has removed the bot: the desk is told.

Of one that becomes another chat Telegram may say for a moment that it was deleted, before it says where it lives now.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.channels.telegram.addresses import is_group
from bot.channels.telegram.courier import Gone, Result, Retry, Send
from bot.desk.front import Desk
from bot.ports import Conflict, LentLine, StoreFailed

DELETED, TRIES = "was deleted", 5


def heeded(send: Send, desk: Desk, clock: Callable[[], datetime]) -> Send:
    """Sends, and tells the desk if a group turns out to be closed; tries the line again until that is noted."""

    async def sent(line: LentLine) -> Result:
        result = await send(line)
        # A menu may be for a group that the settings name before anybody has added the bot to it.
        if isinstance(result, Gone) and result.barred and is_group(line.address) and line.do != "menu":
            if DELETED in result.reason and line.attempts < TRIES:
                return Retry(result.reason)
            try:
                desk.removed(line.address, clock())
            except (StoreFailed, Conflict) as failed:
                return Retry(f"that its group is closed could not be noted: {failed}")
        return result

    return sent
