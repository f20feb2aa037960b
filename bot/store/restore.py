"""Puts a backup in the place of the database. SQLite only.

The backup is copied beside the database, brought up to date there and looked into from end to end; only then does the
copy take the database's name, in one step of the file system. A crash at any moment leaves the old database or the new
one, and the old one is kept aside in either case.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import URL

from bot.ports import ERASED, StoreFailed
from bot.store.backup import (
    BESIDE,
    Contents,
    Key,
    NotDone,
    clear,
    contents,
    copy,
    keys_in,
    load_command,
    only_read,
    put_in_place,
    read_keys,
    stamp,
    told,
)
from bot.store.chain import LOCKED
from bot.store.engine import database_file
from bot.store.migrate import migrate
from bot.store.sql import open_store
from bot.store.steps import revisions
from bot.store.verify import verify

UNFINISHED = ".restoring"
PATIENCE = 1.0
# Cases that were opened after the backup are lost, but their codes and buttons are in the world: none is given twice.
CODES_LEFT_OUT, NUMBERS_LEFT_OUT = 100, 10_000


CLOSED = f"""
SELECT code FROM cases WHERE state != '{ERASED}' AND NOT EXISTS (SELECT 1 FROM keys WHERE subject = 'case:' || id)
AND EXISTS (SELECT 1 FROM entries WHERE case_id = id AND data LIKE '{LOCKED}%') ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What is there now, where the old database is kept, and whether running numbers go on after a gap.

    `closed` are cases that no key opens any more: they were erased since, or the right keys were not given.
    """

    place: Path
    held: Contents
    aside: Path | None
    gap: bool
    closed: tuple[str, ...] = ()


def restore(
    url: str, backup: Path, now: datetime, *, replace: bool = False, despite: Collection[str] = (),
    keys: Path | None = None,
) -> Restored:  # fmt: skip
    """Puts the backup in the database's place. `despite` names cases whose records are known to be broken.

    The keys to what it holds come from `keys`, a file that the last backup wrote, or else from the database that it
    replaces: what was erased there since then does not come back.
    """
    given = None if keys is None else keys_in(keys)
    place = _place(url, backup, replace)
    new = place.with_name(place.name + UNFINISHED)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        held = _prepared(backup, new, despite)
        with _alone_with(place) as old:
            gap = _count_on(old, new)
            closed = _with_keys(old, new, given)
            aside = _kept_aside(place, now)
            _without_company(place)
            put_in_place(new, place)
    finally:
        clear(new)
    return Restored(place=place, held=held, aside=aside, gap=gap, closed=closed)


def _place(url: str, backup: Path, replace: bool) -> Path:
    place = database_file(url)
    if place is None:
        raise NotDone(f"A backup of this database is brought back by its own tool:\n  {load_command(url, backup)}")
    if not backup.is_file():
        raise NotDone(f"There is no file {backup}.")
    if place.exists() and place.samefile(backup):
        raise NotDone(f"{backup} is the database itself.")
    there = _cases(place)
    if there != 0 and not replace:
        holds = "cannot be read" if there is None else f"holds {there} cases"
        raise NotDone(f"The database {place} {holds}. With --replace the backup takes its place; it is kept aside.")
    return place


def _cases(place: Path) -> int | None:
    """How many cases the database holds; None where it cannot be asked."""
    if not place.exists():
        return 0
    try:
        with closing(only_read(place)) as connection:
            there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'cases'").fetchone()
            return int(connection.execute("SELECT count(*) FROM cases").fetchone()[0]) if there else 0
    except sqlite3.Error:
        return None


def _prepared(backup: Path, new: Path, despite: Collection[str]) -> Contents:
    """A copy of the backup, up to date and found to be whole."""
    try:
        with told(), closing(only_read(backup)) as source:
            copy(source, new)
        held = contents(new)
    except StoreFailed as failed:
        raise StoreFailed(f"The backup {backup} is not used: {failed}. Nothing was touched.") from failed
    if held.revision not in revisions():
        raise NotDone(
            f"The backup {backup} was made by another version of this program (schema {held.revision}, known here:"
            f" {', '.join(revisions())}). Nothing was touched."
        )
    url = URL.create("sqlite", database=str(new)).render_as_string()
    migrate(url)
    _all_records_whole(url, backup, despite)
    _in_one_file(new)
    return contents(new)


def _all_records_whole(url: str, backup: Path, despite: Collection[str]) -> None:
    store = open_store(url)
    try:
        broken = [problem for problem in verify(store) if problem.partition(":")[0] not in despite]
    finally:
        store.close()
    if broken:
        named = "\n".join(f"  {problem}" for problem in broken[:20])
        raise NotDone(
            f"{len(broken)} records in {backup} are broken:\n{named}\nNothing was touched. Take an older one, or name"
            f" the cases that you know to be broken: --despite {broken[0].partition(':')[0]}"
        )


def _in_one_file(path: Path) -> None:
    with told(), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _alone_with(place: Path) -> Iterator[sqlite3.Connection | None]:
    """The old database with nobody else in it; None where there is none, or it cannot be read."""
    if not place.exists():
        yield None
        return
    with closing(sqlite3.connect(place, PATIENCE, isolation_level=None)) as connection:
        yield connection if _locked(connection) else None


def _locked(connection: sqlite3.Connection) -> bool:
    try:
        # Refused as long as anybody else has the file open; afterwards all of it is in the one file.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise NotDone("The database is in use: stop the bot first. Nothing was touched.") from error
        return False
    except sqlite3.DatabaseError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Numbers:
    """How far a database has counted: the ids of each table, the codes of each site."""

    ids: dict[str, int]
    codes: dict[str, int]


def _with_keys(old: sqlite3.Connection | None, new: Path, given: list[Key] | None) -> tuple[str, ...]:
    """Puts the keys in that were given, or else those of the old database; gives the cases that stay closed."""
    with told(), closing(sqlite3.connect(new)) as connection, connection:
        if given is None and old is not None:
            with suppress(sqlite3.Error):
                given = read_keys(old)
        connection.executemany("INSERT OR REPLACE INTO keys VALUES (?, ?, ?)", given or ())
        return tuple(row[0] for row in connection.execute(CLOSED))


def _numbers(connection: sqlite3.Connection) -> Numbers:
    ids = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    return Numbers(dict(ids), dict(connection.execute("SELECT site, last FROM counters").fetchall()))


def _count_on(old: sqlite3.Connection | None, new: Path) -> bool:
    """Lets running numbers go on where the old database stopped; leaves a gap, and says so, where that is not known."""
    with told(), closing(sqlite3.connect(new)) as connection, connection:
        before = None
        with suppress(sqlite3.Error):
            before = None if old is None else _numbers(old)
        if before is None or before.ids.get("cases", 0) < _numbers(connection).ids.get("cases", 0):
            connection.execute("UPDATE counters SET last = last + ?", (CODES_LEFT_OUT,))
            connection.execute("UPDATE sqlite_sequence SET seq = seq + ?", (NUMBERS_LEFT_OUT,))
            return True
        _take_over(before, connection)
        return False


def _take_over(before: Numbers, new: sqlite3.Connection) -> None:
    further = "INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)"
    new.executemany(further, before.codes.items())
    for name, number in before.ids.items():
        found = new.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, name))
        if not found.rowcount:
            new.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, number))


def _kept_aside(place: Path, now: datetime) -> Path | None:
    """A second name for the old database, and for what belongs to it."""
    if not place.exists():
        return None
    aside = _free_name(place, stamp(now))
    for ending in BESIDE:
        there = place.with_name(place.name + ending)
        if there.exists():
            _second_name(there, aside.with_name(aside.name + ending))
    return aside


def _free_name(place: Path, when: str) -> Path:
    names = (
        place.with_name(f"{place.name}.{when}{more}.replaced") for more in chain([""], map("-{}".format, count(2)))
    )
    return next(name for name in names if not name.exists())


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:
        shutil.copy2(path, name)


def _without_company(place: Path) -> None:
    """Removes the old database's log, or it would be taken for the new one's; only a damaged database leaves one."""
    for ending in BESIDE[1:]:
        place.with_name(place.name + ending).unlink(missing_ok=True)
