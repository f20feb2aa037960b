"""What a start costs: processor time and time until the bot asks for updates, and the memory that it then holds.

    python -m tests.bench.start [--rounds N]

Each start is that after a `kill -9`: the database is there, and up to date. In turns with the peer, a small program of
the library's own (`tests.bench.peer`), and with the console until its first screen. s: seconds of processor time, and
by the clock; MB: resident memory two seconds later. Medians.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bot.store.vault import new_master
from tests.bench.path import ROOT, memory, running
from tests.bench.workers import used
from tests.emulator.http import serving
from tests.emulator.server import Telegram

AT_REST, PATIENCE = 2.0, 60.0


@dataclass(frozen=True)
class Start:
    """What one start came to: seconds of processor time, seconds by the clock, megabytes; none for what has ended."""

    processor: float
    lasted: float
    megabytes: float = 0.0


@dataclass
class Waiting(Telegram):
    """An emulated Telegram that tells when it is first asked for updates."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(self, method: str, parameters: dict[str, Any]) -> Any:
        """Carries it out."""
        if method == "getUpdates":
            self.asked.set()
        return await super().call(method, parameters)


async def started(command: list[str], surroundings: dict[str, str]) -> Start:
    """A program that polls, until it does."""
    town = Waiting()
    async with serving(town) as base:
        begun = perf_counter()
        about = {"TELEGRAM_API": base, "TELEGRAM_TOKEN": town.token, "LOG_LEVEL": "error", **surroundings}
        with running(command, about, pinned=False) as process:
            async with asyncio.timeout(PATIENCE):
                await town.asked.wait()
            lasted, processor = perf_counter() - begun, used([process])
            await asyncio.sleep(AT_REST)
            return Start(processor, lasted, memory(process) / 1024)


def console(surroundings: dict[str, str]) -> Start:
    """The console, until its first screen, behind which nobody types anything."""
    before, begun = _of_children(), perf_counter()
    command = [sys.executable, "bot.py", "console"]
    subprocess.run(command, env={**os.environ, **surroundings}, cwd=ROOT, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, check=True)  # fmt: skip
    return Start(_of_children() - before, perf_counter() - begun)


def _of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    """Prints a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.start")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    found: dict[str, list[Start]] = {"peer": [], "telegram": [], "console": []}
    with TemporaryDirectory() as folder:
        about = {"DATA_DIR": folder, "MASTER_KEY": new_master()}
        peer = [sys.executable, "-W", "ignore", "-m", "tests.bench.peer", str(Path(folder))]
        for turn in range(given.rounds + 1):
            one = {
                "peer": asyncio.run(started(peer, about)),
                "telegram": asyncio.run(started([sys.executable, "bot.py", "telegram"], about)),
                "console": console(about),
            }
            if turn:  # the first one makes the database
                for name, start in one.items():
                    found[name].append(start)
    print("what         processor s   clock s      MB")
    for name, starts in found.items():
        spent, lasted = median(one.processor for one in starts), median(one.lasted for one in starts)
        print(f"{name:10} {spent:13.2f} {lasted:9.2f} {median(one.megabytes for one in starts):7.0f}")


if __name__ == "__main__":
    main()
