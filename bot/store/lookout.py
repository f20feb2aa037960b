"""Who looks for a database that cannot be reached: a thread, so that nobody else stands still for it.

One attempt to connect may take seconds, and whoever runs an event loop would spend all its time on them. The first who
is not let in has waited; from then on everybody is refused at once, until the thread was let in.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from sqlalchemy import Connection

from bot.ports import StoreDown, StoreFailed

PAUSE = 0.5


class Lookout:
    """Stands before `connect`, which raises StoreFailed where it is not let in."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._looking: Thread | None = None
        self._closed = Event()
        self._said = ""

    def connect(self) -> Connection:
        """A connection; StoreDown at once while the database is being looked for."""
        if self._looking is not None and self._looking.is_alive():
            raise StoreDown(self._said)
        try:
            return self._connect()
        except StoreDown as down:
            self._said = str(down)
            self._looking = Thread(target=self._look, name="lookout", daemon=True)
            self._looking.start()
            raise

    def close(self) -> None:
        """Nobody looks any more."""
        self._closed.set()

    def _look(self) -> None:
        while not self._closed.wait(PAUSE):
            with suppress(StoreFailed):
                return self._connect().close()
