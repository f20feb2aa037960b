"""What is dropped, and when: once a day by whoever runs the bot, or by hand. Records are kept for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.ports import Store

# Telegram delivers an update again for 24 hours, and may begin its numbers anew after a week of silence.
DELIVERED_AGAIN = timedelta(days=8)
LOOKED_AT = timedelta(days=90)


def tidy(store: Store, now: datetime) -> Iterator[int]:
    """Drops what has done its service, a portion at each step; gives how many rows that was."""
    while gone := store.forget(now - DELIVERED_AGAIN, now - LOOKED_AT):
        yield gone
