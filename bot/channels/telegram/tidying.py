"""Once a day while the bot runs: tidies up and tells the witness, in portions, so that nobody has to wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.desk.retention import erase_overdue
from bot.desk.room import House
from bot.desk.tidy import tidy
from bot.desk.witness import Seal, tell_teams, witness, witnessed_day
from bot.ports import Store, StoreFailed

LOG = logging.getLogger(__name__)
# Not at the start: what was on its way when the bot was stopped is delivered again now.
FIRST, EVERY, AGAIN, BREATH = 3600.0, 86400.0, 3600.0, 0.05
AT_ONCE = 200


async def tidy_daily(store: Store, house: House, clock: Callable[[], datetime]) -> None:
    """Until cancelled."""
    await asyncio.sleep(FIRST)
    while True:
        try:
            await _tidy_once(store, clock())
            await _erase_overdue(store, house, clock())
            store.compact()
            await _tell_witness(store, house, clock())
            await asyncio.sleep(EVERY)
        except Exception as error:
            said = error if isinstance(error, StoreFailed) else type(error).__name__
            LOG.warning("not tidied up to the end, again in an hour: %s", said)
            await asyncio.sleep(AGAIN)


async def _tidy_once(store: Store, now: datetime) -> None:
    gone = 0
    for portion in tidy(store, now):
        gone += portion
        await asyncio.sleep(BREATH)
    LOG.info("tidied up: %s rows were dropped", gone)


async def _erase_overdue(store: Store, house: House, now: datetime) -> None:
    erased = 0
    for done, ended in enumerate(erase_overdue(store, house, now)):
        if done % AT_ONCE == 0:
            await asyncio.sleep(BREATH)
        if ended and ended.failed:
            LOG.warning("case %s is kept for too long: %s", ended.row.id, ended.failed)
        elif ended:
            erased += 1
    LOG.info("%s cases were erased, as their trials say", erased)


async def _tell_witness(store: Store, house: House, now: datetime) -> None:
    day, latest = witnessed_day(now), Seal()
    for done, seal in enumerate(witness(store, day)):
        latest = seal
        if done % AT_ONCE == 0:
            await asyncio.sleep(BREATH)
    tell_teams(store, house, day, latest)
    LOG.info("the witness of %s was told: %s cases, %s entries", day, latest.cases, latest.entries)
