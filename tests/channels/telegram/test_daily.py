"""What the running bot does once a day: it drops what has done its service, and tells the study team the witness,
and what trials keep no longer is erased, from the files, too."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.telegram import tidying
from bot.core.trial import Retention
from bot.desk.room import House
from bot.ports import Team
from bot.store.engine import database_file
from bot.store.sql import SqlStore
from tests.channels.telegram.conftest import locked
from tests.channels.telegram.world import World
from tests.core.worlds import first
from tests.store.making import NOW, append, draft, opened, table

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day goes by in no time."""
    monkeypatch.setattr(tidying, "FIRST", 0.0)
    monkeypatch.setattr(tidying, "EVERY", 0.01)


async def tidied(store: SqlStore, house: House) -> None:
    """The bot runs for a day or more."""
    with suppress(TimeoutError):
        await asyncio.wait_for(tidying.tidy_daily(store, house, lambda: NOW), 0.5)


async def test_the_witness_is_told_once_a_day(still: World) -> None:
    append(still.store, opened(still.store).id)
    with still.store.transaction() as unit:
        unit.set_team(Team(address="telegram:-7", trial="ln-msc", site="*", language="en"))
    await tidied(still.store, still.house)
    assert [line.key for line in still.store.claim(NOW, 9)] == ["witness:2026-11-21:telegram:-7"]


async def test_the_key_of_what_is_erased_by_itself_is_in_no_file_any_more(sqlite_database: str) -> None:
    store, file = locked(sqlite_database), database_file(sqlite_database)
    assert file is not None
    append(store, opened(store, state="declined").id, draft(at=NOW - timedelta(days=2)), state="declined")
    (key,) = [wrapped for subject, _, wrapped in table(store, "keys") if subject == "case:1"]

    def holding() -> list[str]:
        return [one.name for one in file.parent.iterdir() if key.encode() in one.read_bytes()]

    assert holding() != []
    trial = replace(first().trials["ln-msc"], retention=Retention(declined=1))
    await tidied(store, House({trial.id: trial}, first().texts))
    left = holding()
    store.close()
    assert left == []
