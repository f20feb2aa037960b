"""Brings updates to the bot's webhook as Telegram does, through a load balancer that goes round its workers.

As in the Bot API server's own source: what is typed in a chat comes in order, the next after 2xx for the one before;
taps stand in a queue of their own, so that they may overtake; at most `max_connections` at once; what is not confirmed
comes again after the time that the bot asked for, here cut short.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.emulator.server import Telegram

HEADER = "X-Telegram-Bot-Api-Secret-Token"
NEVER_ANSWERED = 0


class Bringer:
    """Telegram's side of a webhook. `workers` are the addresses behind the public one."""

    def __init__(self, telegram: Telegram, workers: list[str], longest: float = 0.03) -> None:
        self.telegram, self.longest = telegram, longest
        self.answers: list[tuple[int, int]] = []
        self.workers = workers
        self._turn = 0
        self._busy: dict[Any, asyncio.Task[None]] = {}
        self._client = httpx.AsyncClient(timeout=60)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._send_out()
                await asyncio.sleep(0.003)
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
            await self._client.aclose()

    def _send_out(self) -> None:
        if not self.telegram.webhook:
            return
        for update in self.telegram.updates:
            queue, room = _queue(update), int(self.telegram.webhook["max_connections"]) - len(self._busy)
            if room > 0 and queue not in self._busy and update["update_id"] > self.telegram.confirmed:
                self._busy[queue] = asyncio.create_task(self._bring(queue, update))

    async def _bring(self, queue: Any, update: dict[str, Any]) -> None:
        try:
            status, after = await self.post(update)
            if 200 <= status < 300:
                self.telegram.confirm(update["update_id"])
            else:
                await asyncio.sleep(min(after, self.longest))
        finally:
            del self._busy[queue]

    async def post(self, update: dict[str, Any]) -> tuple[int, float]:
        """One try; gives the status and the time that the bot asked for."""
        id, secret = update["update_id"], {HEADER: self.telegram.webhook.get("secret_token", "")}
        self.telegram.deliveries[id] = self.telegram.deliveries.get(id, 0) + 1
        path = urlsplit(self.telegram.webhook["url"]).path
        status, after = NEVER_ANSWERED, 0.0
        for _ in self.workers:
            # A load balancer goes on to the next where nobody listens.
            self._turn += 1
            worker = self.workers[self._turn % len(self.workers)]
            try:
                answer = await self._client.post(worker + path, json=update, headers=secret)
            except httpx.ConnectError:
                continue
            except httpx.TransportError:
                break
            status, after = answer.status_code, float(answer.headers.get("Retry-After", 0))
            break
        self.answers.append((id, status))
        return status, after

    def refused(self) -> Counter[int]:
        """How often each update was not confirmed."""
        return Counter(id for id, status in self.answers if not 200 <= status < 300)


def _queue(update: dict[str, Any]) -> Any:
    tap = update.get("callback_query")
    if tap is not None:
        return "tap", tap["from"]["id"]
    chats = (one["chat"]["id"] for one in update.values() if isinstance(one, dict) and "chat" in one)
    return "chat", next(chats, update["update_id"])


@asynccontextmanager
async def bringing(telegram: Telegram, *workers: str) -> AsyncIterator[Bringer]:
    """Brings updates as long as this lasts."""
    bringer = Bringer(telegram, list(workers))
    task = asyncio.create_task(bringer.run())
    try:
        yield bringer
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
