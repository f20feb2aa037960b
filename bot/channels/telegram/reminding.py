"""Looks for reminders that are due, and for roles that are over, once a minute while the bot runs; each case and each
person in a transaction of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.desk.front import Desk
from bot.ports import Conflict, StoreFailed

LOG = logging.getLogger(__name__)
EVERY, BREATH = 60.0, 0.05


async def remind_often(desk: Desk, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
    """Until cancelled; `wake` is called once something may have to be sent."""
    while True:
        try:
            while desk.end_roles(clock()) or desk.remind(clock()):
                wake()
                await asyncio.sleep(BREATH)  # between two everybody else has their turn
        except (StoreFailed, Conflict) as failed:
            LOG.warning("reminders have to wait: %s", failed)
        await asyncio.sleep(EVERY)
