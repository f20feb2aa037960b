"""The logs of a whole conversation, with everything that can go wrong, hold nothing that anybody typed or is called."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from sqlalchemy.exc import StatementError

from bot.channels.telegram import courier, draw, polling
from bot.desk.incoming import Incoming
from bot.logs import Guarded
from bot.ports import StoreDown, StoreFailed
from tests.channels.telegram.world import Handle, World
from tests.emulator.phone import Phone
from tests.emulator.server import Fault

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")]
NAME, LABEL, ANSWER, CHAT = "Distinctive Zhang", "subject-QX7", "977.31 mg/dL of QX7", "QX7, nurse on ward 9"


@pytest.fixture(params=[True, False], ids=["json", "text"])
def logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Everything that any logger has to say, from debug on, as it is written."""
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.02)
    stream, bot = StringIO(), logging.getLogger("bot")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Guarded(request.param, ["42:TEST"]))
    level = bot.level
    bot.addHandler(handler)
    bot.setLevel(logging.DEBUG)
    yield stream
    bot.removeHandler(handler)
    bot.setLevel(level)


async def test_nothing_that_was_typed_is_logged(
    still: World, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = iter(
        [StoreDown("read-only"), StoreFailed("full"), StatementError(ANSWER, ANSWER, {"typed": ANSWER}, None)]
    )

    def stumbling(handle: Handle, incoming: Incoming) -> int:
        if incoming.text == ANSWER and (error := next(failing, None)) is not None:
            raise error
        if incoming.text == CHAT:
            raise ValueError(f"not understood: {CHAT}")
        return handle(incoming)

    def undrawable(picture: object) -> list[str]:
        raise KeyError(str(picture))

    still.replaced = stumbling
    phone = Phone(still.telegram, 1, NAME)
    token = still.invite()
    still.start()
    phone.start(token)
    await phone.until(lambda: phone.shown)
    await still.asked(phone)
    still.telegram.faults += [
        Fault("sendMessage", "500"), Fault("sendMessage", "429"), Fault("sendMessage", "reset"),
        Fault("getUpdates", "500"), Fault("getUpdates", "reset"),
    ]  # fmt: skip
    for said in (LABEL, ANSWER, CHAT, f"/start {token}", f"/invite {CHAT}"):
        phone.send(said)
    await still.quiet()
    still.telegram.blocked.add(1)
    phone.send(ANSWER)
    await still.quiet()
    still.telegram.blocked.clear()
    with monkeypatch.context() as patch:
        patch.setattr(draw, "messages", undrawable)
        patch.setattr(courier, "BUG_TRIES", 1)
        phone.send(f"{LABEL} again")
        await still.quiet()
    await still.stop()
    written = logged.getvalue()
    for told in (
        "has to wait",
        "could not be stored",
        "ValueError",
        "StatementError",
        "is left behind",
        "given up",
        "KeyError",
    ):
        assert told in written
    for secret in (NAME, "Zhang", LABEL, "QX7", "977.31", "ward 9", token, still.telegram.token):
        assert secret not in written
