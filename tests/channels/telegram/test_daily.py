"""What the running bot does once a day: it drops what has done its service, and tells the study team the witness."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.channels.telegram import tidying
from bot.ports import Team
from tests.channels.telegram.world import World
from tests.store.making import NOW, append, opened

pytestmark = pytest.mark.asyncio


async def test_the_witness_is_told_once_a_day(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    append(still.store, opened(still.store).id)
    with still.store.transaction() as unit:
        unit.set_team(Team(address="telegram:-7", trial="ln-msc", site="*", language="en"))
    monkeypatch.setattr(tidying, "FIRST", 0.0)
    monkeypatch.setattr(tidying, "EVERY", 0.01)
    with suppress(TimeoutError):
        await asyncio.wait_for(tidying.tidy_daily(still.store, still.house, lambda: NOW), 0.5)
    assert [line.key for line in still.store.claim(NOW, 9)] == ["witness:2026-11-21:telegram:-7"]
