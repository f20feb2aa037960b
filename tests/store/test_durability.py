"""What a clinic relies on: nothing acknowledged is lost, nothing is half-saved, a failure is told and passes.

Requirements: (1) the pragmas are as promised; (2) kill -9 at any statement loses nothing that was committed and leaves
nothing that was not; (3) a locked, full, or broken database is told as StoreBusy or StoreFailed, and works afterwards;
(4) no message of an error carries what was typed.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import traceback
from contextlib import suppress
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import StatementError

from bot.ports import Conflict, StoreBusy, StoreDown, StoreFailed
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify

from .making import NOW, append, die, draft, elsewhere, line, opened, send, table

STATEMENTS = range(1, 9)


def turn(store: SqlStore, key: str, typed: str = "") -> None:
    """All that the desk does for one answer."""
    with store.transaction() as unit:
        unit.note_seen(key, NOW)
        case = unit.case(1)
        assert case is not None
        unit.append(case, [draft(data={"key": key, "typed": typed})], state="ask:egfr", turn=case.turn + 1)
        unit.send(line(f"{key}:edit", "edit", slot="q"), line(f"{key}:show", slot="q"))


def dies_at(url: str, statement: int) -> None:
    """One turn that lasts, then one whose process is killed after so many statements."""
    store = open_store(url)
    turn(store, "first")
    said: list[Any] = []

    def count(*given: Any) -> None:
        said.append(given)
        if len(said) == statement:
            die()

    event.listen(store.engine, "after_cursor_execute", count)
    event.listen(store.engine, "commit", lambda connection: die())
    turn(store, "second")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_killed_process_leaves_what_was_committed_and_nothing_else(url: str, statement: int) -> None:
    store = open_store(url)
    opened(store)
    store.close()
    assert elsewhere(lambda: dies_at(url, statement)) == [-9]
    assert [row[0] for row in table(store, "seen")] == ["first"]
    assert [row[1] for row in table(store, "outbox")] == ["first:edit", "first:show"]
    assert verify(store) == []
    turn(store, "second")
    assert len(table(store, "entries")) == 2
    store.close()


def kill_while_it_works() -> None:
    """A child kills its parent, which meanwhile goes on."""
    parent = os.getpid()
    if os.fork() == 0:
        os.kill(parent, 9)
        os._exit(0)


def works_until_killed(url: str, told: Path) -> None:
    """Turn after turn, each told to the outside when it is committed."""
    store = open_store(url)
    with told.open("a") as out:
        for number in range(10_000):
            turn(store, str(number))
            out.write(f"{number}\n")
            out.flush()
            if number == 40:
                kill_while_it_works()


def test_all_that_was_told_is_there_after_a_kill(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    opened(store)
    store.close()
    told = tmp_path / "told"
    assert elsewhere(lambda: works_until_killed(url, told)) == [-9]
    acknowledged = told.read_text().split()
    saved = {row[0] for row in table(store, "seen")}
    assert set(acknowledged) <= saved
    assert len(saved) <= len(acknowledged) + 1
    assert len(table(store, "entries")) == len(saved) == len(table(store, "outbox")) / 2
    assert verify(store) == []
    store.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_pragmas_are_as_promised(sqlite_url: str, pragma: str, value: object) -> None:
    store = open_store(sqlite_url)
    several = [store.engine.raw_connection() for _ in range(3)]
    for connection in several:
        cursor = connection.cursor()
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    store.close()


def test_the_folder_of_the_file_is_for_us_alone(file_store: SqlStore, tmp_path: Path) -> None:
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "bot.db").exists()


def test_a_locked_file_is_busy_and_then_works(file_store: SqlStore, tmp_path: Path) -> None:
    case = opened(file_store)
    blocker = sqlite3.connect(tmp_path / "data" / "bot.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        append(file_store, case.id)
    with pytest.raises(StoreBusy):
        file_store.claim(NOW, 10)
    with file_store.reading() as unit:
        assert unit.case(case.id) == case
    blocker.execute("ROLLBACK")
    assert append(file_store, case.id).entries == 1


def test_a_case_in_another_hand_is_busy_and_then_works(store: SqlStore, other: SqlStore) -> None:
    case = opened(store)
    with store.transaction() as unit:
        assert unit.case(case.id) == case
        with pytest.raises(StoreBusy):
            append(other, case.id)
    assert append(other, case.id).entries == 1


def test_more_threads_than_connections_are_busy(file_store: SqlStore) -> None:
    file_store.engine.pool._timeout = 0.1  # type: ignore[attr-defined]  # of the pool that it is
    held = [file_store.engine.connect() for _ in range(15)]
    with pytest.raises(StoreBusy), file_store.transaction():
        pass
    for connection in held:
        connection.close()
    opened(file_store)


def fill(store: SqlStore, pages: int) -> None:
    """From now on the database may have so many pages."""
    store.engine.dispose()
    event.listen(store.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages}"))


def test_a_full_disk_is_told_and_nothing_is_half_saved(file_store: SqlStore) -> None:
    opened(file_store)
    before = [table(file_store, name) for name in ("seen", "cases", "entries", "outbox")]
    fill(file_store, 1)
    with pytest.raises(StoreDown, match="FULL"):
        turn(file_store, "second", "x" * 100_000)
    assert [table(file_store, name) for name in ("seen", "cases", "entries", "outbox")] == before
    fill(file_store, 100_000)
    turn(file_store, "second")
    assert verify(file_store) == []


def out_of_space(url: str, wal: Path) -> None:
    """The operating system refuses to let any file grow, in the middle of a transaction."""
    store = open_store(url)
    turn(store, "first")
    size = wal.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        send(store, *(line(str(number), slot="x" * 500) for number in range(1000)))
    except StoreDown:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        turn(store, "second")
        os._exit(3)


def test_a_write_error_is_told_and_passes(file_store: SqlStore, sqlite_url: str, tmp_path: Path) -> None:
    opened(file_store)
    file_store.close()
    assert elsewhere(lambda: out_of_space(sqlite_url, tmp_path / "data" / "bot.db-wal")) == [3]
    assert [row[0] for row in table(file_store, "seen")] == ["first", "second"]
    assert file_store.outbox().waiting == 4


def may_only_read(url: str) -> None:
    """A turn by a user who may read the file and its folder, and no more."""
    if os.geteuid() == 0:
        os.setuid(65534)
    with pytest.raises(StoreDown, match=r"(?i)readonly"):
        turn(open_store(url, wait=0.1), "second")


def test_a_file_that_may_only_be_read_is_told_and_stays_as_it_is(file_store: SqlStore, tmp_path: Path) -> None:
    opened(file_store)
    file_store.close()
    # Not in pytest's own folder, which other users may not even enter.
    with TemporaryDirectory() as folder:
        place = Path(copyfile(tmp_path / "data" / "bot.db", f"{folder}/bot.db"))
        place.chmod(0o444)
        place.parent.chmod(0o555)
        before = place.read_bytes()
        assert elsewhere(lambda: may_only_read(f"sqlite:///{place}")) == [0]
        assert place.read_bytes() == before
        place.parent.chmod(0o700)


def test_an_update_that_breaks_a_rule_is_to_blame_itself(store: SqlStore) -> None:
    with pytest.raises(StoreFailed) as told:
        opened(store, owner=99)
    assert not isinstance(told.value, StoreDown)


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("not a database, " * 100)
    (tmp_path / "folder.db").mkdir()
    for name in ("notes.db", "folder.db"):
        with pytest.raises(StoreDown):
            open_store(f"sqlite:///{tmp_path}/{name}").outbox()


def test_a_database_without_tables_is_told(empty_url: str) -> None:
    store = open_store(empty_url)
    with pytest.raises(StoreFailed):
        store.outbox()
    store.close()


def everything_said(error: BaseException) -> str:
    """The error with all that led to it, as a log would have it."""
    return "".join(traceback.format_exception(error)) + str(error)


def test_errors_do_not_repeat_what_was_typed(store: SqlStore) -> None:
    case = opened(store)
    typed = draft(data={"typed": "Zhang San 13800000000"}, staff_id=99)
    with pytest.raises(StoreFailed) as told, store.transaction() as unit:
        unit.append(case, [typed], state="ask:egfr", turn=1)
    assert "Zhang" not in everything_said(told.value)


def test_nor_do_mistakes_of_ours(store: SqlStore) -> None:
    wrong = line("a", refers="Zhang San 13800000000", at=NOW.replace(tzinfo=None))
    with pytest.raises(StatementError) as told:
        send(store, wrong)
    assert "Zhang" not in everything_said(told.value)


def swallows(store: SqlStore) -> None:
    """A transaction that goes on after a statement has failed."""
    with store.transaction() as unit:
        unit.note_seen("telegram:6", NOW)
        with suppress(Conflict):
            unit.note_seen("telegram:5", NOW)


def test_what_has_failed_in_part_is_not_committed_in_part(store: SqlStore) -> None:
    with store.transaction() as unit:
        unit.note_seen("telegram:5", NOW)
    with pytest.raises(StoreFailed, match="has failed"):
        swallows(store)
    with store.transaction() as unit:
        assert unit.first_time("telegram:6", NOW)
        unit.note_seen("telegram:7", NOW)


def test_what_has_failed_within_a_savepoint_leaves_the_rest(store: SqlStore) -> None:
    with store.transaction() as unit:
        unit.note_seen("telegram:5", NOW)
    with store.transaction() as unit:
        unit.note_seen("telegram:6", NOW)
        with suppress(Conflict), unit.connection.begin_nested():
            unit.note_seen("telegram:5", NOW)
        unit.note_seen("telegram:7", NOW)
    assert [row[0] for row in table(store, "seen")] == ["telegram:5", "telegram:6", "telegram:7"]


def test_rows_that_would_point_nowhere_are_refused(store: SqlStore) -> None:
    with pytest.raises(StoreFailed):
        opened(store, owner=99)
