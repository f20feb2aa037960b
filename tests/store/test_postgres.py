"""What is so on PostgreSQL only: its sessions, and a server that goes away.

Requirements: (1) a commit is on the disk before it is confirmed, whatever the database is set to; (2) nobody waits
without end; (3) a lost connection is told as StoreFailed, nothing of its transaction is kept, and the next one works;
(4) a server that restarts or crashes loses nothing that was confirmed, and is found again without hands; (5) a server
that cannot be used is refused in words.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event, Thread, current_thread
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event, make_url

from bot.ports import StoreBusy, StoreDown, StoreFailed
from bot.store import migrate as migration
from bot.store import postgres
from bot.store.engine import build
from bot.store.migrate import migrate
from bot.store.session import Session
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify
from tests.servers.cable import cabled
from tests.servers.databases import Databases, connected
from tests.servers.postgres import Server

from .making import NOW, append, book_sent, draft, elsewhere, line, opened, send, table

TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def thrown_out(url: str) -> None:
    """Every other connection to this database is ended by the server."""
    with connected(url) as connection:
        connection.exec_driver_sql(TERMINATE)


def setting(store: SqlStore, name: str) -> str:
    """What a session of this store has it set to."""
    with store.engine.connect() as connection:
        return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())


def interrupted(store: SqlStore, case_id: int, by: Callable[[], object]) -> None:
    """An update of a case, in the middle of which something happens."""
    with store.transaction() as unit:
        case = unit.case(case_id)
        assert case is not None
        unit.append(case, [draft()], state="ask", turn=case.turn + 1)
        by()
        unit.send(line("k"))


# The session.


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous_commit", "on"),
        ("lock_timeout", "5s"),
        ("statement_timeout", "35s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("default_transaction_isolation", "read committed"),
        ("client_encoding", "UTF8"),
        ("application_name", "prescreener"),
    ],
)
def test_a_session_is_set_as_promised(server_store: SqlStore, name: str, value: str) -> None:
    assert setting(server_store, name) == value


@pytest.mark.parametrize(("wanted", "found"), [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")])
def test_a_commit_is_never_only_in_memory(databases: Databases, wanted: str, found: str) -> None:
    url = databases.empty()
    with connected(url) as connection:
        name = make_url(url).database
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = {wanted}")
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    store = open_store(url)
    assert setting(store, "synchronous_commit") == found
    assert setting(store, "transaction_isolation") == "read committed"
    store.close()


def test_the_url_may_say_otherwise_but_not_that(postgresql_database: str) -> None:
    options = "-c lock_timeout=7s -c synchronous_commit=off"
    url = make_url(postgresql_database).update_query_dict({"options": options, "application_name": "ours"})
    store = open_store(url.render_as_string(hide_password=False))
    names = ("lock_timeout", "application_name", "synchronous_commit", "statement_timeout")
    assert [setting(store, name) for name in names] == ["7s", "ours", "on", "35s"]
    store.close()


def test_the_server_gives_up_a_machine_that_is_gone_too() -> None:
    """A lock of its sessions, which says that it lives, would be held for hours. A socket of one machine knows none."""
    options = postgres.session(make_url("postgresql://x@db/x"), 5.0, postgres.USUAL)["options"]
    assert "tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3" in options


def test_a_server_without_fsync_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    class Careless:
        autocommit = False

        def execute(self, statement: str) -> Careless:
            return self

        def fetchone(self) -> tuple[str, str, str]:
            return "UTF8", "off", "on"

    with caplog.at_level(logging.WARNING):
        postgres.connected(Careless(), None)
    assert "fsync is off" in caplog.text


# Nobody waits without end.


def test_a_statement_that_takes_too_long_is_ended(postgresql_database: str) -> None:
    store = SqlStore(build(postgresql_database, wait=0.5, patience=postgres.Patience(5, 0.0, 25)))
    with pytest.raises(StoreBusy, match="57014"), store.engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(60)")
    assert store.outbox().waiting == 0
    store.close()


def test_a_worker_that_hangs_does_not_keep_its_case(
    server_store: SqlStore, postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, waited = opened(server_store).id, list[int]()
    monkeypatch.setattr(postgres, "FORSAKEN", 0.5)
    hangs = open_store(postgresql_database)
    with pytest.raises(StoreFailed):
        interrupted(hangs, case, lambda: waited.append(append(server_store, case).entries))
    assert append(server_store, case).entries == len(waited) + 1
    hangs.close()


def test_more_threads_than_connections_wait_no_longer_either(postgresql_database: str) -> None:
    store = open_store(postgresql_database, wait=0.1)
    held = [store.engine.connect() for _ in range(15)]
    with pytest.raises(StoreBusy), store.transaction():
        pass
    for connection in held:
        connection.close()
    store.close()


def test_a_server_that_says_nothing_is_given_up(shaky_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "MARGIN", 0.1)
    url = Databases(shaky_server.url()).clean()
    with cabled(shaky_server) as cable:
        store = SqlStore(build(cable.url(url), wait=0.1, patience=postgres.Patience(2, 0.1, 25)))
        case = opened(store).id
        with pytest.raises(StoreDown):
            interrupted(store, case, cable.passes.clear)
        with pytest.raises(StoreDown, match="timeout"):
            append(store, case)
        cable.passes.set()
        assert append(store, case).entries == 1
        store.close()


def test_only_a_thread_stands_still_for_a_server_that_is_away(
    postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, tried, back, really = open_store(postgresql_database).unwaiting(), list[str](), Event(), Session.connect

    def connect(**how: Any) -> Session:
        tried.append(current_thread().name)
        if not back.is_set():
            raise psycopg.OperationalError("connection refused")
        return really(**how)

    monkeypatch.setattr(Session, "connect", connect)
    for _ in range(5):
        assert refuses(store)
    until(lambda: len(tried) > 2)
    assert (tried[0], set(tried[1:])) == (current_thread().name, {"lookout"})
    back.set()
    until(lambda: not refuses(store))
    store.close()


def test_only_a_thread_stands_still_for_a_server_whose_disk_hangs(
    shaky_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "MARGIN", 0.5)
    url, asked = Databases(shaky_server.url()).clean(), list[str]()
    with cabled(shaky_server) as cable:
        engine = build(cable.url(url), wait=0.1, patience=postgres.Patience(2, 0.1, 25))
        store = SqlStore(engine, waits=False)
        case = opened(store).id
        event.listen(engine, "commit", lambda connection: asked.append(current_thread().name))
        cable.commits.clear()
        with pytest.raises(StoreDown):
            append(store, case)
        until(lambda: len(asked) > 2)
        for _ in range(3):
            assert refuses(store)
        assert (asked[0], set(asked[1:])) == (current_thread().name, {"lookout"})
        cable.commits.set()
        until(lambda: not refuses(store))
        assert append(store, case).entries > 0  # the commit that hung may have come through after all
        store.close()


def refuses(store: SqlStore) -> bool:
    """Whether it lets nobody in."""
    try:
        store.check()
    except StoreDown:
        return True
    return False


def waits_for_a_lock(connection: Connection) -> bool:
    """Whether somebody waits for an advisory lock."""
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return bool(connection.exec_driver_sql(waiting).scalar_one())


def until(true: Callable[[], bool]) -> None:
    """Waits for it, but not without end either."""
    end = monotonic() + 60
    while not true():
        assert monotonic() < end
        sleep(0.01)


def test_a_start_waits_for_another_workers_migration(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    url = databases.empty()
    monkeypatch.setattr(migration, "WAIT", 0.2)
    with connected(url) as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({migration.MIGRATION_LOCK})")
        starting = Thread(target=migrate, args=(url,))
        starting.start()
        until(lambda: waits_for_a_lock(connection))
        monkeypatch.setattr(migration, "PATIENCE", 0.1)
        with pytest.raises(StoreBusy):
            migrate(url)
        assert starting.is_alive()
    starting.join(60)
    store = open_store(url)
    opened(store)
    store.close()


# The connection.


def test_a_connection_lost_between_two_updates_is_not_noticed(server_store: SqlStore, postgresql_database: str) -> None:
    case = opened(server_store).id
    thrown_out(postgresql_database)
    assert append(server_store, case).entries == 1


@pytest.mark.parametrize("asked", [1, 2, 3], ids="at question {} to the server".format)
def test_a_connection_lost_as_it_is_made_is_the_databases_trouble(postgresql_database: str, asked: int) -> None:
    store, number = open_store(postgresql_database), count(1)

    def cut(*_: object) -> None:
        if next(number) == asked:
            thrown_out(postgresql_database)

    event.listen(store.engine, "do_execute", cut)
    with pytest.raises(StoreFailed):
        opened(store)
    assert opened(store).id == 1
    store.close()


def test_a_connection_lost_within_an_update_leaves_nothing(server_store: SqlStore, postgresql_database: str) -> None:
    case = opened(server_store).id
    with pytest.raises(StoreFailed):
        interrupted(server_store, case, lambda: thrown_out(postgresql_database))
    assert table(server_store, "entries") == table(server_store, "outbox") == []
    assert append(server_store, case).entries == 1


def swallows(store: SqlStore, url: str) -> None:
    """An update that goes on as if its connection had not been lost."""
    with store.transaction() as unit:
        unit.note_seen("telegram:5", NOW)
        thrown_out(url)
        with suppress(StoreFailed):
            unit.parked(1)


def test_a_lost_connection_cannot_be_swallowed(server_store: SqlStore, postgresql_database: str) -> None:
    with pytest.raises(StoreFailed, match="has failed"):
        swallows(server_store, postgresql_database)
    assert table(server_store, "seen") == []


def test_a_connection_lost_at_the_commit_is_told(server_store: SqlStore, postgresql_database: str) -> None:
    case = opened(server_store)
    event.listen(server_store.engine, "commit", lambda connection: thrown_out(postgresql_database), once=True)
    with pytest.raises(StoreFailed):
        append(server_store, case.id)
    assert table(server_store, "entries") == []
    assert append(server_store, case.id).entries == 1


def test_the_courier_gets_on_after_a_lost_connection(server_store: SqlStore, postgresql_database: str) -> None:
    send(server_store, line("a"))
    (pending,) = server_store.claim(NOW, 10)
    event.listen(server_store.engine, "commit", lambda connection: thrown_out(postgresql_database), once=True)
    with pytest.raises(StoreFailed):
        book_sent(server_store, pending, "100", NOW)
    book_sent(server_store, pending, "100", NOW)
    assert server_store.outbox().waiting == 0


def test_a_server_that_became_a_copy_is_left(databases: Databases) -> None:
    url = databases.empty()
    migrate(url)
    store = open_store(url)
    case, name = opened(store).id, make_url(url).database
    with connected(databases.server) as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        thrown_out(url)
        for refused in (partial(append, store, case), store.check):
            with pytest.raises(StoreFailed, match="25006"):
                refused()
        connection.exec_driver_sql(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    store.check()
    assert append(store, case).entries == 1, "by a new connection, for the old one would still refuse"
    store.close()


# The server.


@pytest.fixture
def shaky(shaky_server: Server) -> Iterator[tuple[Server, SqlStore]]:
    """A store on a server that goes away."""
    store = open_store(Databases(shaky_server.url()).clean())
    yield shaky_server, store
    store.close()


def test_a_restart_in_the_middle_of_a_conversation(shaky: tuple[Server, SqlStore]) -> None:
    server, store = shaky
    case = opened(store).id
    append(store, case)
    server.stop()
    for _ in range(2):
        with pytest.raises(StoreFailed, match="connection to server") as told:
            append(store, case)
        assert not isinstance(told.value, StoreBusy)
    server.start()
    assert append(store, case).entries == 2
    assert verify(store) == []


def test_a_restart_in_the_middle_of_an_update(shaky: tuple[Server, SqlStore]) -> None:
    server, store = shaky
    case = opened(store).id
    with pytest.raises(StoreFailed):
        interrupted(store, case, server.restart)
    assert (table(store, "entries"), store.outbox().waiting) == ([], 0)
    assert append(store, case).entries == 1


def works_on(url: str, case: int, told: Path) -> None:
    """Turn after turn, each told to the outside when it is committed, until the server is gone."""
    store = open_store(url)
    with told.open("a") as out:
        while True:
            out.write(f"{append(store, case).entries}\n")
            out.flush()


def test_a_crash_loses_nothing_that_was_confirmed(shaky: tuple[Server, SqlStore], tmp_path: Path) -> None:
    server, store = shaky
    url = store.engine.url.render_as_string(hide_password=False)
    case, told = opened(store).id, tmp_path / "told"
    told.touch()
    worker = Thread(target=lambda: elsewhere(lambda: works_on(url, case, told)))
    worker.start()
    until(lambda: told.read_text().count("\n") > 20)
    server.crash()
    worker.join(60)
    server.start()
    confirmed = int(told.read_text().split()[-1])
    with store.reading() as unit:
        assert len(unit.entries(case)) - confirmed in (0, 1)
    assert verify(store) == []
    assert append(store, case).entries > confirmed


@pytest.mark.parametrize(
    ("limit", "refused"), [("transaction_timeout", "25P04"), ("idle_in_transaction_session_timeout", "25P03")]
)
def test_who_meets_a_limit_of_the_server_tries_again(shaky: tuple[Server, SqlStore], limit: str, refused: str) -> None:
    _, store = shaky
    case = opened(store).id
    url = store.engine.url.update_query_dict({"options": f"-c {limit}=300"})
    limited = open_store(url.render_as_string(hide_password=False))
    with pytest.raises(StoreBusy, match=refused):
        interrupted(limited, case, lambda: sleep(0.6))
    limited.close()


# What is refused.


def test_what_cannot_be_reached_is_told_in_words(tmp_path: Path) -> None:
    store = open_store(f"postgresql://me:secret@/cases?host={tmp_path}")
    with pytest.raises(StoreFailed, match=r"connection to server on socket .* failed") as told:
        store.outbox()
    assert "secret" not in str(told.value)


def test_an_encoding_without_chinese_is_refused(databases: Databases) -> None:
    url = make_url(databases.empty())
    with connected(databases.server) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {url.database}")
        connection.exec_driver_sql(f"CREATE DATABASE {url.database} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(StoreFailed, match="LATIN1"):
        migrate(url.render_as_string(hide_password=False))
