"""Backups: written while the bot works, looked into, and brought back whole or not at all.

Requirements: (1) a backup is the state of one moment, whoever writes meanwhile; (2) restored, it gives the same records,
chains and running numbers; (3) what is damaged, unknown or broken is refused with the reason, and nothing is touched;
(4) kill -9 during a restore leaves the old database or the new one, whole; (5) nobody loses a case by mistake: a database
that holds cases, or that somebody uses, is not replaced just so; (6) PostgreSQL is told its own tools' commands.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from types import FrameType
from typing import Any

import pytest
from alembic import command

from bot.ports import StoreFailed
from bot.store import restore as restoring
from bot.store.backup import NotDone, backup, contents, only_read
from bot.store.engine import build
from bot.store.restore import CODES_LEFT_OUT, Restored, restore
from bot.store.sql import SqlStore, open_store
from bot.store.steps import configured
from bot.store.tables import REVISION
from bot.store.verify import verify

from .making import NOW, die, draft, elsewhere, line, opened, table

PLACE = "data/bot.db"
TOLD = ("staff", "counters", "cases", "entries", "outbox", "seen")


def everything(url: str) -> list[list[tuple[Any, ...]]]:
    """All rows that matter."""
    store = open_store(url)
    try:
        assert verify(store) == []
        return [table(store, name) for name in TOLD]
    finally:
        store.close()


def rows(path: Path) -> list[list[tuple[Any, ...]]]:
    """Cases and entries, quickly."""
    with closing(only_read(path)) as connection:
        return [connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in ("cases", "entries")]


def turn(store: SqlStore, case: int) -> None:
    """A case goes on by one turn, and says so: two entries and one line, saved together."""
    with store.transaction() as unit:
        row = unit.case(case)
        assert row is not None
        unit.append(row, [draft(), draft()], state="ask:egfr", turn=row.turn + 1)
        unit.send(line(f"{case}:{row.turn}"))


@pytest.fixture
def filled(file_store: SqlStore) -> SqlStore:
    """Two sites, three cases, a few turns."""
    for site in ("NJ01", "NJ01", "SH02"):
        turn(file_store, opened(file_store, site).id)
    turn(file_store, 1)
    return file_store


@pytest.fixture
def saved(filled: SqlStore, sqlite_url: str, tmp_path: Path) -> Path:
    """A backup of it."""
    return backup(sqlite_url, tmp_path / "saved.db", NOW)[0]


# Backup.


def test_a_backup_says_what_it_holds_and_is_one_file_for_us_alone(
    filled: SqlStore, sqlite_url: str, tmp_path: Path
) -> None:
    path, held = backup(sqlite_url, tmp_path / "saved.db", NOW)
    assert (held.cases, held.entries, held.cut_off) == (3, 8, ())
    assert held == contents(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "saved.db"]
    turn(filled, 1)
    assert backup(sqlite_url, tmp_path / "later.db", NOW)[1].seal != held.seal


def test_in_a_folder_it_is_called_by_the_moment(saved: Path, sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    assert backup(sqlite_url, folder, NOW)[0].name == "bot-20261122T060500Z.db"
    with pytest.raises(NotDone, match="there already"):
        backup(sqlite_url, folder, NOW)


def writes(url: str, begun: Any, done: Any) -> None:
    """Turn after turn until told to stop."""
    store = open_store(url)
    while not done.is_set():
        turn(store, 1)
        begun.set()
    store.close()


def test_a_backup_while_somebody_writes_is_of_one_moment(filled: SqlStore, sqlite_url: str, tmp_path: Path) -> None:
    filled.close()
    fork = multiprocessing.get_context("fork")
    begun, done = fork.Event(), fork.Event()
    writer = fork.Process(target=writes, args=(sqlite_url, begun, done))
    writer.start()
    assert begun.wait(20)
    found = [backup(sqlite_url, tmp_path / f"{number}.db", NOW)[0] for number in range(5)]
    done.set()
    writer.join(20)
    assert writer.exitcode == 0
    counted = []
    for path in found:
        held = everything(f"sqlite:///{path}")
        assert len(held[3]) == 2 * len(held[4])
        counted.append(len(held[3]))
    assert counted == sorted(counted)
    assert counted[0] < len(everything(sqlite_url)[3])


def test_without_room_for_it_no_half_backup_is_left(filled: SqlStore, sqlite_url: str, tmp_path: Path) -> None:
    def cramped() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        with pytest.raises(StoreFailed):
            backup(sqlite_url, tmp_path / "saved.db", NOW)

    before = everything(sqlite_url)
    assert elsewhere(cramped) == [0]
    assert [one.name for one in tmp_path.iterdir()] == ["data"]
    assert everything(sqlite_url) == before


def test_what_a_killed_backup_has_left_goes_with_the_next_one_since_the_keys_are_in_it(
    filled: SqlStore, sqlite_url: str, tmp_path: Path
) -> None:
    left, under_way = (tmp_path / f"bot-20261101T0{hour}0000Z.db.part" for hour in (1, 2))
    for part, age in ((left, timedelta(hours=1)), (under_way, timedelta(minutes=5))):
        part.touch()
        os.utime(part, times=((NOW - age).timestamp(),) * 2)
    backup(sqlite_url, tmp_path, NOW)
    assert [one.name for one in tmp_path.glob("*.part")] == [under_way.name]


def test_a_database_that_cannot_be_opened_is_called_that(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "data" / "bot.db"
    file.mkdir(parents=True)
    with pytest.raises(StoreFailed, match="unable to open"):
        backup(sqlite_url, tmp_path / "saved.db", NOW)


def test_a_record_that_was_cut_off_is_named_in_the_backup(filled: SqlStore, sqlite_url: str, tmp_path: Path) -> None:
    with filled.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_no_delete")
        connection.exec_driver_sql("DELETE FROM entries WHERE case_id = 2 AND number = 2")
    assert backup(sqlite_url, tmp_path / "saved.db", NOW)[1].cut_off == ("NJ01-0002",)


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotDone, match="no database"):
        backup(f"sqlite:///{tmp_path}/none/bot.db", tmp_path / "saved.db", NOW)
    assert list(tmp_path.iterdir()) == []


# Restore.


def test_restored_it_is_as_it_was(saved: Path, sqlite_url: str, tmp_path: Path) -> None:
    before = everything(sqlite_url)
    moved = f"sqlite:///{tmp_path}/elsewhere/bot.db"
    done = restore(moved, saved, NOW)
    assert (done.held, done.aside, done.gap) == (contents(saved), None, True)
    after = everything(moved)
    assert [rows for name, rows in zip(TOLD, after, strict=True) if name != "counters"] == [
        rows for name, rows in zip(TOLD, before, strict=True) if name != "counters"
    ]
    assert sorted(one.name for one in (tmp_path / "elsewhere").iterdir() if "-" not in one.name) == ["bot.db"]
    assert (tmp_path / "elsewhere" / "bot.db").stat().st_mode & 0o777 == 0o600


def test_the_backup_of_an_earlier_version_is_told_as_it_is_now(tmp_path: Path) -> None:
    earlier = f"sqlite:///{tmp_path}/earlier.db"
    engine = build(earlier, foreign_keys=False)
    with engine.begin() as connection:
        command.upgrade(configured(connection), "0031")
    engine.dispose()
    saved, before = backup(earlier, tmp_path / "saved.db", NOW)
    done = restore(f"sqlite:///{tmp_path}/elsewhere/bot.db", saved, NOW)
    assert (before.revision, done.held) == ("0031", replace(before, revision=REVISION))


def test_where_cases_may_be_lost_no_code_and_no_number_is_given_twice(saved: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/elsewhere/bot.db"
    restore(url, saved, NOW)
    store = open_store(url)
    assert opened(store, "NJ01").code == f"NJ01-{2 + CODES_LEFT_OUT + 1:04}"
    assert opened(store, "SH02").id > 10_000
    store.close()


def test_replacing_goes_on_counting_where_the_old_one_stopped(filled: SqlStore, saved: Path, sqlite_url: str) -> None:
    lost = [opened(filled, site) for site in ("NJ01", "BJ03")]
    filled.close()
    done = restore(sqlite_url, saved, NOW, replace=True)
    assert not done.gap
    store = open_store(sqlite_url)
    after = [opened(store, site) for site in ("NJ01", "BJ03", "SH02")]
    store.close()
    assert [case.code for case in after] == ["NJ01-0004", "BJ03-0002", "SH02-0002"]
    assert after[0].id == lost[-1].id + 1


def test_the_old_one_is_kept_aside(filled: SqlStore, saved: Path, sqlite_url: str, tmp_path: Path) -> None:
    turn(filled, 1)
    filled.close()
    old = everything(sqlite_url)
    again = [restore(sqlite_url, saved, NOW, replace=True) for _ in range(2)]
    assert [done.aside and done.aside.name for done in again] == [
        "bot.db.20261122T060500Z.replaced",
        "bot.db.20261122T060500Z-2.replaced",
    ]
    assert everything(f"sqlite:///{again[0].aside}") == old
    assert len(everything(sqlite_url)[3]) == len(old[3]) - 2


def test_cases_are_not_replaced_just_so(saved: Path, sqlite_url: str) -> None:
    before = everything(sqlite_url)
    with pytest.raises(NotDone, match=r"holds 3 cases.*--replace"):
        restore(sqlite_url, saved, NOW)
    assert everything(sqlite_url) == before


def test_a_database_in_use_is_not_replaced(filled: SqlStore, saved: Path, sqlite_url: str, tmp_path: Path) -> None:
    """The running bot would go on writing into a file that has no name any more."""
    assert filled.outbox().waiting == 4
    before = everything(sqlite_url)
    with pytest.raises(NotDone, match="stop the bot"):
        restore(sqlite_url, saved, NOW, replace=True)
    assert everything(sqlite_url) == before
    turn(filled, 1)
    assert sorted(one.name for one in (tmp_path / "data").iterdir() if "-" not in one.name) == ["bot.db"]


def spoil(path: Path, way: str) -> None:
    """Damages a backup."""
    whole = path.read_bytes()
    match way:
        case "cut":
            path.write_bytes(whole[: len(whole) // 2])
        case "overwritten":
            path.write_bytes(whole[:8192] + b"\x00" * 8192 + whole[16384:])
        case "text":
            path.write_text("no database at all, " * 500)
        case "empty":
            path.write_bytes(b"")
        case statement:
            with closing(sqlite3.connect(path)) as connection, connection:
                for trigger in ("entries_no_update", "entries_no_delete"):
                    connection.execute(f"DROP TRIGGER {trigger}")
                connection.execute(statement)


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("cut", "damaged|malformed"),
        ("overwritten", "damaged|malformed"),
        ("text", "not a database"),
        ("empty", "no such table"),
        ("UPDATE entries SET kind = 'x' WHERE case_id = 2 AND number = 1", "NJ01-0002: entry 1 .*--despite NJ01-0002"),
        ("DELETE FROM entries WHERE case_id = 2", "NJ01-0002: the record ends"),
        ("DELETE FROM staff", "refers to what is not in staff"),
        ("UPDATE alembic_version SET version_num = '9999'", "another version .*9999"),
    ],
)
def test_a_spoilt_backup_is_refused_and_nothing_is_touched(
    filled: SqlStore, saved: Path, sqlite_url: str, tmp_path: Path, way: str, reason: str
) -> None:
    filled.close()
    before, spoilt = everything(sqlite_url), saved
    spoil(spoilt, way)
    with pytest.raises((StoreFailed, NotDone), match=f"(?s){reason}"):
        restore(sqlite_url, spoilt, NOW, replace=True)
    assert everything(sqlite_url) == before
    assert sorted(one.name for one in (tmp_path / "data").iterdir() if "-" not in one.name) == ["bot.db"]


def test_a_case_that_is_known_to_be_broken_may_be_brought_back(filled: SqlStore, saved: Path, sqlite_url: str) -> None:
    filled.close()
    spoil(saved, "UPDATE entries SET kind = 'x' WHERE case_id = 2 AND number = 1")
    restore(sqlite_url, saved, NOW, replace=True, despite=["NJ01-0002"])
    store = open_store(sqlite_url)
    assert [problem.partition(":")[0] for problem in verify(store)] == ["NJ01-0002"]
    store.close()


@pytest.mark.parametrize("way", ["cut", "overwritten", "text", "empty"])
def test_a_damaged_database_can_be_replaced_and_is_kept(
    filled: SqlStore, saved: Path, sqlite_url: str, tmp_path: Path, way: str
) -> None:
    expected = [table(filled, name) for name in ("cases", "entries")]
    filled.close()
    place = tmp_path / PLACE
    spoil(place, way)
    damaged = place.read_bytes()
    done = restore(sqlite_url, saved, NOW, replace=True)
    assert done.aside is not None
    assert done.aside.read_bytes()[100:] == damaged[100:]
    store = open_store(sqlite_url)
    assert [table(store, name) for name in ("cases", "entries")] == expected
    assert verify(store) == []
    store.close()


def test_a_log_beside_a_damaged_database_is_kept_with_it_and_not_taken_for_the_new_ones(
    filled: SqlStore, saved: Path, sqlite_url: str, tmp_path: Path
) -> None:
    filled.close()
    place = tmp_path / PLACE
    spoil(place, "text")
    place.with_name("bot.db-wal").write_bytes(b"frames of the old database")
    done = restore(sqlite_url, saved, NOW, replace=True)
    assert done.aside is not None
    assert done.aside.with_name(done.aside.name + "-wal").read_bytes() == b"frames of the old database"
    assert len(everything(sqlite_url)[2]) == 3


# Killed.


SWAP = {"restore", "_locked", "_count_on", "_kept_aside", "_second_name", "_without_company", "put_in_place", "synced"}


def dying_at(step: int, work: Callable[[], Restored]) -> Callable[[], None]:
    """The work, in a process that is killed at so manyth line of putting the copy into the database's place."""

    def run() -> None:
        done = 0

        def watch(frame: FrameType, what: str, more: object) -> Any:
            nonlocal done
            if frame.f_code.co_name not in SWAP:
                return None
            done += what == "line"
            if done == step:
                die()
            return watch

        sys.settrace(watch)
        work()

    return run


@pytest.mark.parametrize("damaged", [False, True], ids=["whole", "damaged"])
def test_kill_9_at_any_line_of_a_restore_leaves_the_old_or_the_new(
    filled: SqlStore, saved: Path, sqlite_url: str, tmp_path: Path, damaged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(filled, 1)
    filled.close()
    place = tmp_path / PLACE
    old, new = rows(place), rows(saved)
    if damaged:
        spoil(place, "text")
    before, held = place.read_bytes(), contents(saved)
    # Looking into the backup takes half a second and touches nothing but the copy.
    monkeypatch.setattr(restoring, "_prepared", lambda backup, new, despite: (copyfile(backup, new), held)[1])
    step, seen = 0, list[str]()
    codes: list[int | None] = [-9]
    while codes == [-9]:
        step += 1
        codes = elsewhere(dying_at(step, lambda: restore(sqlite_url, saved, NOW, replace=True)))
        if damaged and place.read_bytes() == before:
            seen.append("old")
            continue
        there = rows(place)
        assert there in (old, new)
        seen.append("old" if there == old else "new")
        if there == new:
            place.write_bytes(before)
            place.with_name("bot.db-wal").unlink(missing_ok=True)
    assert codes == [0]
    assert seen == sorted(seen, reverse=True), "the old until a moment, and from then on the new"
    assert seen.count("old") > 20
    assert seen.count("new") > 2
    assert not place.with_name("bot.db.restoring").exists()


def test_killed_while_it_looks_into_the_backup_it_begins_anew(
    filled: SqlStore, saved: Path, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.close()
    before = everything(sqlite_url)
    with monkeypatch.context() as deadly:
        deadly.setattr(restoring, "migrate", lambda url: die())
        assert elsewhere(lambda: restore(sqlite_url, saved, NOW, replace=True)) == [-9]
    assert (tmp_path / "data" / "bot.db.restoring").exists()
    assert everything(sqlite_url) == before
    restore(sqlite_url, saved, NOW, replace=True)
    assert not (tmp_path / "data" / "bot.db.restoring").exists()
    assert everything(sqlite_url) == before


# PostgreSQL.


def test_postgresql_is_told_its_own_tools_commands_without_the_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://bot:s3cret@db.example:5433/cases"
    with pytest.raises(NotDone) as told:
        backup(url, tmp_path / "saved.dump", NOW)
    there = "postgresql://bot@db.example:5433/cases"
    ways = "--format=custom --no-owner --exclude-table-data=keys"
    assert f"  pg_dump {ways} --file={tmp_path}/saved.dump {there}\n" in str(told.value)
    keys = f"pg_dump --data-only --table=keys --file={tmp_path}/saved.dump.keys {there}"
    assert str(told.value).endswith(keys), "apart, so that an older backup does not bring back what was erased"
    with pytest.raises(NotDone, match=r"pg_restore --clean .*--dbname=postgresql://bot@db.example:5433/cases") as told:
        restore(url, tmp_path / "saved.dump", NOW)
    assert "s3cret" not in str(told.value)
