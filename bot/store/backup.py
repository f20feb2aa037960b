"""A copy of the database while the bot runs: one file of its own, looked into before it gets its name.

SQLite only, by its own backup interface, which gives the state of one moment and keeps no writer waiting. What the copy
holds is counted, and sealed: whoever notes the seal elsewhere can tell later that nothing was cut off.

The cases' keys are left out of it, and written to a file of their own, always the same, so that there is one copy of
them only: what is erased now cannot be opened in any backup once the next one is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL, make_url

from bot.ports import StoreFailed
from bot.private import owner_only
from bot.store.engine import build, database_file

# Subject, name of the master key, wrapped key.
Key = tuple[str, str, str]
BESIDE = ("", "-journal", "-wal", "-shm")
UNFINISHED = ".part"
# A copy at which nothing was written for so long was left by a backup that was killed.
KILLED = timedelta(minutes=30)
CUT_OFF = """
SELECT code FROM cases WHERE head != coalesce((SELECT hash FROM entries WHERE case_id = id AND number = entries), '')
OR EXISTS (SELECT 1 FROM entries AS later WHERE later.case_id = id AND later.number > cases.entries) ORDER BY id
"""


KEYS = ".keys"
HAS_KEYS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'keys'"
ALL_KEYS = "SELECT subject, master, wrapped FROM keys ORDER BY subject"


class NotDone(Exception):
    """It was refused before anything was touched; says why, and what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a database file holds. `cut_off` are cases whose record does not end as the case says."""

    revision: str
    cases: int
    entries: int
    seal: str
    cut_off: tuple[str, ...]


def backup(url: str, wanted: Path, now: datetime) -> tuple[Path, Contents]:
    """Writes a copy to this file, or into this folder under a name that says when; gives its path and what it holds."""
    source = database_file(url)
    if source is None:
        raise NotDone(f"A backup of this database is made by its own tool:\n  {dump_command(url, wanted)}")
    if not source.exists():
        raise NotDone(f"There is no database at {source} yet.")
    target = wanted / f"{source.stem}-{stamp(now)}.db" if wanted.is_dir() else wanted
    if target.exists():
        raise NotDone(f"{target} is there already: choose another name, or a folder.")
    part = target.with_name(target.name + UNFINISHED)
    _clear_killed(target.parent, source.stem, now)
    try:
        _copy_of(url, part)
        keys = _without_keys(part)
        held = contents(part)
        put_in_place(part, target)
    finally:
        clear(part)
    # A database without any case is a new one: it takes no keys from the backups of another.
    if keys or held.cases:
        write_keys(keys_file(target.parent, source), keys)
    return target, held


def _clear_killed(folder: Path, stem: str, now: datetime) -> None:
    """Takes away what killed backups have left here: the keys are in it."""
    for part in folder.glob(f"{stem}-*.db{UNFINISHED}"):
        with suppress(FileNotFoundError):  # just finished by another one
            if datetime.fromtimestamp(part.stat().st_mtime, UTC) < now - KILLED:
                clear(part)


def keys_file(folder: Path, database: Path) -> Path:
    """Where the keys of this database are written when a backup goes to this folder."""
    return folder / f"{database.stem}{KEYS}"


def _without_keys(part: Path) -> list[Key]:
    """Takes the keys out of the copy, and every trace of them."""
    with told(), closing(sqlite3.connect(part, isolation_level=None)) as connection:
        found = read_keys(connection)
        if found:
            connection.execute("DELETE FROM keys")
            connection.execute("VACUUM")
    return found


def read_keys(connection: sqlite3.Connection) -> list[Key]:
    """All keys of a database, wrapped."""
    there = connection.execute(HAS_KEYS).fetchone()
    return connection.execute(ALL_KEYS).fetchall() if there else []


def write_keys(file: Path, keys: list[Key]) -> None:
    """Keys, one a line, in the place of those that were there; where there are none, those go too."""
    if not keys:
        file.unlink(missing_ok=True)
        return
    part = file.with_name(file.name + UNFINISHED)
    clear(part)
    with open(part, "x", encoding="utf-8", opener=owner_only) as writing:
        writing.writelines(f"{json.dumps(key)}\n" for key in keys)
    put_in_place(part, file)


def keys_in(file: Path) -> list[Key]:
    """The keys that were written so; NotDone where the file holds something else."""
    try:
        found = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        return [(str(subject), str(master), str(wrapped)) for subject, master, wrapped in found]
    except (OSError, ValueError, TypeError) as error:
        raise NotDone(f"{file} is no file of keys.") from error


def _copy_of(url: str, part: Path) -> None:
    engine = build(url)
    try:
        with told(), closing(engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            copy(driver, part)
    finally:
        engine.dispose()


def copy(source: sqlite3.Connection, target: Path) -> None:
    """All pages as of one moment, into a new file that nobody else may read and that needs no file beside it."""
    clear(target)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with told(), closing(sqlite3.connect(target)) as connection:
        source.backup(connection)
        connection.execute("PRAGMA journal_mode = DELETE")


def contents(path: Path) -> Contents:
    """What this file holds; StoreFailed where it is damaged or holds something else."""
    with told(), closing(only_read(path)) as connection:
        _sound(connection)
        seal, cases, entries = hashlib.sha256(), 0, 0
        for code, number, head in connection.execute("SELECT code, entries, head FROM cases ORDER BY id"):
            seal.update(f"{code} {number} {head}\n".encode())
            cases, entries = cases + 1, entries + number
        return Contents(
            revision=str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]),
            cases=cases,
            entries=entries,
            seal=seal.hexdigest(),
            cut_off=tuple(row[0] for row in connection.execute(CUT_OFF)),
        )


def _sound(connection: sqlite3.Connection) -> None:
    said = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    if said != ["ok"]:
        raise StoreFailed(f"it is damaged: {'; '.join(said)}")
    lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    if lost is not None:
        raise StoreFailed(f"it is damaged: row {lost[1]} of {lost[0]} refers to what is not in {lost[2]}")


def only_read(path: Path) -> sqlite3.Connection:
    """The file, open for reading."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


@contextmanager
def told() -> Iterator[None]:
    """What SQLite itself complains of, in the store's words."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreFailed(f"{getattr(error, 'sqlite_errorname', type(error).__name__)}: {error}") from error


def put_in_place(new: Path, place: Path) -> None:
    """Gives a finished file its name, in one step, and only when all of it is on the disk."""
    synced(new)
    os.replace(new, place)
    synced(place.parent)


def synced(path: Path) -> None:
    """Waits until the disk has it."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def clear(path: Path) -> None:
    """Takes an unfinished file away, with what SQLite may have put beside it."""
    for ending in BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def stamp(now: datetime) -> str:
    """A moment as part of a file name."""
    return f"{now:%Y%m%dT%H%M%SZ}"


def dump_command(url: str, target: Path | str) -> str:
    """How PostgreSQL's own tool makes a backup of this database; the password stays out of it."""
    file = shlex.quote(str(target))
    keys = f"pg_dump --data-only --table=keys --file={shlex.quote(f'{target}{KEYS}')} {_address(url)}"
    return f"pg_dump --format=custom --no-owner --exclude-table-data=keys --file={file} {_address(url)}\n  {keys}"


def load_command(url: str, source: Path | str) -> str:
    """How PostgreSQL's own tool brings one back."""
    ways = "--clean --if-exists --no-owner --single-transaction --exit-on-error"
    return f"pg_restore {ways} --dbname={_address(url)} {shlex.quote(str(source))}"


def _address(url: str) -> str:
    there = make_url(url)
    plain = URL.create("postgresql", there.username, None, there.host, there.port, there.database, there.query)
    return shlex.quote(plain.render_as_string())
