"""The bot by webhook: several workers on one database, which updates reach in turn."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.channels.telegram import health
from bot.channels.telegram.server import Server, place
from bot.channels.telegram.webhook import Webhook
from bot.store.sql import SqlStore, open_store
from tests.channels.telegram.world import World
from tests.emulator.webhook import Bringer


class Worker:
    """One worker, as if it were a process: everything it has is its own."""

    def __init__(self, world: World, secret: str = "") -> None:
        self.store: SqlStore = open_store(
            world.store.engine.url.render_as_string(hide_password=False),
            keyring=world.store.vault.keyring if world.store.vault else None,
        )
        self.hook = Webhook(world.telegram.token, "https://bot.example.org", secret)
        self.desk, self.channel = world.built(self.store, self.hook)
        at = place("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{at.getsockname()[1]}"
        watched = health.routes(self.channel.checks(), self.channel.figures)
        self.stopper = asyncio.Event()
        self.task = asyncio.create_task(self.channel.run(self.stopper, Server(at, [self.hook.route, *watched])))

    async def stop(self) -> None:
        """Stops it in good order."""
        self.stopper.set()
        await asyncio.wait_for(self.task, 10)
        self.store.close()

    async def drop(self) -> None:
        """Drops it where it is."""
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task
        self.store.close()


class Hooked(World):
    """Workers, and Telegram that brings them updates."""

    count = 2

    def start(self) -> None:
        """Starts all workers."""
        self.workers = [Worker(self) for _ in range(self.count)]
        self.desk, self.channel = self.workers[0].desk, self.workers[0].channel
        self.bringer = Bringer(self.telegram, [worker.address for worker in self.workers])
        self.bringing = asyncio.create_task(self.bringer.run())

    async def stop(self) -> None:
        """Stops all in good order."""
        await asyncio.gather(*(worker.stop() for worker in self.workers))
        await self._no_more()

    async def drop(self) -> None:
        """Drops all where they are."""
        for worker in self.workers:
            await worker.drop()
        await self._no_more()

    async def _no_more(self) -> None:
        self.bringing.cancel()
        await asyncio.gather(self.bringing, return_exceptions=True)
