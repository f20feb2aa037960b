"""The whole path of an answer: from the tap to the next question on the phone, every answer committed to the disk.

    python -m tests.bench.path [PHONES ...] [--rtt MS] [--rounds N]

Phones answer a whole trial, all at once and without a pause for thought, over real HTTP to the emulated Bot API; MS is
how long each request takes on the way. The bot is one process, and runs in turns with a peer: a talk of the same size
by the library's ConversationHandler (`tests.bench.peer`), which commits nothing. Where the machine has two processors,
the bot has one and the phones the other. x: answers per second against the peer, the median of the rounds. KB: memory
for each case that is open halfway, of use from a hundred phones on.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bot.channels.telegram.buttons import Buttons
from bot.desk.invitations import new_invitation
from bot.store.migrate import migrate
from bot.store.sql import open_store
from bot.store.vault import new_master
from tests.emulator.http import serving
from tests.emulator.phone import Phone
from tests.emulator.server import Shown, Telegram

ROOT = Path(__file__).parents[2]
PHONES = (10, 100, 1000)
ON = ("agree", "unknown", "send", "screen")
HALFWAY = 12
PATIENCE = 60


@dataclass
class Town(Telegram):
    """An emulated Telegram that takes its time, and rings a bell in each chat where a message came."""

    rtt: float = 0.0
    bells: dict[int, asyncio.Event] = field(default_factory=dict)

    async def call(self, method: str, parameters: dict[str, Any]) -> Any:
        """Carries it out after the time that the way takes."""
        self.calls.clear()
        if self.rtt:
            await asyncio.sleep(self.rtt)
        done = await super().call(method, parameters)
        if method == "sendMessage":
            self.bells[int(parameters["chat_id"])].set()
        return done


@dataclass
class Round:
    """What came of one round."""

    seconds: float
    waits: list[float]
    kilobytes: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds


class Nurse:
    """Somebody who says “not known” to everything."""

    def __init__(self, phone: Phone, bell: asyncio.Event, greeting: str, act_of: Any) -> None:
        self.phone, self.greeting, self.act_of, self.bell = phone, greeting, act_of, bell
        self.waits: list[float] = []

    async def screen(self, halfway: asyncio.Event, here: asyncio.Semaphore) -> None:
        """One case, to the end; waits in the middle until all have come there."""
        self.bell.clear()
        self.phone.send(self.greeting)
        await self._hear()
        while (tap := self._next()) is not None:
            if len(self.waits) == HALFWAY and not halfway.is_set():
                here.release()
                await halfway.wait()
            begun = perf_counter()
            self.bell.clear()
            self.phone.tap(tap[1])
            await self._hear()
            if tap[0] == "unknown":
                self.waits.append(perf_counter() - begun)

    async def _hear(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.bell.wait()

    def _next(self) -> tuple[str, str] | None:
        acts = {self.act_of(button["callback_data"]): button["callback_data"] for button in _buttons(self.phone)}
        if self.waits and not acts.keys() & set(ON[:3]):
            return None
        return next(((act, acts[act]) for act in ON if act in acts), None)


def _buttons(phone: Phone) -> Iterator[dict[str, str]]:
    last: Shown = phone.shown[-1]
    return (button for row in last.rows for button in row)


@contextmanager
def running(command: list[str], surroundings: dict[str, str], pinned: bool = True) -> Iterator[int]:
    """A bot as a process of its own, on a processor of its own where it is `pinned`; gives its number."""
    program = subprocess.Popen(command, env={**os.environ, **surroundings, "PYTHONPATH": str(ROOT)}, cwd=ROOT)
    if pinned and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(program.pid, {1})
    try:
        yield program.pid
    finally:
        program.kill()
        program.wait()


def memory(process: int) -> float:
    """Kilobytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return float(status.partition("VmRSS:")[2].split()[0])


async def ours(count: int, rtt: float) -> Round:
    """One round of this bot."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bot.db"
        migrate(url)
        store, greetings = open_store(url), list[str]()
        with store.transaction() as unit:
            for _ in range(count + 1):
                invitation = new_invitation("screener", "NJ01", datetime.now(UTC))
                unit.add_invitation(invitation)
                greetings.append(f"/start {invitation.token}")
        store.close()
        town = Town(rtt=rtt)
        buttons = Buttons(town.token)
        async with serving(town) as base:
            about = {
                "DATABASE_URL": url,
                "MASTER_KEY": new_master(),
                "TELEGRAM_API": base,
                "TELEGRAM_TOKEN": town.token,
            }
            command = [sys.executable, "bot.py", "telegram"]
            with running(command, {**about, "TELEGRAM_PACE": "unlimited", "LOG_LEVEL": "error"}) as process:
                return await played(town, process, greetings, lambda chat, data: act(buttons, chat, data))


def act(buttons: Buttons, chat: int, data: str) -> str:
    """What a button of ours does."""
    tap = buttons.read(f"telegram:{chat}", data)
    return tap.act if tap else ""


async def peers(count: int, rtt: float) -> Round:
    """One round of the peer."""
    with TemporaryDirectory() as folder:
        town = Town(rtt=rtt)
        async with serving(town) as base:
            command = [sys.executable, "-W", "ignore", "-m", "tests.bench.peer", folder]
            with running(command, {"TELEGRAM_API": base, "TELEGRAM_TOKEN": town.token}) as process:
                return await played(town, process, ["/start"] * (count + 1), _act_of_the_peer)


def _act_of_the_peer(chat: int, data: str) -> str:
    from tests.bench.peer import QUESTIONS

    return "" if data.endswith(f":{QUESTIONS}") else "unknown"


async def played(town: Town, process: int, greetings: list[str], act: Any) -> Round:
    """All phones at once, after one that warms it up."""
    nurses = [nurse(town, id, greeting, act) for id, greeting in enumerate(greetings, 1)]
    halfway, here = asyncio.Event(), asyncio.Semaphore(0)
    halfway.set()
    await nurses[0].screen(halfway, here)
    empty = memory(process)
    halfway.clear()
    begun = perf_counter()
    talks = asyncio.gather(*(nurse.screen(halfway, here) for nurse in nurses[1:]))
    for _ in nurses[1:]:
        await here.acquire()
    full, paused = memory(process), perf_counter()
    halfway.set()
    await talks
    seconds = perf_counter() - paused
    waits = [wait for nurse in nurses[1:] for wait in nurse.waits[HALFWAY:]]
    assert paused > begun
    assert not town.violations, town.violations[:3]
    return Round(seconds, waits, (full - empty) / max(len(nurses) - 1, 1))


def nurse(town: Town, id: int, greeting: str, act: Any) -> Nurse:
    """Somebody new, with a phone."""
    bell = town.bells[id] = asyncio.Event()
    return Nurse(Phone(town, id, f"Nurse {id}"), bell, greeting, lambda data: act(id, data))


def main() -> None:
    """Prints a line for each number of phones."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.path")
    parser.add_argument("phones", nargs="*", type=int, default=list(PHONES))
    parser.add_argument("--rtt", type=float, default=0.0, help="milliseconds")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})
    print("phones    bot   answers/s     x   p50 ms   p99 ms   KB per open case")
    for count in given.phones:
        both = [
            (asyncio.run(peers(count, given.rtt / 1000)), asyncio.run(ours(count, given.rtt / 1000)))
            for _ in range(given.rounds)
        ]
        ratio = median(our.rate / peer.rate for peer, our in both)
        for name, rounds, times in (("peer", [one[0] for one in both], 1.0), ("ours", [one[1] for one in both], ratio)):
            print(_line(count, name, rounds, times), flush=True)


def _line(count: int, name: str, rounds: list[Round], times: float) -> str:
    waits = sorted(1000 * wait for one in rounds for wait in one.waits)
    hundredths = quantiles(waits, n=100)
    rate, size = median(one.rate for one in rounds), median(one.kilobytes for one in rounds)
    return f"{count:6}   {name}   {rate:9.0f} {times:5.2f} {hundredths[49]:8.0f} {hundredths[98]:8.0f} {size:18.1f}"


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
