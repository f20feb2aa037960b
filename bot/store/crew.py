"""Who sends from this database: each process holds a lock for it, which ends with the process, however that ends.

Whoever comes and finds nobody, or is the last one left, knows that all that is lent to others was lent to dead ones,
and need not wait until it is due. Whoever is to be alone comes only where nobody is, and keeps others out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import StoreBusy, StoreFailed
from bot.private import owner_only

# Any fixed number, but not that of the migration.
CREW_LOCK = 7262026
OTHERS = "another process sends from this database"
ONLY, BESIDE, NO_MORE = "pg_try_advisory_lock", "pg_try_advisory_lock_shared", "pg_advisory_unlock"


class Crew:
    """The processes that send. A server that was restarted knows none of them: they come anew once they notice."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held = ExitStack()
        self._lock: Connection | None = None
        self._here = self._alone = self._in_company = False

    def join(self, first: Callable[[], None], alone: bool) -> None:
        """From now on this process is one of them; does `first` where it is the only one, before another can come.

        `alone`: it stays the only one. StoreBusy where another one is in the way, which may last for a moment only.
        """
        if self._here:
            return
        self._held.close()  # what an attempt that failed has left
        if self._is_server:
            self._join_at_server(first, alone)
        elif self._engine.url.database in (None, "", ":memory:"):
            first()
        elif sys.platform != "win32":
            with suppress(OSError):  # some shared disks have no such locks: nobody is ever first there
                self._join_at_file(first, alone)
        self._here, self._alone = True, alone

    def look(self, inherit: Callable[[], None]) -> None:
        """Does `inherit` where all the others have gone since the last look, before another can come; comes anew where
        the server has forgotten this process. A file cannot be asked who has it without letting go of it."""
        if self._here and self._is_server:
            with suppress(StoreFailed):  # the next look follows
                if self._is_known():
                    self._look_round(inherit)
                else:
                    self._come_anew()

    def leave(self) -> None:
        """Gives the lock back."""
        self._here = False
        self._held.close()

    @property
    def _is_server(self) -> bool:
        return self._engine.dialect.name != "sqlite"

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
        self._lock = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._held.callback(self._lock.close)
        self._lock.detach()
        if only := self._taken(ONLY):
            first()
        if not (only if alone else self._taken(BESIDE)):
            raise StoreBusy(OTHERS)
        if only and not alone:
            self._taken(NO_MORE)

    def _taken(self, how: str) -> bool:
        assert self._lock is not None
        return bool(self._lock.exec_driver_sql(f"SELECT {how}({CREW_LOCK})").scalar_one())

    def _look_round(self, inherit: Callable[[], None]) -> None:
        last = self._taken(ONLY)
        try:
            if last and self._in_company:
                inherit()
        finally:
            if last:
                self._taken(NO_MORE)
        self._in_company = not last

    def _is_known(self) -> bool:
        """Whether the server still has the session of the lock."""
        with suppress(StoreFailed, SQLAlchemyError):
            return self._lock is not None and bool(self._lock.exec_driver_sql("SELECT 1").scalar_one())
        return False

    def _come_anew(self) -> None:
        self._held.close()
        self._lock, self._in_company = None, False
        try:
            self._join_at_server(lambda: None, self._alone)
        except StoreFailed:
            self._lock = None
            raise
