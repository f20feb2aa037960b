"""Tidies up once a day while the bot runs, in portions, between which everybody else has their turn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.desk.tidy import tidy
from bot.ports import Store, StoreFailed

LOG = logging.getLogger(__name__)
# Not at the start: what was on its way when the bot was stopped is delivered again now.
FIRST, EVERY, BREATH = 3600.0, 86400.0, 0.05


async def tidy_daily(store: Store, clock: Callable[[], datetime]) -> None:
    """Until cancelled."""
    await asyncio.sleep(FIRST)
    while True:
        try:
            await _tidy_once(store, clock())
        except StoreFailed as failed:
            LOG.warning("not tidied up today: %s", failed)
        await asyncio.sleep(EVERY)


async def _tidy_once(store: Store, now: datetime) -> None:
    gone = 0
    for portion in tidy(store, now):
        gone += portion
        await asyncio.sleep(BREATH)
    LOG.info("tidied up: %s rows were dropped", gone)
