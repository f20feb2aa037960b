"""What is dropped from the database once a day, or by hand: what has served its purpose. Records are never dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.ports import Store

# Telegram delivers an update again for 24 hours, and may begin its numbers anew after a week of silence.
DELIVERED_AGAIN = timedelta(days=8)
LOOKED_AT = timedelta(days=90)


def tidy(store: Store, now: datetime) -> Iterator[int]:
    """Drops what has served its purpose, some rows at each step; gives how many."""
    while gone := store.forget(now - DELIVERED_AGAIN, now - LOOKED_AT):
        yield gone
