"""Several workers on one PostgreSQL: answers a second of one and of two, and what each side of it costs.

    python -m tests.bench.workers [PHONES] [--rounds N]

The workers are whole processes (`python bot.py serve`) behind a load balancer that goes round; the server is the tests'
own, and keeps what it confirms. x: answers per second against one worker, in turns. ms: processor time an answer, of
the workers, of the database, of phones and balancer. Where those three together want more processors than there are,
they and not the locks are the limit: `cores` is how many were busy.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx
import psycopg

from bot.channels.telegram.buttons import Buttons
from bot.desk.invitations import new_invitation
from bot.store.migrate import migrate
from bot.store.sql import open_store
from bot.store.vault import new_master
from tests.bench import path
from tests.bench.path import Nurse, Town
from tests.channels.telegram.programs import free_port
from tests.emulator.http import serving
from tests.emulator.webhook import bringing
from tests.servers.postgres import Server
from tests.servers.postgres import running as postgresql

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Round:
    """What came of one round; seconds, of processors where nothing else is said."""

    answers: int
    lasted: float
    workers: float
    database: float
    phones: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.lasted

    @property
    def cores(self) -> float:
        """Processors that were busy."""
        return (self.workers + self.database + self.phones) / self.lasted


def used(processes: list[int]) -> float:
    """Seconds of processor time that these have used."""
    found = 0.0
    for process in processes:
        with suppress(FileNotFoundError):
            words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            found += sum(map(int, words[11:15])) / TICK  # of its ended children too
    return found


def backends(server: Server) -> list[int]:
    """The processes of the database."""
    first = int((server.data / "postmaster.pid").read_text().split()[0])
    return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]


@contextmanager
def worker(url: str, base: str, port: int, master: str, token: str) -> Iterator[int]:
    """One of them; gives its process."""
    about = {
        "DATABASE_URL": url,
        "MASTER_KEY": master,
        "TELEGRAM_API": base,
        "TELEGRAM_TOKEN": token,
        "TELEGRAM_PACE": "unlimited",
        "PUBLIC_URL": "https://bot.example.org",
        "PORT": str(port),
        "LOG_LEVEL": "error",
    }
    with path.running([sys.executable, "bot.py", "serve"], about, pinned=False) as process:
        yield process


async def ready(address: str) -> None:
    """Waits until a worker can work."""
    async with httpx.AsyncClient() as client:
        for _ in range(600):
            with suppress(httpx.TransportError):
                if (await client.get(f"{address}/ready")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError(address)


async def played(server: Server, name: str, workers: int, phones: int) -> Round:
    """So many phones answer a whole trial each, on a new database."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url, town = server.url(name).replace("postgresql:", "postgresql+psycopg:"), Town()
    migrate(url)
    greetings, buttons, master = _invited(url, phones + 1), Buttons(town.token), new_master()
    ports = [free_port() for _ in range(workers)]
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    async with serving(town) as base, bringing(town, *addresses):
        with ExitStack() as stack:
            programs = [stack.enter_context(worker(url, base, port, master, town.token)) for port in ports]
            await asyncio.gather(*map(ready, addresses))
            nurses = [
                path.nurse(town, id, greeting, lambda chat, data: path.act(buttons, chat, data))
                for id, greeting in enumerate(greetings, 1)
            ]
            return await _measured(server, programs, nurses)


async def _measured(server: Server, programs: list[int], nurses: list[Nurse]) -> Round:
    nobody, unheard = asyncio.Event(), asyncio.Semaphore(0)
    nobody.set()
    await nurses[0].screen(nobody, unheard)
    database = backends(server)
    before, own, begun = (used(programs), used(database)), time.process_time(), perf_counter()
    await asyncio.gather(*(nurse.screen(nobody, unheard) for nurse in nurses[1:]))
    lasted, phones = perf_counter() - begun, time.process_time() - own
    answers = sum(len(nurse.waits) for nurse in nurses[1:])
    return Round(answers, lasted, used(programs) - before[0], used(database) - before[1], phones)


def _invited(url: str, count: int) -> list[str]:
    store = open_store(url)
    invitations = [new_invitation("screener", "NJ01", datetime.now(UTC)) for _ in range(count)]
    with store.transaction() as unit:
        for one in invitations:
            unit.add_invitation(one)
    store.close()
    return [f"/start {one.token}" for one in invitations]


def main() -> None:
    """Prints a line for one worker and one for two."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workers")
    parser.add_argument("phones", nargs="?", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(f"workers   answers/s     x   ms: workers  database  phones   cores (of {os.cpu_count()})")
    with postgresql() as server:
        both = [
            [asyncio.run(played(server, f"bench{at}{count}", count, given.phones)) for count in (1, 2)]
            for at in range(given.rounds)
        ]
    for count in (1, 2):
        rounds = [pair[count - 1] for pair in both]
        times = median(pair[count - 1].rate / pair[0].rate for pair in both)
        print(f"{count:7} {median(one.rate for one in rounds):11.0f} {times:5.2f} {_costs(rounds)}")


def _costs(rounds: list[Round]) -> str:
    def each(part: str) -> float:
        return median(1000 * float(getattr(one, part)) / one.answers for one in rounds)

    cores = median(one.cores for one in rounds)
    return f"{each('workers'):13.1f} {each('database'):9.1f} {each('phones'):7.1f} {cores:7.1f}"


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
