"""The inside fails: what cannot be stored is refused, comes again by itself, and is dealt with once all is well again.

Requirements, for a database that is locked for long, full, read-only or gone, and for a clock that jumps: (1) nothing is
half saved; (2) nobody has to do anything about the bot; (3) every update counts once, in its order; (4) the person is told.
"""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import event

from bot.channels.telegram import courier, polling, taking, tidying
from bot.store import forget
from bot.store.migrate import migrate
from bot.store.sql import open_store
from bot.store.verify import verify
from tests.channels.telegram import world as worlds
from tests.channels.telegram.world import World, built
from tests.clock import now
from tests.emulator.phone import Phone
from tests.emulator.server import Fault
from tests.store.making import table

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")]
TOLD = "nothing can be stored just now"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.02)
    # However often: an update is given up only where it may itself be to blame.
    monkeypatch.setattr(taking, "STORE_TRIES", 1)
    monkeypatch.setattr(taking, "PATIENCE", 0.1)
    monkeypatch.setattr(taking, "MOMENT", 0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path


@pytest_asyncio.fixture
async def bot(folder: Path) -> AsyncIterator[World]:
    """A bot that runs, on a database that it does not wait for long."""
    url = f"sqlite:///{folder}/data/bot.db"
    migrate(url)
    async with built(World, open_store(url, wait=0.05)) as world:
        world.start()
        yield world
        await world.stop()


async def refused_and_then_dealt_with(bot: World, phone: Phone, trouble: Iterator[None]) -> None:
    """Three answers while it cannot be stored: nothing happens but a word; afterwards all of it, once and in order."""
    before, seen = bot.record(), len(phone.shown)
    next(trouble)
    first = phone.send("2026-12-06")
    phone.tap(bot.taps(phone)["why"])
    last = phone.send("/help")
    await phone.until(lambda: bot.telegram.deliveries.get(first, 0) > 4)
    await phone.until(lambda: any(TOLD in one.text for one in phone.shown))
    assert bot.telegram.confirmed < first
    with closing(sqlite3.connect(f"file:{bot.store.engine.url.database}?mode=ro", uri=True)) as look:
        assert look.execute("SELECT count(*) FROM seen WHERE update_key = ?", (f"telegram:{first}",)).fetchone() == (0,)
    next(trouble, None)
    await bot.quiet()
    assert bot.telegram.confirmed >= last
    assert [len(entries) for _, entries in bot.record()] == [len(before[0][1]) + 1]
    assert verify(bot.store) == []
    words = [one.text for one in phone.shown[seen:] if TOLD not in one.text]
    assert "/cancel" in words[-2], "the help came last, with the question under it"
    assert len([one for one in phone.shown if TOLD in one.text]) <= 2
    assert phone.toasts
    assert table(bot.store, "parked") == []


async def in_the_middle(bot: World) -> Phone:
    """Somebody who is asked the first question."""
    phone = await bot.joined()
    await bot.asked(phone)
    await bot.quiet()
    return phone


async def test_a_database_that_is_locked_for_long(bot: World) -> None:
    def trouble() -> Iterator[None]:
        with closing(sqlite3.connect(str(bot.store.engine.url.database), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    await refused_and_then_dealt_with(bot, await in_the_middle(bot), trouble())


def told_at_connect(bot: World, statement: str) -> Iterator[None]:
    """As long as it lasts, every connection of the bot is told this."""

    def tell(raw: sqlite3.Connection, record: object) -> None:
        raw.execute(statement)

    engine = bot.store.engine
    engine.dispose()
    event.listen(engine, "connect", tell)
    yield
    event.remove(engine, "connect", tell)
    engine.dispose()


async def test_a_database_that_may_only_be_read(bot: World) -> None:
    phone = await in_the_middle(bot)
    trouble = told_at_connect(bot, "PRAGMA query_only = ON")
    await refused_and_then_dealt_with(bot, phone, trouble)
    trouble = told_at_connect(bot, "PRAGMA query_only = ON")
    next(trouble)
    assert "READONLY" in bot.channel.checks()["database"]()
    next(trouble, None)
    assert bot.channel.checks()["database"]() == ""


class TestOnASmallDisk:
    """The same on a disk of one megabyte that is really full."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Iterator[Path]:
        """A disk of its own."""
        place = tmp_path / "disk"
        place.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, text=True, check=False
        )
        if mounted.returncode:
            pytest.skip(f"no disk of its own can be had here: {mounted.stderr.strip()}")
        yield place
        subprocess.run(["umount", "--lazy", str(place)], check=True)

    async def test_a_disk_that_is_full(self, bot: World, folder: Path) -> None:
        def trouble() -> Iterator[None]:
            with (folder / "something else").open("wb", buffering=0) as filler:
                try:
                    while True:
                        filler.write(b"\0" * 512)
                except OSError:
                    pass
            yield
            (folder / "something else").unlink()

        phone = await in_the_middle(bot)
        # The log, which is kept, has room of its own.
        with closing(sqlite3.connect(str(bot.store.engine.url.database))) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await refused_and_then_dealt_with(bot, phone, trouble())


# The clock.


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """By how much the bot's clock is wrong."""
    wrong = [timedelta()]
    monkeypatch.setattr(worlds, "now", lambda: now() + wrong[0])
    return wrong


@pytest.mark.parametrize("days", [-400, -3, -0.02, 3, 400])
async def test_a_clock_that_jumps(
    clock: list[timedelta], bot: World, days: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While something is on its way, and something was put off."""
    monkeypatch.setattr(courier, "LONGEST_PAUSE", 0.2)
    phone = await in_the_middle(bot)
    bot.telegram.faults.append(Fault("sendMessage", "500", 3))
    phone.send("2026-12-06")
    await phone.until(lambda: not bot.telegram.faults[0].count)
    clock[0] = timedelta(days=days)
    await bot.question(phone, 1)
    phone.tap(bot.taps(phone)["unknown"])
    await bot.question(phone, 2)
    await bot.quiet()
    clock[0] = timedelta()
    phone.tap(bot.taps(phone)["unknown"])
    await bot.question(phone, 3)
    await bot.quiet()
    assert verify(bot.store) == []
    with bot.store.reading() as unit:
        assert bot.store.failures(9) == []
        assert [entry.kind for entry in unit.entries(1)] == ["opened", "agreed", "answered", "left_open", "left_open"]


@pytest.mark.parametrize("days", [-400, 400])
async def test_what_comes_again_counts_once_though_the_clock_jumped_and_all_was_tidied_up(
    clock: list[timedelta], bot: World, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "FIRST", 0.0)
    monkeypatch.setattr(tidying, "EVERY", 0.02)
    phone = await in_the_middle(bot)
    typed = phone.send("2026-12-06")
    await bot.question(phone, 1)
    await bot.quiet()
    before, last = bot.record(), bot.telegram.latest
    clock[0] = timedelta(days=days)
    await bot.stop()
    # Telegram has not heard the confirmation.
    bot.telegram.updates, bot.telegram.confirmed = [last], typed - 1
    bot.start()
    await phone.until(lambda: bot.telegram.confirmed >= typed)
    await asyncio.sleep(0.2)
    await bot.quiet()
    assert bot.record() == before
    assert bot.telegram.deliveries[typed] >= 2
    assert len(table(bot.store, "seen")) <= forget.ALWAYS_KEPT
