"""Engines that keep their promises: durable commits, real transactions, errors that callers can tell apart.

SQLite runs in WAL with synchronous=FULL (a commit survives a power cut) and takes the write lock when a transaction
begins, so that reading and then writing is one step; PostgreSQL locks rows instead. On both, a transaction in which a
statement has failed is not committed, whoever may have caught the error.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from bot.ports import Conflict, StoreBusy, StoreDamaged, StoreDown, StoreFailed
from bot.store import postgres

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

# Seconds: whoever has nothing else to do, and whoever must not stand still.
WAIT, MOMENT = 5.0, 0.25
SQLITE_BUSY = {5, 6}
SQLITE_TAKEN = {1555, 2067}
# No permission, no memory, read-only, I/O error, full, cannot be opened, locking fails.
SQLITE_DOWN = {3, 7, 8, 10, 13, 14, 15}
# Broken pages, no database.
SQLITE_DAMAGED = {11, 26}
# In each other's way, too many, a lock or a time that was over: of a statement, a pause, a transaction.
POSTGRES_BUSY = {"40001", "40P01", "53300", "55P03", "57014", "25P03", "25P04"}
POSTGRES_TAKEN = {"23505"}
# No connection, no resources, stopped by an operator, the system's own errors, read-only.
POSTGRES_DOWN = ("08", "53", "57", "58", "25006")
# Broken pages, a broken index.
POSTGRES_DAMAGED = {"XX001", "XX002"}
# The server has become a copy of another one: only a new connection finds that.
POSTGRES_ELSEWHERE = {"25006"}


def build(
    url: str, wait: float = WAIT, foreign_keys: bool = True, patience: postgres.Patience = postgres.USUAL
) -> Engine:
    """An engine for this database; nobody waits longer than `wait` seconds for a lock."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = _sqlite(address, int(wait * 1000), foreign_keys)
    else:
        engine = _postgresql(address, wait, patience)
    event.listen(engine, "handle_error", _translate)
    for new_start in ("begin", "rollback_savepoint"):
        event.listen(engine, new_start, _unharmed)
    event.listen(engine, "commit", _whole)
    return engine


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None where it is none of these."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database)).absolute()


def reads_only(connection: Connection) -> bool:
    """Whether this transaction promised not to write."""
    return bool(connection.get_execution_options().get("reads_only"))


def upsert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what to do about a row which is there already."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # on SQLite it is memory for nothing

    return postgresql.insert(table)


def _sqlite(address: URL, pause: int, foreign_keys: bool) -> Engine:
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(address, hide_parameters=True)

    def connected(raw: Any, record: object) -> None:
        # Python's own transaction control would begin at the first write only.
        raw.isolation_level = None
        for pragma in pragmas(pause, foreign_keys):
            raw.execute(f"PRAGMA {pragma}")
        _to_wal(raw, monotonic() + pause / 1000)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def pragmas(pause: int, foreign_keys: bool = True) -> tuple[str, ...]:
    """What every SQLite connection is told first, before it is turned to WAL."""
    return (
        f"busy_timeout = {pause}",
        "synchronous = FULL",
        "cache_size = -512",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
    )


def _to_wal(raw: Any, until: float) -> None:
    # Where two processes open a new file at once, SQLite tells one of them at once that it is locked, without waiting.
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if reads_only(connection) else "BEGIN IMMEDIATE")


def _postgresql(address: URL, wait: float, patience: postgres.Patience) -> Engine:
    from bot.store.session import connecting  # on SQLite it is memory for nothing

    how = postgres.session(address, wait, patience)
    engine = create_engine(address, hide_parameters=True, pool_pre_ping=True, pool_timeout=wait, connect_args=how)
    event.listen(engine, "do_connect", connecting(patience.answer(wait)))
    event.listen(engine, "connect", postgres.connected)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    if reads_only(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _unharmed(connection: Connection, *savepoint: object) -> None:
    connection.info.pop("failed", None)


def _whole(connection: Connection) -> None:
    # PostgreSQL would roll back and call it a commit; SQLite would commit the rest.
    if connection.invalidated or connection.info.get("failed"):
        raise StoreFailed("a statement of this transaction has failed")


def _translate(context: ExceptionContext) -> Exception | None:
    error = context.sqlalchemy_exception
    if context.is_pre_ping or not isinstance(error, DBAPIError):
        return None
    if context.connection is None:
        return _unreachable(context.original_exception)
    context.connection.info["failed"] = True
    if _state(context.original_exception) in POSTGRES_ELSEWHERE:
        context.is_disconnect = True
    return _meaning(context.original_exception)


def _unreachable(error: BaseException) -> Exception:
    """Nothing was typed yet, so that the error may say what it knows."""
    said = str(error).partition("\n")[0]
    return type(_meaning(error))(f"{type(error).__name__}: {said}")


def _meaning(error: BaseException) -> Exception:
    extended, state = getattr(error, "sqlite_errorcode", 0), _state(error)
    said = f"{type(error).__name__} {state or getattr(error, 'sqlite_errorname', '')}".strip()
    if extended in SQLITE_TAKEN or state in POSTGRES_TAKEN:
        return Conflict(said)
    if extended & 0xFF in SQLITE_BUSY or state in POSTGRES_BUSY:
        return StoreBusy(said)
    if extended & 0xFF in SQLITE_DAMAGED or state in POSTGRES_DAMAGED:
        return StoreDamaged(said)
    if _down(error, extended & 0xFF, state):
        return StoreDown(said)
    return StoreFailed(said)


def _down(error: BaseException, code: int, state: str | None) -> bool:
    if code or isinstance(error, sqlite3.Error):
        return code in SQLITE_DOWN
    return _is_operational(error) if state is None else state.startswith(POSTGRES_DOWN)


def _is_operational(error: BaseException) -> bool:
    """Of the driver's errors one that no statement is to blame for, such as a server that does not answer."""
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)


def _state(error: BaseException) -> str | None:
    return getattr(error, "sqlstate", None)
