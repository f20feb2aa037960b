"""How an update is taken, whichever way it came: in order within a chat, and nobody overtakes one that was refused."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable

import pytest
from telegram import Bot

from bot.channels.telegram import taking as taking_module
from bot.channels.telegram.read import Update, UpdateReader
from bot.channels.telegram.taking import Taking
from bot.desk.incoming import Incoming
from bot.ports import StoreBusy, StoreDown
from tests.channels.telegram.world import World, one_by_one
from tests.clock import now

pytestmark = pytest.mark.asyncio


def typed(number: int, chat: int, text: str = "x") -> Update:
    """Something that somebody typed."""
    person = {"id": chat, "is_bot": False, "first_name": "Ann"}
    private = {"id": chat, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": private, "from": person, "text": text}
    return Update.of({"update_id": number, "message": message})


def taking(world: World, handle: Callable[[Incoming], int]) -> Taking:
    """With another desk behind it, for whoever comes."""
    desk, channel = world.built(world.store)
    desk.handle = handle  # type: ignore[assignment, method-assign]  # what is replaced
    desk.handle_all = one_by_one  # type: ignore[method-assign]  # what is replaced
    bot = Bot(world.telegram.token, f"{world.base}/bot")
    taking = Taking(bot, world.store, desk, UpdateReader("test_bot", world.buttons, now), channel.courier)
    taking._door.lets_in = lambda incoming: True  # type: ignore[method-assign]  # open to all
    return taking


async def test_what_waits_behind_a_refused_one_is_refused_too(still: World) -> None:
    came: list[str] = []

    def handle(incoming: Incoming) -> int:
        came.append(f"{incoming.chat} {incoming.text}")
        if incoming.text == "first" and len(came) == 1:
            raise StoreDown("full")
        return 1

    taken = taking(still, handle).take
    still.telegram.chats[1] = still.telegram.chats[2] = []
    batch = [typed(1, 1, "first"), typed(2, 1, "second"), typed(3, 2, "elsewhere"), typed(4, 1, "third")]
    assert await asyncio.gather(*map(taken, batch)) == ["again", "again", "done", "again"]
    assert came == ["telegram:1 first", "telegram:2 elsewhere"]
    assert await asyncio.gather(*map(taken, batch[:2])) == ["done", "done"], "they come again in order"
    assert came[2:] == ["telegram:1 first", "telegram:1 second"]


async def test_what_waits_for_a_lock_keeps_no_other_chat_waiting(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_module, "MOMENT", 0.01)
    came: list[str] = []

    def handle(incoming: Incoming) -> int:
        came.append(f"{incoming.chat} {incoming.text}")
        if came.count("telegram:1 first") < 4 and incoming.chat == "telegram:1":
            raise StoreBusy("another worker has this case")
        return 1

    taken = taking(still, handle).take
    batch = [typed(1, 1, "first"), typed(2, 1, "second"), typed(3, 2, "elsewhere")]
    assert await asyncio.gather(*map(taken, batch)) == ["done"] * 3, "it need not be brought again"
    assert came[:2] == ["telegram:1 first", "telegram:2 elsewhere"]
    assert came[2:] == ["telegram:1 first"] * 3 + ["telegram:1 second"]


async def test_what_waits_for_a_lock_too_long_has_to_come_again(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_module, "MOMENT", 0.01)
    monkeypatch.setattr(taking_module, "PATIENCE", 0.1)

    def handle(incoming: Incoming) -> int:
        raise StoreBusy("locked")

    still.telegram.chats[1] = []
    assert await asyncio.wait_for(taking(still, handle).take(typed(1, 1)), 5) == "again"
    assert [one.text.partition(":")[0] for one in still.telegram.chats[1]] == ["One moment"]


async def test_what_nobody_needs_to_hear_of_is_confirmed(still: World) -> None:
    assert await taking(still, lambda incoming: 1).take(Update.of({"update_id": 5})) == "ignored"


async def test_a_crowd_of_strangers_costs_no_transaction_and_no_look_into_the_outbox(
    still: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd, done = taking(still, lambda incoming: 1), list[str]()
    monkeypatch.setattr(crowd._door, "let_in", lambda arrived: [False] * len(arrived))
    monkeypatch.setattr(crowd._desk, "handle_all", lambda arrived: done.append("transaction"))
    monkeypatch.setattr(crowd._courier, "put_in", lambda: done.append("look"))
    fates = await asyncio.gather(*(crowd.take(typed(number, number)) for number in range(1, 31)))
    assert (set(fates), done) == ({"ignored"}, [])


@pytest.mark.parametrize("lacking", [errno.EMFILE, errno.ENOMEM, errno.ENOSPC, errno.EIO, None])
async def test_what_the_machine_lacks_is_no_updates_fault(still: World, lacking: int | None) -> None:
    lacks = [OSError(lacking, "my secret file") if lacking else MemoryError() for _ in range(5)]

    def handle(incoming: Incoming) -> int:
        if lacks:
            raise lacks.pop()
        return 1

    still.telegram.chats[1] = []
    take, update = taking(still, handle).take, typed(1, 1)
    assert [await take(update) for _ in range(6)] == ["again"] * 5 + ["done"]


async def test_what_cannot_be_read_is_parked_and_not_told(still: World, caplog: pytest.LogCaptureFixture) -> None:
    strange = Update.of({"update_id": 8, "message": {"text": "my secret", "chat": {"id": "my secret"}}})
    taken = taking(still, lambda incoming: 1).take
    assert [await taken(strange) for _ in range(3)] == ["again", "again", "parked"]
    assert "my secret" not in caplog.text


async def test_what_is_remembered_of_failures_does_not_grow(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.taking.REMEMBERED", 3)

    def handle(incoming: Incoming) -> int:
        raise ValueError

    taken = taking(still, handle)
    for number in range(10):
        assert await taken.take(typed(number, number + 1)) == "again"
    assert list(taken._failures) == [7, 8, 9]


async def test_a_name_is_one_line_that_can_be_seen(still: World) -> None:
    said = typed(5, 1, "a\x1b\x00b\n\tc").said
    named = {"id": 1, "is_bot": False, "first_name": "\u202eLi\u2028✓ ELIGIBLE\n", "last_name": "\x1b Ming\u200b"}
    read = UpdateReader("test_bot", still.buttons, now).read(Update(5, {"message": {**said["message"], "from": named}}))
    assert read is not None
    assert (read.name, read.text) == ("Li ✓ ELIGIBLE Ming", "ab\n\tc")
