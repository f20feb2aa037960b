"""Who looks for a database that cannot be used: a thread, so that nobody else stands still for it.

One attempt to connect, or to commit on a disk that hangs, may take seconds, and whoever runs an event loop would spend
all its time on them. The first who meets that has waited; from then on everybody is refused at once, until the thread
has got through.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from sqlalchemy import Connection

from bot.ports import StoreDown, StoreFailed

PAUSE = 0.5


class Lookout:
    """Stands before `connect`; `attempt` tries all that an update needs. Both raise StoreFailed where they fail."""

    def __init__(self, connect: Callable[[], Connection], attempt: Callable[[], None]) -> None:
        self._connect, self._attempt = connect, attempt
        self._looking: Thread | None = None
        self._closed = Event()
        self._said = ""

    def connect(self) -> Connection:
        """A connection; StoreDown at once while the database is being looked for."""
        if self._looks:
            raise StoreDown(self._said)
        try:
            return self._connect()
        except StoreDown as down:
            self.look_for(down)
            raise

    def look_for(self, down: StoreDown) -> None:
        """From now on it is looked for; `down` is what everybody is told meanwhile."""
        if not self._looks:
            self._said = str(down)
            self._looking = Thread(target=self._look, name="lookout", daemon=True)
            self._looking.start()

    @property
    def _looks(self) -> bool:
        return self._looking is not None and self._looking.is_alive()

    def close(self) -> None:
        """Nobody looks any more."""
        self._closed.set()

    def _look(self) -> None:
        while not self._closed.is_set():
            with suppress(StoreFailed):
                return self._attempt()
            self._closed.wait(PAUSE)
