"""A bot between an emulated Telegram and a real database, and the people who hold the phones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from bot.channels.telegram.addresses import address_of
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.channel import TelegramChannel, WayIn
from bot.channels.telegram.pace import UNLIMITED, Rates
from bot.content.library import Library, read_library
from bot.core.languages import language_for
from bot.core.messages import Message
from bot.core.trial import Trial
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.invitations import new_invitation
from bot.desk.room import House
from bot.ports import StoreBusy, Team
from bot.store.sql import SqlStore
from tests.clock import now, seconds
from tests.emulator.http import serving
from tests.emulator.phone import Phone
from tests.emulator.server import Shown, Telegram

ROOT = Path(__file__).resolve().parents[3]
TRIAL = "ln-msc"
Handle = Callable[[Incoming], int]


@cache
def library() -> Library:
    """Read once: it is never changed."""
    return read_library(ROOT / "flows", ROOT / "locales", TRIAL)


def one_by_one(arrived: Sequence[Incoming]) -> None:
    raise StoreBusy("one of them would fail")


class World:
    """One bot and its surroundings. `handle` can be replaced to make the desk fail."""

    count = 1

    def __init__(self, telegram: Telegram, base: str, store: SqlStore, rates: Rates = UNLIMITED) -> None:
        self.telegram, self.base, self.store, self.rates = telegram, base, store, rates
        library_ = library()
        self.trial: Trial = library_.trials[TRIAL]
        self.house = House({TRIAL: self.trial}, library_.texts)
        self.buttons = Buttons(telegram.token, [("trial", TRIAL)])
        self.replaced: Callable[[Handle, Incoming], int] | None = None

    # The bot.

    def start(self) -> None:
        """Starts the bot as if it were a new process."""
        self.desk, self.channel = self.built(self.store)
        self.stopper = asyncio.Event()
        self.task = asyncio.create_task(self.channel.run(self.stopper))

    def built(self, store: SqlStore, way: WayIn | None = None) -> tuple[Desk, TelegramChannel]:
        """A bot that does not run yet."""
        desk, base = Desk(store, self.house, papers=True), f"{self.base}/bot"
        if self.replaced is not None:
            real, replaced = desk.handle, self.replaced
            desk.handle = lambda incoming: replaced(real, incoming)  # type: ignore[method-assign]  # what is replaced
            desk.handle_all = one_by_one  # type: ignore[method-assign]  # what is replaced
        token = self.telegram.token
        return desk, TelegramChannel(token, base, store, desk, now, rates=self.rates, way=way, watched=True)

    async def stop(self) -> None:
        """Stops it in good order."""
        self.stopper.set()
        await asyncio.wait_for(self.task, 10)

    async def drop(self) -> None:
        """Drops it where it is."""
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task

    # People.

    @property
    def moment(self) -> datetime:
        """By Telegram's clock: the machine's, where the bot is a program of its own."""
        return datetime.fromtimestamp(self.telegram.clock(), UTC)

    def invite(self, role: str = "screener") -> str:
        """An invitation's token."""
        invitation = new_invitation(role, "NJ01", self.moment)
        with self.store.transaction() as unit:
            unit.add_invitation(invitation)
        return invitation.token

    async def joined(self, id: int = 1, language: str = "en", role: str = "screener") -> Phone:
        """Somebody who has followed an invitation."""
        phone = Phone(self.telegram, id, f"Person {id}", language)
        phone.start(self.invite(role))
        await phone.until(lambda: phone.shown and "screen" in self.acts(phone))
        return phone

    async def asked(self, phone: Phone) -> None:
        """Goes on to the first question, which asks for a day."""
        await self.act(phone, "screen", "agree")
        await self.act(phone, "agree", "unknown")

    async def sent(self, phone: Phone) -> None:
        """Goes on until the verdict is with the study team."""
        await self.asked(phone)
        phone.send(f"{self.moment.date() + timedelta(14)}")
        await self.question(phone, 1)
        await self.act(phone, "stop", "send")
        await self.act(phone, "send", "details")

    async def question(self, phone: Phone, place: int) -> None:
        """Waits for a question of the trial."""
        language = language_for(phone.language)
        words = self.words(self.trial.questions[place].ask, language)
        await phone.until(lambda: words in phone.last.text)

    def team(self, chat: int, language: str) -> Phone:
        """A study team's group, seen by an administrator."""
        with self.store.transaction() as unit:
            unit.set_team(Team(address=f"telegram:{chat}", trial=TRIAL, site="*", language=language))
        return Phone(self.telegram, 9, "Zhou", chat=chat)

    # Looking and tapping by what a button does, whatever its words.

    def taps(self, phone: Phone, shown: Shown | None = None) -> dict[str, str]:
        """Callback data by act; of several buttons with the same act the first."""
        found: dict[str, str] = {}
        for button in (one for row in (shown or phone.last).rows for one in row):
            tap = self.buttons.read(address_of(phone.chat, phone.topic or None), button["callback_data"])
            assert isinstance(tap, Tap)
            found.setdefault(tap.act, button["callback_data"])
        return found

    def acts(self, phone: Phone) -> set[str]:
        """What the lowest buttons do."""
        return set(self.taps(phone)) if any(one.rows for one in phone.shown) else set()

    async def act(self, phone: Phone, act: str, then: str) -> None:
        """Taps, and waits for a button that does `then` under another message or after an edit."""
        before = (phone.last.id, phone.last.edits)
        phone.tap(self.taps(phone)[act])
        await phone.until(lambda: (phone.last.id, phone.last.edits) != before and then in self.acts(phone))
        await phone.until(lambda: len(phone.toasts) == len(phone.taps))

    def words(self, message: Message, language: str) -> str:
        """A message as it is shown."""
        return self.house.words.text(message, language)

    async def quiet(self) -> None:
        """Waits until everything is handled, confirmed and sent."""
        for _ in range(3000):
            if self.telegram.settled and not self.store.outbox().waiting:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it never came to rest")

    def record(self) -> list[tuple[Any, ...]]:
        """Everything in the database that a repetition must not change."""
        with self.store.reading() as unit:
            return [(row, unit.entries(row.id)) for row in self.store.every_case()]


W = TypeVar("W", bound=World)


@asynccontextmanager
async def built(way: type[W], store: SqlStore) -> AsyncIterator[W]:
    """A world on this store, which is closed with it; nothing may have been refused in the end."""
    telegram = Telegram(clock=seconds)
    async with serving(telegram) as base:
        yield way(telegram, base, store)
    store.close()
    assert telegram.violations == []
