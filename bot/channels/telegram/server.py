"""One HTTP server within this process, by uvicorn. Who runs it decides when it closes: signals are not its business.

Whoever holds a request back, or opens very many connections, is shown out: else nothing could be opened any more,
neither to Telegram nor to the database.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import h11
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from uvicorn.protocols.http.h11_impl import H11Protocol

# Longer than a proxy keeps an idle connection, or it would use one that is just being closed here.
IDLE = 150
FAREWELL = 10
# Seconds from a request's beginning to its end, and connections at once: Telegram has 40.
PATIENCE, CROWD = 20.0, 400


def place(host: str, port: int) -> socket.socket:
    """Where to listen; OSError where somebody does already. Port 0 is any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


class Server:
    """Serves these routes at a place."""

    def __init__(self, at: socket.socket, routes: Sequence[BaseRoute]) -> None:
        config = uvicorn.Config(
            Starlette(routes=routes),
            http=_Hurried,
            ws="none",
            lifespan="off",
            log_config=None,
            # The path of a webhook is nobody's business.
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=FAREWELL,
        )
        self._server, self._at = _Server(config), at
        self._serving: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Serves until it is closed."""
        if self._serving is None:
            self._serving = asyncio.create_task(self._server.serve([self._at]))
        await asyncio.shield(self._serving)

    async def close(self) -> None:
        """Lets nobody in any more, and waits for those who are."""
        self._server.should_exit = True
        if self._serving is None:
            self._at.close()
        else:
            await asyncio.wait({self._serving})


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


class _Hurried(H11Protocol):
    """A connection on which a request must be whole in time, from when it could have begun."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > CROWD:
            transport.abort()
        else:
            self._expect()

    def data_received(self, data: bytes) -> None:
        self._expect()
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._arrived()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(PATIENCE, self.transport.abort)

    def _arrived(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
