"""Updates that are brought: who is let in, what is confirmed, in which order, and that several workers are as one.

Requirements: (1) without the secret there is no way in, and nothing is read; (2) 200 only after the commit, what could
not be stored comes again; (3) whatever is delivered twice, to whichever worker, counts once; (4) an update that breaks
the bot is told and left behind; (5) workers may come, go and be killed at any moment.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot

from bot.channels.telegram import courier, webhook
from bot.channels.telegram.read import Update
from bot.channels.telegram.taking import Fate
from bot.channels.telegram.webhook import Webhook
from bot.desk import trouble
from bot.desk.incoming import Incoming
from bot.ports import StoreDown, StoreFailed
from bot.store.sql import SqlStore
from bot.store.verify import verify
from tests.channels.telegram.hooked import Hooked, Worker
from tests.channels.telegram.programs import free_port, gone, ready, started
from tests.channels.telegram.world import Handle, World
from tests.emulator.http import serving
from tests.emulator.phone import Phone
from tests.emulator.server import Fault, Telegram
from tests.emulator.webhook import HEADER, bringing

pytestmark = pytest.mark.asyncio
TOKEN = "42:TEST"
SECRET = "a-secret"
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "hi"}}


class Door:
    """A webhook without anything behind it: `take` notes what it is given, and answers as told."""

    def __init__(self, secret: str = SECRET) -> None:
        self.hook = Webhook(TOKEN, "https://bot.example.org/", secret)
        self.came: list[Update] = []
        self.outcome: Fate = "done"
        app = Starlette(routes=[self.hook.route])
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://worker")
        self.opened = asyncio.create_task(self.hook.run(Bot(TOKEN), self.take))

    async def take(self, update: Update) -> Fate:
        self.came.append(update)
        return self.outcome

    async def knock(self, body: Any = UPDATE, secret: str | None = SECRET, path: str = "") -> httpx.Response:
        await asyncio.sleep(0)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {HEADER: secret}
        return await self.client.post(path or self.hook.route.path, content=content, headers=headers)


# The door.


@pytest.mark.parametrize("secret", [None, "", "a-secreT", "a-secret ", "a-secre", "a-secret-and-more", "é"])
async def test_without_the_secret_nothing_is_even_read(secret: str | None) -> None:
    door = Door()
    sent = None if secret is None else secret.encode("latin-1").decode("latin-1")
    answer = await door.client.post(
        door.hook.route.path, content=b"no json", headers=[] if sent is None else [(HEADER.encode(), sent.encode("latin-1"))]
    )  # fmt: skip
    assert (answer.status_code, door.came) == (403, [])


async def test_with_the_secret_it_is_taken() -> None:
    door = Door()
    assert (await door.knock()).status_code == 200
    assert [update.id for update in door.came] == [7]


async def test_any_other_way_leads_nowhere() -> None:
    door = Door()
    for path in ("/", "/telegram", "/telegram/", f"/{TOKEN}", f"/telegram/{TOKEN}"):
        assert (await door.knock(path=path)).status_code == 404
    assert (await door.client.get(door.hook.route.path)).status_code == 405
    assert not door.came


async def test_the_path_cannot_be_guessed_and_all_workers_agree() -> None:
    path, other = Webhook(TOKEN, "https://a").route.path, Webhook("43:TEST", "https://a").route.path
    assert path == Webhook(TOKEN, "https://b", "x").route.path
    assert path != other
    assert "TEST" not in path
    assert len(path.rpartition("/")[2]) == 64


async def test_no_more_is_read_than_an_update_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "LARGEST", 1000)
    door = Door()
    assert (await door.knock(b" " * 900 + b"x")).status_code == 400
    assert (await door.knock(b" " * 1001)).status_code == 413
    assert not door.came


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"{'update_id': 1}", b"[" * 200_000, b'{"a":' * 100_000])
async def test_what_is_no_json_is_not_confirmed(body: bytes) -> None:
    assert (await Door().knock(body)).status_code == 400


@pytest.mark.parametrize("body", [{}, [], 1, None, {"update_id": "my secret"}, b'{"update_id": 1e999}'])
async def test_what_the_library_cannot_read_is_left_behind(body: Any, caplog: pytest.LogCaptureFixture) -> None:
    door = Door()
    assert (await door.knock(body)).status_code == 200
    assert not door.came
    assert "left behind" in caplog.text
    assert "my secret" not in caplog.text


async def test_what_must_come_again_says_when() -> None:
    door = Door()
    door.outcome = "again"
    answers = [await door.knock() for _ in range(8)]
    assert {answer.status_code for answer in answers} == {503}
    assert [int(answer.headers["Retry-After"]) for answer in answers] == [1, 2, 4, 8, 16, 30, 30, 30]
    for door.outcome in ("parked", "ignored", "done"):
        assert (await door.knock()).status_code == 200
    door.outcome = "again"
    assert (await door.knock()).headers["Retry-After"] == "1"


async def test_before_telegram_is_reached_nothing_is_confirmed() -> None:
    door = Door()
    door.opened.cancel()
    assert (await door.knock()).status_code == 503


# The bot behind it.


async def test_telegram_is_told_where_to_and_all_workers_say_the_same(hooked: Hooked) -> None:
    hooked.start()
    await hooked.joined()
    said = [parameters for method, parameters, _ in hooked.telegram.calls if method == "setWebhook"]
    assert len(said) == 2
    assert said[0] == said[1]
    assert said[0]["url"] == "https://bot.example.org" + hooked.workers[0].hook.route.path
    assert json.loads(said[0]["allowed_updates"]) == ["message", "edited_message", "callback_query", "my_chat_member"]
    await hooked.stop()
    assert hooked.telegram.webhook, "others may still run: it is never deleted"


async def test_polling_takes_over_from_a_webhook(hooked: Hooked) -> None:
    hooked.start()
    phone = await hooked.joined()
    await hooked.stop()
    polling = World(hooked.telegram, hooked.base, hooked.store)
    polling.start()
    phone.send("/help")
    await phone.until(lambda: len(phone.shown) == 2)
    await polling.stop()


async def test_it_starts_without_telegram(hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.02)
    hooked.telegram.faults += [Fault("getMe", "reset", 2), Fault("setWebhook", "429", 1), Fault("setWebhook", "500", 2)]
    hooked.start()
    await hooked.joined()
    await hooked.stop()


async def test_nothing_is_confirmed_that_is_not_stored(hooked: Hooked) -> None:
    down = True

    def failing(handle: Handle, incoming: Incoming) -> int:
        if down:
            raise StoreDown("disk full") if incoming.text != "/help" else StoreFailed("strange")
        return handle(incoming)

    hooked.replaced = failing
    hooked.start()
    phone, other = Phone(hooked.telegram, 1), Phone(hooked.telegram, 2)
    updates = [phone.start(hooked.invite()), phone.send("/help"), other.start(hooked.invite())]
    await phone.until(lambda: hooked.bringer.refused()[updates[0]] > 5 and hooked.bringer.refused()[updates[2]] > 5)
    assert updates[1] not in hooked.telegram.deliveries, "what was typed later waits"
    down = False
    await hooked.quiet()
    texts = [one.text for one in phone.shown if "nothing can be stored just now" not in one.text]
    assert len(texts) == 2
    assert "/screen" in texts[1]
    assert len(phone.shown) - 2 <= 2, "told once by each worker, however often it is tried"
    await hooked.stop()


async def test_delivered_again_to_any_worker_it_counts_once(hooked: Hooked) -> None:
    hooked.start()
    phone = await hooked.joined()
    await hooked.asked(phone)
    came: list[dict[str, Any]] = []
    ways: tuple[Callable[[], object], ...] = (
        lambda: phone.tap(hooked.taps(phone)["unknown"]),
        lambda: phone.send("hello"),
    )
    for done in ways:
        done()
        came.append(hooked.telegram.latest)
        await hooked.quiet()
    before, shown = hooked.record(), [one.text for one in phone.shown]
    for update in came * 4:
        assert (await hooked.bringer.post(update))[0] == 200
    await hooked.quiet()
    assert (hooked.record(), [one.text for one in phone.shown]) == (before, shown)
    await hooked.stop()


async def test_the_same_at_the_same_time_counts_once(hooked: Hooked) -> None:
    hooked.start()
    phone = await hooked.joined()
    await hooked.stop()
    hooked.start()
    hooked.bringing.cancel()
    phone.send("/help")
    await asyncio.gather(*(ready(worker.address) for worker in hooked.workers))
    answers = await asyncio.gather(*(hooked.bringer.post(hooked.telegram.latest) for _ in range(10)))
    assert {status for status, _ in answers} == {200}
    await phone.until(lambda: not hooked.store.outbox().waiting)
    assert len(phone.shown) == 2
    await hooked.stop()


async def test_a_poison_update_is_told_and_left_behind(hooked: Hooked, caplog: pytest.LogCaptureFixture) -> None:
    def poisoned(handle: Handle, incoming: Incoming) -> int:
        if "secret" in incoming.text or incoming.what == "tap":
            raise ValueError(incoming.text)
        return handle(incoming)

    hooked.replaced = poisoned
    hooked.start()
    phone = await hooked.joined()
    poison, tap = phone.send("my secret"), phone.tap(hooked.taps(phone)["screen"])
    phone.send("/help")
    await hooked.quiet()
    await hooked.stop()
    for update in (poison, tap):
        assert 3 <= hooked.telegram.deliveries[update] <= 2 * 3, "three tries of a worker"
        assert f"update {update} is left behind" in caplog.text
    assert [hooked.words(trouble.SORRY, "en") in one.text for one in phone.shown].count(True) == 2
    assert "/screen" in phone.shown[-1].text
    assert phone.toasts == [""]
    assert "secret" not in caplog.text


async def test_workers_come_and_go_and_no_answer_is_lost(hooked: Hooked) -> None:
    hooked.start()
    phones = [await hooked.joined(id) for id in (1, 2, 3)]
    for round in range(4):
        leaving = hooked.workers.pop(0)
        new = Worker(hooked)
        hooked.workers.append(new)
        await ready(new.address)
        hooked.bringer.workers = [worker.address for worker in (leaving, *hooked.workers)]
        for phone in phones:
            phone.send("/unheard")
            phone.send("/help")
        await (leaving.stop() if round % 2 else leaving.drop())
        hooked.bringer.workers = [worker.address for worker in hooked.workers]
    await hooked.quiet()
    for phone in phones:
        assert ["do not know" in one.text for one in phone.shown[1:]] == [True, False] * 4
    await hooked.stop()


async def test_a_wrong_secret_is_logged_and_telegram_tries_again(
    hooked: Hooked, caplog: pytest.LogCaptureFixture
) -> None:
    hooked.start()
    phone = await hooked.joined()
    right, hooked.telegram.webhook["secret_token"] = hooked.telegram.webhook["secret_token"], "old"
    asked = phone.send("/help")
    await phone.until(lambda: hooked.bringer.refused()[asked] > 2)
    assert {status for id, status in hooked.bringer.answers if id == asked} == {403}
    assert "without the secret" in caplog.text
    hooked.telegram.webhook["secret_token"] = right
    await hooked.quiet()
    assert len(phone.shown) == 2
    assert right not in caplog.text
    assert hooked.workers[0].hook.route.path not in caplog.text
    await hooked.stop()


async def test_nothing_secret_is_logged_by_the_libraries(hooked: Hooked, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        hooked.start()
        await hooked.joined()
        await hooked.stop()
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    for secret in (hooked.telegram.token, hooked.telegram.webhook["secret_token"], hooked.workers[0].hook.route.path):
        assert not [line for line in said if secret in line]


# The whole program.


async def test_two_workers_are_as_one(store: SqlStore) -> None:
    """Two processes, one database, every other update to the other: each case is as if there were one."""
    telegram, ports = Telegram(), [free_port(), free_port()]
    workers = [f"http://127.0.0.1:{port}" for port in ports]
    async with serving(telegram) as base, bringing(telegram, *workers) as bringer:
        world = World(telegram, base, store)
        programs = [
            started("bot.py", "serve", store, base, PORT=str(port), TELEGRAM_PACE="unlimited") for port in ports
        ]
        await asyncio.gather(*(ready(worker) for worker in workers))
        phones = [await world.joined(id) for id in range(1, 5)]
        await asyncio.gather(*(world.sent(phone) for phone in phones))
        await world.quiet()
        records = world.record()
        assert len(records) == 4
        assert {row.state for row, _ in records} == {"sent"}
        assert {tuple((entry.kind, entry.state) for entry in entries) for _, entries in records} == {
            tuple((entry.kind, entry.state) for entry in records[0][1])
        }
        assert list(verify(store)) == []
        assert {len(phone.shown) for phone in phones} == {len(phones[0].shown)}
        assert not bringer.refused()
        for program in programs:
            program.send_signal(signal.SIGTERM)
        assert [await gone(program) for program in programs] == [0, 0]
    assert telegram.violations == []


async def test_killed_between_commit_and_answer(store: SqlStore) -> None:
    """Whichever of two workers takes the tap is gone before it can confirm it: the other one finds it done."""
    telegram, ports = Telegram(), [free_port(), free_port()]
    workers = [f"http://127.0.0.1:{port}" for port in ports]
    async with serving(telegram) as base, bringing(telegram, *workers) as bringer:
        world = World(telegram, base, store)
        programs = [
            started("tests/channels/telegram/killed.py", "serve", store, base, PORT=str(port), SIGNALS="9")
            for port in ports
        ]
        await asyncio.gather(*(ready(worker) for worker in workers))
        phone = await world.joined()
        tapped = phone.tap(world.taps(phone)["screen"])
        await phone.until(lambda: len(phone.shown) == 2, 60)
        await world.quiet()
        assert [status for id, status in bringer.answers if id == tapped] == [0, 200]
        assert sorted(program.poll() or 0 for program in programs) == [-9, 0]
        assert (len(world.record()), phone.toasts) == (1, [""])
        for program in programs:
            program.kill()
            await gone(program)


async def test_told_to_stop_in_the_middle_of_a_delivery(store: SqlStore) -> None:
    """Twice at once, after the commit and before the answer: it confirms, sends what it owes, and ends well."""
    telegram, port = Telegram(), free_port()
    worker = f"http://127.0.0.1:{port}"
    async with serving(telegram) as base, bringing(telegram, worker) as bringer:
        world = World(telegram, base, store)
        program = started("tests/channels/telegram/killed.py", "serve", store, base, PORT=str(port), SIGNALS="15 15")
        await ready(worker)
        phone = await world.joined()
        tapped = phone.tap(world.taps(phone)["screen"])
        assert await gone(program) == 0
        assert [status for id, status in bringer.answers if id == tapped] == [200]
        assert (len(phone.shown), phone.toasts, store.outbox().waiting) == (2, [""], 0)
