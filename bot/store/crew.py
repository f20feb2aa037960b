"""Who sends from this database: each process holds a lock for it, which ends with the process, however that ends.

Whoever comes and finds nobody knows that all that is lent was lent to dead ones, and need not wait until it is due.
Whoever is to be alone comes only where nobody is, and keeps others out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import StoreBusy, StoreFailed
from bot.private import owner_only

# Any fixed number, but not that of the migration.
CREW_LOCK = 7262026
OTHERS = "another process sends from this database"


class Crew:
    """The processes that send. A server that was restarted knows none of them: they come anew once they notice."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held = ExitStack()
        self._lock: Connection | None = None
        self._here = self._alone = self._sure = False
        if engine.dialect.name != "sqlite":
            event.listen(engine, "connect", self._doubt)

    def join(self, first: Callable[[], None], alone: bool) -> None:
        """From now on this process is one of them; does `first` where it is the only one, before another can come.

        `alone`: it stays the only one. StoreBusy where another one is in the way, which may last for a moment only.
        """
        if self._here:
            return
        self._held.close()  # what an attempt that failed has left
        if self._engine.dialect.name != "sqlite":
            self._join_at_server(first, alone)
        elif self._engine.url.database in (None, "", ":memory:"):
            first()
        elif sys.platform != "win32":
            with suppress(OSError):  # some shared disks have no such locks: nobody is ever first there
                self._join_at_file(first, alone)
        self._here, self._alone = True, alone

    def stay(self) -> None:
        """Comes anew where the server may have forgotten that this process is here; again and again until it has."""
        if self._here and not self._sure and self._engine.dialect.name != "sqlite":
            with suppress(StoreFailed):
                if not self._is_known():
                    self._held.close()
                    self._join_at_server(lambda: None, self._alone)
                self._sure = True

    def _is_known(self) -> bool:
        try:
            return self._lock is not None and bool(self._lock.exec_driver_sql("SELECT 1").scalar_one())
        except (StoreFailed, SQLAlchemyError):
            return False

    def _doubt(self, *_: object) -> None:
        """A new connection is needed where the old ones were lost."""
        self._sure = False

    def leave(self) -> None:
        """Gives the lock back."""
        self._here = False
        self._held.close()

    def _join_at_file(self, first: Callable[[], None], alone: bool) -> None:
        from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock

        def taken(how: int) -> bool:
            try:
                flock(lock, how | LOCK_NB)
            except BlockingIOError:
                return False
            return True

        lock = owner_only(f"{self._engine.url.database}-crew", os.O_RDWR | os.O_CREAT)
        self._held.callback(os.close, lock)
        if only := taken(LOCK_EX):
            first()
        if not (only if alone else taken(LOCK_SH)):
            raise StoreBusy(OTHERS)

    def _join_at_server(self, first: Callable[[], None], alone: bool) -> None:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._held.callback(connection.close)
        connection.detach()
        self._lock = connection

        def taken(how: str) -> bool:
            return bool(connection.exec_driver_sql(f"SELECT {how}({CREW_LOCK})").scalar_one())

        if only := taken("pg_try_advisory_lock"):
            first()
        if not (only if alone else taken("pg_try_advisory_lock_shared")):
            raise StoreBusy(OTHERS)
        if only and not alone:
            taken("pg_advisory_unlock")
