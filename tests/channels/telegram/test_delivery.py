"""What goes wrong on the way: nothing is lost, nothing is doubled, nobody waits for somebody else."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot

from bot.channels.telegram import courier, polling
from bot.channels.telegram.pace import Rate, Rates
from bot.channels.telegram.read import Update, UpdateReader
from bot.channels.telegram.taking import Fate, Take
from bot.desk import trouble
from bot.desk.incoming import Incoming
from bot.ports import Outgoing, StoreDown, StoreFailed
from bot.store.sql import open_store
from tests.channels.telegram.conftest import locked
from tests.channels.telegram.programs import gone, started
from tests.channels.telegram.world import Handle, World
from tests.clock import now
from tests.emulator.http import serving
from tests.emulator.phone import Phone
from tests.emulator.server import STALE, Fault, Telegram
from tests.servers.databases import KINDS
from tests.store.making import table

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.filterwarnings("ignore:Deprecated since version v22.2"),
]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.05)


@pytest.fixture
def database(sqlite_database: str) -> str:
    """One kind is enough here: what goes wrong is the network's doing, but for the one test that asks for both."""
    return sqlite_database


# The way in.


async def test_an_update_is_confirmed_only_after_its_commit(still: World) -> None:
    tried: list[tuple[str, int]] = []

    def failing(handle: Handle, incoming: Incoming) -> int:
        tried.append((incoming.text, still.telegram.confirmed))
        if incoming.text == "/x" or (incoming.command == "help" and len(tried) < 5):
            raise StoreDown("read-only") if len(tried) % 2 else StoreFailed("disk full")
        return handle(incoming)

    still.replaced = failing
    phone = Phone(still.telegram, 1)
    phone.start(still.invite())
    asked = phone.send("/help")
    still.start()
    await still.quiet()
    assert still.telegram.deliveries[asked] >= 4
    assert all(confirmed < asked for _, confirmed in tried)
    assert still.telegram.confirmed >= asked
    told = [one.text for one in phone.shown if "nothing can be stored just now" in one.text]
    assert len(told) == 1, "told once, however often it is tried"
    assert len(phone.shown) == 3, "besides, the welcome and the help"
    await still.stop()


async def test_what_comes_in_another_order_is_not_confirmed_before_its_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """To ask for those after number 8 would confirm number 7."""
    asked: list[int | None] = []
    took: list[int] = []

    class Backwards:
        def __init__(self, bot: Bot) -> None: ...

        async def call(self, method: str, said: dict[str, Any], patience: float) -> list[dict[str, Any]]:
            asked.append(said["offset"])
            return [{"update_id": 8}, {"update_id": 7}]

    async def take(update: Update) -> Fate:
        took.append(update.id)
        return "again" if update.id == 7 and took.count(7) < 3 else "done"

    monkeypatch.setattr(polling, "Api", Backwards)
    running = asyncio.create_task(polling.Polling().run(Bot("42:TEST"), take))
    while len(asked) < 4:
        await asyncio.sleep(0.01)
    running.cancel()
    assert asked[:4] == [None, None, None, 9]
    assert took[:2] == [7, 8]


async def test_redelivery_changes_nothing(still: World) -> None:
    still.start()
    phone = await still.joined()
    await still.asked(phone)
    phone.tap(still.taps(phone)["unknown"])
    typed = phone.send("hello")
    await still.quiet()
    before, shown = still.record(), [one.text for one in phone.shown]
    await still.stop()
    # As after a lost confirmation: everything comes once more.
    still.telegram.updates = [still.telegram.latest, still.telegram.latest]
    still.telegram.confirmed = typed - 1
    still.start()
    await still.quiet()
    await still.stop()
    assert still.telegram.deliveries[typed] >= 3
    assert (still.record(), [one.text for one in phone.shown]) == (before, shown)


def poisoned(handle: Handle, incoming: Incoming) -> int:
    """A bot that secrets break."""
    if "secret" in incoming.text:
        raise ValueError(incoming.text)
    return handle(incoming)


async def test_a_poison_update_is_told_and_left_behind(still: World, caplog: pytest.LogCaptureFixture) -> None:
    still.replaced = poisoned
    still.start()
    phone = await still.joined()
    poison = phone.send("my secret")
    phone.send("/help")
    await still.quiet()
    await still.stop()
    assert still.telegram.deliveries[poison] >= 3
    assert still.words(trouble.SORRY, "en") in phone.shown[-2].text
    assert "/screen" in phone.shown[-1].text
    assert "ValueError" in caplog.text
    assert f"update {poison} is left behind" in caplog.text
    assert "secret" not in caplog.text


async def test_a_poison_update_is_parked_and_each_administrator_told_once_a_day(still: World) -> None:
    still.replaced = poisoned
    still.start()
    chief, chinese = await still.joined(1, role="administrator"), await still.joined(2, "zh-hans", "administrator")
    phone = await still.joined(3)
    poison = [phone.send("my secret"), phone.send("another secret")]
    await still.quiet()
    await still.stop()
    with still.store.reading() as unit:
        parked = unit.parked(9)
    assert {one.update_key for one in parked} == {f"telegram:{number}" for number in poison}
    assert {one.error for one in parked} == {"ValueError"}
    assert all(one.place.startswith("channels/telegram/taking.py:") for one in parked)
    assert [len(one.shown) for one in (chief, chinese, phone)] == [2, 2, 3]
    assert "ValueError at channels/telegram/taking.py" in chief.shown[1].text
    assert "ValueError" in chinese.shown[1].text
    assert "could not" not in chinese.shown[1].text
    assert not any("secret" in str(row) for name in ("parked", "outbox", "seen") for row in table(still.store, name))


async def test_an_update_that_cannot_even_be_read_or_told_is_parked(
    still: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise KeyError("bug")

    still.start()
    phone = await still.joined()
    monkeypatch.setattr(UpdateReader, "read", broken)
    unreadable = phone.send("/help")
    await still.quiet()
    monkeypatch.undo()
    monkeypatch.setattr(still.desk, "handle", broken)
    monkeypatch.setattr(trouble, "_tell_administrators", broken)
    untold = phone.send("/help")
    await still.quiet()
    await still.stop()
    with still.store.reading() as unit:
        assert [one.update_key for one in unit.parked(9)] == [f"telegram:{untold}", f"telegram:{unreadable}"]
    assert still.words(trouble.SORRY, "en") in phone.shown[-1].text


async def test_a_poison_tap_is_freed(still: World) -> None:
    def poisoned(handle: Handle, incoming: Incoming) -> int:
        if incoming.what == "tap":
            raise KeyError("bug")
        return handle(incoming)

    still.replaced = poisoned
    still.start()
    phone = await still.joined()
    phone.tap(still.taps(phone)["screen"])
    await still.quiet()
    assert phone.toasts == [""]
    assert still.words(trouble.SORRY, "en") in phone.shown[-1].text
    await still.stop()


async def test_polling_survives_everything(world: World) -> None:
    phone = await world.joined()
    for kind in ("429", "500", "reset", "reset_after"):
        world.telegram.faults.append(Fault("getUpdates", kind))
        phone.send("/help")
        await world.quiet()
    assert len(phone.shown) == 5


async def test_it_starts_without_telegram(still: World) -> None:
    still.telegram.faults += [Fault("getMe", "reset", 1), Fault("getMe", "500", 1), Fault("deleteMyCommands", "500", 2)]
    still.start()
    phone = await still.joined()
    assert len(phone.shown) == 1
    await still.stop()


@pytest.mark.parametrize(("code", "words"), [("502", "Bad Gateway"), ("403", "Forbidden"), ("200", "portal")])
async def test_what_a_gateway_says_costs_no_message_and_is_one_line_of_the_log_without_its_words(
    world: World, caplog: pytest.LogCaptureFixture, code: str, words: str
) -> None:
    phone = await world.joined()
    world.telegram.faults += [Fault("sendMessage", code, 2), Fault("getUpdates", code)]
    phone.send("/help")
    await phone.until(lambda: len(phone.shown) == 2)
    await world.quiet()
    lines = [line for line in caplog.records if line.name.startswith(("bot", "telegram"))]
    assert words not in caplog.text
    assert [line for line in lines if line.levelname == "ERROR" or line.exc_info] == []
    assert (
        sum(
            f"HTTP {code}, and no answer of the Bot API" in line.getMessage()
            for line in lines
            if "line" in line.getMessage()
        )
        == 2
    )


async def test_it_stops_while_telegram_is_away(still: World) -> None:
    still.telegram.faults.append(Fault("getMe", "reset", 99))
    still.start()
    await asyncio.sleep(0.1)
    await still.stop()


# The way out.


async def test_somebody_who_blocked_the_bot_does_not_hold_up_others(world: World) -> None:
    gone, here = await world.joined(1), await world.joined(2)
    world.telegram.blocked.add(1)
    gone.send("/help")
    here.send("/help")
    await here.until(lambda: len(here.shown) == 2)
    await world.quiet()
    assert len(gone.shown) == 1
    assert "Forbidden" in world.store.failures(10)[0].reason
    world.telegram.blocked.clear()
    gone.send("/help")
    await gone.until(lambda: len(gone.shown) == 2)


async def test_whoever_lets_the_bot_in_again_gets_the_question_that_never_came(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    tap = world.taps(phone)["unknown"]
    phone.block()
    phone.tap(tap)
    await world.quiet()
    phone.unblock()
    await world.question(phone, 1)
    await world.quiet()
    assert phone.last.rows


async def test_a_flood_is_waited_for_and_only_there(world: World) -> None:
    slow, quick = await world.joined(1), await world.joined(2)
    world.telegram.faults.append(Fault("sendMessage", "429", chat=1, retry_after=1))
    slow.send("/help")
    slow.send("/cases")
    quick.send("/help")
    await quick.until(lambda: len(quick.shown) == 2, 0.9)
    await slow.until(lambda: len(slow.shown) == 3)
    tries = [at for method, said, at in world.telegram.calls if method == "sendMessage" and said["chat_id"] == "1"]
    assert tries[2] - tries[1] >= 1
    assert "/screen" in slow.shown[1].text


@pytest.mark.parametrize("kind", ["500", "reset"])
async def test_what_was_not_carried_out_is_repeated_in_order(world: World, kind: str) -> None:
    phone = await world.joined()
    world.telegram.faults.append(Fault("sendMessage", kind, count=3))
    phone.send("/help")
    phone.send("/cases")
    await world.quiet()
    assert len(phone.shown) == 3
    assert "/screen" in phone.shown[1].text


async def test_a_lost_answer_may_repeat_a_message_but_loses_none(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
        world.telegram.faults.append(Fault(method, "reset_after"))
    phone.tap(world.taps(phone)["unknown"])
    await world.quiet()
    await world.question(phone, 1)
    assert "✓" in phone.shown[2].text or "?" in phone.shown[2].text
    assert world.store.failures(10) == []
    assert world.telegram.violations == [f"answerCallbackQuery: {STALE}"], "a tap is answered once, and was"
    world.telegram.violations.clear()


async def test_order_within_each_chat(world: World) -> None:
    chats = range(1, 11)
    for chat in chats:
        world.telegram.chats[chat] = []
    with world.store.transaction() as unit:
        for number in range(8):
            unit.send(*(_line(f"telegram:{chat}", number) for chat in chats))
    world.channel.courier.wake()
    await world.quiet()
    for chat in chats:
        assert [one.text for one in world.telegram.chats[chat]] == [str(number) for number in range(8)]


async def test_a_message_that_is_gone_is_shown_again(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    data = world.taps(phone)["why"]
    for shown in phone.shown:
        shown.deleted = True
    phone.tap(data, phone.telegram.chats[1][-1])
    await phone.until(lambda: phone.shown)
    assert "plain" in world.acts(phone)
    world.telegram.violations.clear()


async def test_a_group_that_became_a_supergroup_keeps_its_cards(world: World) -> None:
    world.telegram.moved[-100] = -100200
    old, new = world.team(-100, "en"), Phone(world.telegram, 9, chat=-100200)
    screener = await world.joined()
    await world.sent(screener)
    await new.until(lambda: new.shown)
    await world.quiet()
    assert not old.shown
    with world.store.reading() as unit:
        assert not unit.teams_at("telegram:-100")
        assert unit.teams_at("telegram:-100200")
    world.telegram.violations.clear()


async def test_a_long_picture_is_several_messages_and_none_of_them_twice(world: World) -> None:
    phone = await world.joined()
    picture = {"paragraphs": [{"style": "body", "mark": "", "text": letter * 3000} for letter in "abc"], "rows": _ROWS}
    world.telegram.faults += [Fault("sendMessage", "500", 1)]
    with world.store.transaction() as unit:
        unit.send(Outgoing(address="telegram:1", do="show", key="long", slot="s", picture=picture))
    await phone.until(lambda: len(phone.shown) == 4)
    assert [one.text[0] for one in phone.shown[1:]] == ["a", "b", "c"]
    assert [bool(one.rows) for one in phone.shown[1:]] == [False, False, True]
    with world.store.transaction() as unit:
        unit.send(Outgoing(address="telegram:1", do="edit", key="shorter", slot="s", picture=picture))
        unit.send(Outgoing(address="telegram:1", do="edit", key="same", slot="s", picture=picture))
        unit.send(Outgoing(address="telegram:1", do="delete", key="away", slot="s"))
    await phone.until(lambda: len(phone.shown) == 3)
    assert world.telegram.chats[1][-1].text.endswith("…")


async def test_the_pace_of_one_chat(still: World) -> None:
    still.rates = Rates(person=Rate(10, 3))
    still.start()
    phone = await still.joined()
    began = time.monotonic()
    with still.store.transaction() as unit:
        unit.send(*(_line("telegram:1", number) for number in range(8)))
    await phone.until(lambda: len(phone.shown) == 9)
    assert 0.45 < time.monotonic() - began < 2
    await still.stop()


async def test_it_ends_though_what_it_waits_for_comes_just_then(still: World) -> None:
    """The HTTP client forgets a cancellation that comes together with the answer, and the polling went on for ever."""

    begun = asyncio.Event()

    class JustThen(polling.Polling):
        async def run(self, bot: Bot, take: Take) -> None:
            begun.set()
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            await super().run(bot, take)

    _, still.channel = still.built(still.store, JustThen())
    still.stopper = asyncio.Event()
    still.task = asyncio.create_task(still.channel.run(still.stopper))
    async with asyncio.timeout(8):
        await begun.wait()
        await still.stop()


async def test_a_second_one_on_its_database_waits_until_the_first_has_ended(still: World) -> None:
    """It took back what the first had on its way, and Telegram refused both of them in turn."""

    def greetings() -> int:
        return [method for method, *_ in still.telegram.calls].count("getMe")

    still.start()
    phone = await still.joined()
    second = World(still.telegram, still.base, locked(still.store.engine.url.render_as_string(hide_password=False)))
    second.start()
    await asyncio.sleep(0.3)
    assert greetings() == 1
    await still.stop()
    phone.send("/help")
    await phone.until(lambda: len(phone.shown) == 2)
    assert greetings() == 2
    await second.stop()
    second.store.close()


async def test_what_was_on_its_way_when_it_was_dropped_arrives_after_the_restart(still: World) -> None:
    still.start()
    phone = await still.joined()
    still.telegram.faults.append(Fault("sendMessage", "500", 99))
    phone.send("/help")
    await phone.until(lambda: still.store.outbox().waiting)
    await still.drop()
    with still.store.transaction() as unit:
        unit.send(Outgoing(address="console:me", do="show", key="not for Telegram", picture=_text("x")))
    still.telegram.faults.clear()
    still.start()
    await phone.until(lambda: len(phone.shown) == 2)
    await asyncio.sleep(0.1)
    assert still.store.outbox().waiting == 1
    assert still.store.failures(1) == []
    still.store.forget(now() + timedelta(days=1))
    await still.stop()


# The whole program, killed.


@pytest.mark.parametrize("kind", KINDS)
async def test_killed_right_after_the_commit(kind: str, request: pytest.FixtureRequest) -> None:
    database = request.getfixturevalue(f"{kind}_database")
    telegram, store = Telegram(), open_store(database)
    async with serving(telegram) as base:
        world = World(telegram, base, store)
        phone = Phone(telegram, 1)
        phone.start(world.invite())
        program = started("tests/channels/telegram/killed.py", "telegram", store, base, SIGNALS="9")
        # What is shown but not yet booked as sent would, rightly, be shown again.
        await phone.until(lambda: phone.shown and not store.outbox().waiting, 60)
        phone.tap(world.taps(phone)["screen"])
        await gone(program)
        assert len(phone.shown) == 1
        record = world.record()
        assert len(record) == 1
        program = started("bot.py", "telegram", store, base)
        await phone.until(lambda: len(phone.shown) == 2, 60)
        await world.quiet()
        assert (len(phone.shown), phone.toasts, world.record()) == (2, [""], record)
        program.send_signal(signal.SIGTERM)
        assert await gone(program) == 0
    store.close()
    assert telegram.violations == []


_ROWS = [[{"label": "on", "act": "go_on", "value": ""}]]


def _text(text: str) -> dict[str, object]:
    return {"paragraphs": [{"style": "body", "mark": "", "text": text}]}


def _line(address: str, number: int) -> Outgoing:
    return Outgoing(address=address, do="show", key=f"{address}:{number}", picture=_text(str(number)))
