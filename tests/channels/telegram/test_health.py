"""What those who look after the bot see: alive, ready or not and why, and figures that hold nobody's words or number."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from time import monotonic

import httpx
import pytest
import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families

from bot.channels.telegram import health, server
from bot.channels.telegram.server import Server, place
from bot.desk.incoming import Incoming
from bot.store.sql import open_store
from tests.channels.telegram.programs import free_port, gone, ready, started
from tests.channels.telegram.world import Handle, World, built
from tests.emulator.server import Fault
from tests.store.making import KEYRING

pytestmark = pytest.mark.asyncio


class Watched:
    """A bot that polls, and somebody who looks at it."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.desk, world.channel = world.built(world.store)
        at = place("127.0.0.1", 0)
        self.port = at.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        served = Server(at, health.routes(world.channel.checks(), world.channel.figures))
        world.stopper = asyncio.Event()
        world.task = asyncio.create_task(world.channel.run(world.stopper, served))

    async def get(self, path: str) -> httpx.Response:
        """One look."""
        async with httpx.AsyncClient() as client:
            return await client.get(self.address + path)

    async def figures(self) -> dict[tuple[str, ...], float]:
        """All figures, by their name and the values of their labels."""
        text = (await self.get("/metrics")).text
        families = text_string_to_metric_families(text)
        return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


@pytest_asyncio.fixture
async def watched(still: World) -> AsyncIterator[Watched]:
    watched = Watched(still)
    yield watched
    await still.stop()


@pytest.mark.parametrize(
    "begun", [b"", b"GET /health HTTP/1.1\r\nX-A: ", b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{"]
)
async def test_a_request_that_is_held_back_is_shown_out(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.3)
    async with httpx.AsyncClient() as client:
        assert (await client.get(watched.address + "/health")).status_code == 200
        reader, writer = await asyncio.open_connection("127.0.0.1", watched.port)
        for sign in begun:  # one by one, as those do who want to be waited for
            writer.write(bytes([sign]))
            await asyncio.sleep(0.001)
        with suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 5)
        assert (await client.get(watched.address + "/health")).status_code == 200, "whoever has asked may ask again"


async def test_a_crowd_of_connections_is_not_let_in(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CROWD", 3)
    crowd = [await asyncio.open_connection("127.0.0.1", watched.port) for _ in range(4)]
    with suppress(ConnectionError):
        assert await asyncio.wait_for(crowd[-1][0].read(), 5) == b""
    for _, writer in crowd:
        writer.close()
    await asyncio.sleep(0.05)
    assert (await watched.get("/health")).status_code == 200


async def test_while_the_database_is_locked_it_is_alive_at_once_and_not_ready(sqlite_database: str) -> None:
    """The whole program, as it is started; answers wait for the lock, and nobody waits for them."""
    port = free_port()
    async with built(World, open_store(sqlite_database, keyring=KEYRING)) as world:
        program = started("bot.py", "telegram", world.store, world.base, METRICS_PORT=str(port))
        try:
            await ready(f"http://127.0.0.1:{port}")
            phones = [await world.joined(id) for id in (1, 2, 3)]
            with closing(sqlite3.connect(str(world.store.engine.url.database), isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                for phone in phones:
                    phone.send("/help")
                async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                    waited, begun = [], monotonic()
                    while monotonic() < begun + 3:
                        asked = monotonic()
                        assert (await client.get("/health")).status_code == 200
                        waited.append(monotonic() - asked)
                        answer = await client.get("/ready")
                        assert (answer.status_code, answer.json()["trials"]) == (503, "ok")
                        assert "SQLITE_BUSY" in answer.json()["database"]
                other.execute("ROLLBACK")
            assert max(waited) < 1.5
            await ready(f"http://127.0.0.1:{port}")
            await phones[0].until(lambda: all("/cancel" in phone.shown[-1].text for phone in phones))
            told = [one.text for phone in phones for one in phone.shown]
            assert not any("nothing can be stored" in text for text in told), "a short wait is not told"
        finally:
            program.terminate()
            await gone(program)


async def test_alive_before_it_is_ready(still: World) -> None:
    still.telegram.faults.append(Fault("getMe", "reset", 99))
    watched = Watched(still)
    await asyncio.sleep(0)
    assert (await watched.get("/health")).status_code == 200
    answer = await watched.get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "trials": "ok", "courier": "does not run"}
    await still.stop()


async def test_ready(watched: Watched) -> None:
    await ready(watched.address)
    assert set((await watched.get("/ready")).json().values()) == {"ok"}


async def test_not_ready_without_the_tables(watched: Watched) -> None:
    await ready(watched.address)
    with watched.world.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    answer = await watched.get("/ready")
    assert answer.status_code == 503
    assert "step 0001" in answer.json()["database"]
    with watched.world.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    answer = await watched.get("/ready")
    assert (answer.status_code, answer.json()["trials"]) == (503, "ok")
    assert (await watched.get("/health")).status_code == 200


async def test_updates_and_sends_are_counted_by_kind_and_outcome(still: World) -> None:
    def poisoned(handle: Handle, incoming: Incoming) -> int:
        if "secret" in incoming.text:
            raise ValueError(incoming.text)
        return handle(incoming)

    still.replaced = poisoned
    watched = Watched(still)
    phone = await still.joined(4711)
    await still.asked(phone)
    still.telegram.faults.append(Fault("sendMessage", "429", chat=4711))
    phone.send("my secret")
    phone.send("/help")
    await still.quiet()
    found = await watched.figures()
    done = found["prescreener_updates_total", "message", "done"]
    assert done >= 2, "what came with one that must come again comes again too, and counts once"
    again = found["prescreener_updates_total", "message", "again"]
    assert again >= 2
    assert found["prescreener_updates_total", "message", "parked"] == 1
    assert found["prescreener_updates_total", "callback_query", "done"] >= 2
    assert found["prescreener_update_seconds_count", "message"] == done + again + 1
    assert found["prescreener_sends_total", "show", "delivered"] >= 4
    assert found["prescreener_sends_total", "show", "flood"] == 1
    assert found["prescreener_sends_total", "toast", "delivered"] == 2
    assert found["prescreener_outbox_waiting",] == found["prescreener_outbox_oldest_seconds",] == 0
    assert found["prescreener_trial_info", "ln-msc", still.trial.version] == 1
    assert found["prescreener_database_up",] == 1
    assert any(name == "prescreener_build_info" for name, *_ in found)
    text = (await watched.get("/metrics")).text
    assert "4711" not in re.findall(r"\d+", text), "by itself: the moments in it have many digits"
    assert "secret" not in text
    await still.stop()


async def test_what_waits_and_what_was_given_up(watched: Watched) -> None:
    world = watched.world
    phone = await world.joined()
    world.telegram.blocked.add(1)
    phone.send("/help")
    await phone.until(lambda: world.store.failures(1))
    world.telegram.blocked.clear()
    world.telegram.faults.append(Fault("sendMessage", "500", 1))
    phone.send("/help")
    await phone.until(lambda: not world.telegram.faults[0].count)
    found = await watched.figures()
    assert found["prescreener_outbox_failed",] == 1
    assert found["prescreener_outbox_waiting",] >= 1
    assert 0 < found["prescreener_outbox_oldest_seconds",] < 60


async def test_figures_without_a_database(watched: Watched) -> None:
    with watched.world.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox RENAME TO away")
    found = await watched.figures()
    assert found["prescreener_database_up",] == 0
    assert ("prescreener_outbox_waiting",) not in found
    with watched.world.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO outbox")
