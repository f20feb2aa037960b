"""The store of `bot.ports` on a database: `open_store` is the way in.

Synchronous on purpose: one commit takes under a millisecond, and the same code serves SQLite and PostgreSQL. It may be
used from several threads and processes; a unit belongs to the thread that opened it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from threading import get_ident

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ResourceClosedError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.ports import Booking, Carrier, CaseRow, GivenUp, LentLine, Outbox, StoreBusy, StoreDown, StoreFailed
from bot.store.cases import Cases
from bot.store.crew import Crew
from bot.store.engine import MOMENT, WAIT, build
from bot.store.forget import Forgetful
from bot.store.locks import Locks
from bot.store.log import Log
from bot.store.lookout import Lookout
from bot.store.outbox import Courier, Handover, Letters
from bot.store.people import People
from bot.store.postgres import COMMITTED, HURRIED
from bot.store.reminders import Reminders
from bot.store.subjects import Subjects
from bot.store.tables import REVISION
from bot.store.updates import Updates
from bot.store.vault import Keyring, Vault
from bot.store.verify import verify

PAGE = 200


class SqlUnitOfWork(Updates, Cases, People, Letters, Log, Reminders, Subjects):
    """One transaction on a database."""

    def expect(self, updates: Mapping[str, datetime], addresses: Sequence[str], cases: Sequence[int]) -> None:
        """Everything about these that can be read or noted together."""
        self.first_times(updates)
        active = [one.active_case for one in self.know_staff(addresses) if one.active_case]
        self.know_cases([*active, *cases])

    def finish(self, channel: str | None = None) -> Handover | None:
        """Writes down what was kept for the end; the lines of a channel that are lent at once."""
        self.record()
        return self.post(channel)


class SqlStore:
    """Cases, people and the outbox in a database; locked with a keyring, where there is one."""

    def __init__(self, engine: Engine, keyring: Keyring | None = None, waits: bool = True) -> None:
        self.engine = engine
        self._lookout = None if waits else Lookout(self._connect, self._attempt)
        self.vault = Vault(keyring) if keyring else None
        self._carrier: tuple[int, Carrier] | None = None
        self._crew = Crew(engine)

    @contextmanager
    def transaction(self) -> Iterator[SqlUnitOfWork]:
        """Commits at the end of the block, rolls back on any exception."""
        carrier = self._carrier_here()
        with self._connected(reads_only=False) as connection:
            unit = SqlUnitOfWork(connection, self._locks(connection))
            yield unit
            handover = unit.finish(carrier.channel if carrier else None)
        if unit.locks is not None:
            unit.locks.settle()
        if carrier and handover:
            carrier.take(handover.lines, handover.behind)

    def hand_to(self, carrier: Carrier | None) -> None:
        """From now on (None: no longer) what this thread puts in is handed over."""
        self._carrier = (get_ident(), carrier) if carrier else None

    def _carrier_here(self) -> Carrier | None:
        """The one of this thread."""
        thread, carrier = self._carrier or (0, None)
        return carrier if thread == get_ident() else None

    @contextmanager
    def reading(self) -> Iterator[SqlUnitOfWork]:
        """One consistent view that neither waits for writers nor keeps them waiting; not for writing."""
        with self._connected(reads_only=True) as connection:
            yield SqlUnitOfWork(connection, self._locks(connection))

    @contextmanager
    def _courier(self) -> Iterator[Courier]:
        with self._connected(reads_only=False) as connection:
            yield Courier(connection, self._locks(connection))

    def _locks(self, connection: Connection) -> Locks | None:
        return Locks(connection, self.vault) if self.vault else None

    @contextmanager
    def _connected(self, reads_only: bool) -> Iterator[Connection]:
        try:
            with self._connection() as connection:
                connection.execution_options(reads_only=reads_only)
                with connection.begin():
                    yield connection
        except StoreDown as down:
            # A server may let in and hang all the same; a file is there, and says at once what it cannot do.
            if self._lookout and self._is_server:
                self._lookout.look_for(down)
            raise

    @property
    def _is_server(self) -> bool:
        return self.engine.dialect.name != "sqlite"

    def _connection(self) -> Connection:
        return self._lookout.connect() if self._lookout else self._connect()

    def _attempt(self) -> None:
        """StoreFailed where nothing could be stored now: lets itself in and, on a server, commits to its disk."""
        with closing(self._connect()) as connection, connection.begin():
            if self._is_server:
                connection.exec_driver_sql(COMMITTED)

    def _connect(self) -> Connection:
        try:
            return self.engine.connect()
        except PoolTimeout:
            raise StoreBusy("all connections are in use") from None
        except (NotImplementedError, ResourceClosedError) as error:
            # What SQLAlchemy makes of a first connection that is lost while it still asks the server about itself.
            raise StoreDown("the connection was lost as it was made") from error

    def every_case(self) -> Iterator[CaseRow]:
        """All cases by id, a page at a time."""
        last = 0
        while page := self._page(last):
            yield from page
            last = page[-1].id

    def _page(self, after: int) -> list[CaseRow]:
        with self.reading() as unit:
            return unit.cases_after(after, PAGE)

    def claim(self, now: datetime, limit: int, channel: str = "", done: Sequence[Booking] = ()) -> list[LentLine]:
        """The lines of a channel that are due and need not wait for others; `done` is booked first."""
        with self._courier() as courier:
            courier.book(done, now)
            return courier.claim(now, limit, channel)

    def book(self, done: Sequence[Booking], now: datetime) -> None:
        """What became of lines that were lent."""
        with self._courier() as courier:
            courier.book(done, now)

    def renew(self, lines: Sequence[int], now: datetime) -> None:
        """These are still being sent: lent for another while."""
        with self._courier() as courier:
            courier.renew(lines, now)

    def release(self, channel: str = "", but: Collection[int] = ()) -> None:
        """Take back all that was lent, whoever has it, but these."""
        with self._courier() as courier:
            courier.release(channel, but)

    def join(self, channel: str = "", alone: bool = False) -> None:
        """From now on this process sends for this channel; takes back what was lent to others, where none is here."""
        self._crew.join(lambda: self.release(channel), alone)

    def inherit(self, channel: str, mine: Collection[int]) -> None:
        """Takes back what was lent to others, where this process has just become the last one."""
        self._crew.look(lambda: self.release(channel, mine))

    def leave(self) -> None:
        """This process sends no more."""
        self._crew.leave()

    def outbox(self) -> Outbox:
        """How the outbox stands."""
        with self._connected(reads_only=True) as connection:
            return Courier(connection).outbox()

    def failures(self, limit: int) -> list[GivenUp]:
        """The lines that were given up, the latest first."""
        with self._connected(reads_only=True) as connection:
            return Courier(connection).failures(limit)

    def forget(self, before: datetime, parked_before: datetime | None = None) -> int:
        """Drop some update keys and finished outbox lines of before then, and old notes of parked updates."""
        with self._connected(reads_only=False) as connection:
            forgetful = Forgetful(connection)
            gone = forgetful.keys(before) + forgetful.lines(before) + forgetful.letters(before)
            return gone + (forgetful.notes(parked_before) if parked_before else 0)

    def problems(self, code: str) -> list[str]:
        """What is wrong with the record of this case; nothing where its chain is whole."""
        return verify(self, code)

    def check(self) -> None:
        """StoreFailed where the database does not answer, may not be written, or has not all this program's tables."""
        with self._connected(reads_only=False) as connection:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
            if found is not None:
                connection.exec_driver_sql("DELETE FROM seen WHERE 1 = 0")  # refused where nothing may be written
        if found is None or found < REVISION:
            raise StoreFailed(f"the database is at step {found}, this program needs {REVISION}")

    def compact(self) -> None:
        """SQLite: takes the log over into the file, so that what was deleted is in neither, if nobody else reads."""
        if not self._is_server:
            with self.engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def unwaiting(self) -> SqlStore:
        """The same for an event loop, which must not stand still: waits for a lock a moment only, for a server that
        says nothing a few seconds, and for one that is gone only once. Closes this one."""
        self.close()
        url = self.engine.url.render_as_string(hide_password=False)
        engine = build(url, MOMENT, patience=HURRIED)
        return SqlStore(engine, self.vault.keyring if self.vault else None, waits=False)

    def close(self) -> None:
        """Close all connections; the store opens new ones when it is used again."""
        if self._lookout:
            self._lookout.close()
        self.leave()
        self.engine.dispose()


def open_store(url: str, wait: float = WAIT, keyring: Keyring | None = None) -> SqlStore:
    """The store at this SQLAlchemy URL; nobody waits longer than `wait` seconds for a lock.

    With a keyring all that says something about a patient is locked; without one it is written as it is, and what was
    locked before stays closed: chains can be checked so.
    """
    return SqlStore(build(url, wait), keyring)
