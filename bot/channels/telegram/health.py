"""What those who run the bot may ask: is it alive, is it ready, and in what figures. Shows no word of any talk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Check = Callable[[], str]


def routes(checks: Mapping[str, Check], figures: Callable[[], bytes]) -> list[Route]:
    """/health, /ready and /metrics. A check gives what is wrong, "" where nothing is.

    Checks and figures look at the database, which may take its time: in a thread, so that nobody waits for them.
    """

    async def health(request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(request: Request) -> Response:
        found = await asyncio.to_thread(lambda: {name: check() for name, check in checks.items()})
        status = HTTPStatus.SERVICE_UNAVAILABLE if any(found.values()) else HTTPStatus.OK
        return JSONResponse({name: wrong or "ok" for name, wrong in found.items()}, status)

    async def metrics(request: Request) -> Response:
        return Response(await asyncio.to_thread(figures), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health", health), Route("/ready", ready), Route("/metrics", metrics)]
