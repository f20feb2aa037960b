"""Looks for reminders that are due, and for roles that are over, once a minute while the bot runs; each case and each
person in a transaction of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.desk.front import Desk
from bot.desk.reminders import NotLooked
from bot.desk.trouble import trace_of
from bot.ports import Conflict, StoreFailed

LOG = logging.getLogger(__name__)
EVERY, BREATH = 60.0, 0.05


async def remind_often(desk: Desk, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
    """Until cancelled; `wake` is called once something may have to be sent."""
    while True:
        try:
            while _looked(desk, clock()):
                wake()
                await asyncio.sleep(BREATH)  # between two everybody else has their turn
        except (StoreFailed, Conflict) as failed:
            LOG.warning("reminders have to wait: %s", failed)
        except Exception as error:
            LOG.error("reminders have to wait: %s\n%s", type(error).__name__, trace_of(error))
        await asyncio.sleep(EVERY)


def _looked(desk: Desk, now: datetime) -> bool:
    """One person's roles, or one case; says whether there was one. A case that fails keeps no other one waiting."""
    try:
        return desk.end_roles(now) or desk.remind(now)
    except NotLooked as failed:
        cause = failed.__cause__ or failed
        LOG.error("case %s is looked at again tomorrow: %s\n%s", failed, type(cause).__name__, trace_of(cause))
        return True
