"""Telegram brings updates here, several at once; each is confirmed with 200 after its commit, or else comes again.

Nobody else gets in: the path cannot be guessed, and the secret is asked for before anything is read. Both are derived
from the bot's token, so that all workers agree without talking to each other.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.channels.telegram.courier import pause
from bot.channels.telegram.read import KINDS, Update
from bot.channels.telegram.taking import Fate, Take

LOG = logging.getLogger(__name__)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
AT_ONCE = 40
LARGEST = 1_000_000
# Telegram forgets a tap after two and a half minutes.
LONGEST_PAUSE = 30


class Webhook:
    """The way in for any number of workers. `secret` is what Telegram shows; "" for one made from the token."""

    alone = False

    def __init__(self, token: str, public_url: str, secret: str = "") -> None:
        self._path = f"/telegram/{_derived(token, 'path')}"
        self._url = public_url.rstrip("/") + self._path
        self._secret = secret or _derived(token, "secret")
        self._take: Take | None = None
        self._troubles = 0

    @property
    def route(self) -> Route:
        """Where it is served."""
        return Route(self._path, self._receive, methods=["POST"])

    async def announce(self, bot: Bot) -> None:
        """Tells Telegram where to bring updates. Every worker says the same, and in any order."""
        await bot.set_webhook(
            self._url,
            max_connections=AT_ONCE,
            allowed_updates=list(KINDS),
            drop_pending_updates=False,
            secret_token=self._secret,
        )

    async def run(self, bot: Bot, take: Take) -> None:
        """From now on what comes is taken; until cancelled, and then by whoever has begun already."""
        self._take = take
        await asyncio.Event().wait()

    async def _receive(self, request: Request) -> Response:
        if not self._known(request):
            LOG.warning("somebody without the secret was refused")
            return Response(status_code=HTTPStatus.FORBIDDEN)
        try:
            return await self._taken(json.loads(await _body(request)))
        except (ValueError, RecursionError, ClientDisconnect):
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except TooMuch:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    def _known(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret.encode())

    async def _taken(self, said: Any) -> Response:
        if self._take is None:
            return self._answer("again")
        try:
            update = Update.of(said)
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            # It would not be understood the next time either. The error may hold what was typed.
            LOG.error("an update could not be read and is left behind: %s", type(error).__name__)
            return self._answer("parked")
        return self._answer(await self._take(update))

    def _answer(self, fate: Fate) -> Response:
        """What Telegram is told. It would also carry out one method that stands in this answer; none does yet."""
        if fate != "again":
            self._troubles = 0
            return Response()
        self._troubles += 1
        after = min(round(pause(self._troubles)), LONGEST_PAUSE)
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(after)})


class TooMuch(Exception):
    """More was sent than any update has."""


async def _body(request: Request) -> bytes:
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LARGEST:
            raise TooMuch
    return bytes(read)


def _derived(token: str, what: str) -> str:
    return hmac.digest(token.encode(), f"webhook {what}".encode(), "sha256").hex()
